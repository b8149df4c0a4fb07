import copy
import enum
from typing import Any, ClassVar, Literal

import attrs
import pytest

from typekro.errors import DefinitionError
from typekro.expressions import MisuseError, Root, UnknownFieldError, expressions_in, reference_to, substitute
from typekro.schema import Shape, fields_to_wire, object_of_class, optional, plain, read_only


class Port(Shape):
    __wire_names__: ClassVar[dict[str, str]] = {"host_ip": "hostIP"}

    port: int
    name: str = optional()
    target_port: int | str = optional()
    protocol: Literal["TCP", "UDP"] = optional()
    host_ip: str = optional()
    node_port: int = read_only()


class Server(Shape):
    ports: list[Port]
    labels: dict[str, str] = optional()
    main: Port = optional()
    weight: float = optional()
    extra: Any = optional()


@attrs.frozen
class Spec:
    name: str
    port: int
    text: str | None
    labels: dict[str, str]


class Protocol(enum.StrEnum):
    TCP = "TCP"


def spec() -> Spec:
    found: Spec = reference_to(Root(object_of_class(Spec), "schema.spec"))
    return found


def untyped(cls: type[Any], **given: object) -> Any:
    return cls(**given)


def test_a_shape_gives_back_what_it_was_given() -> None:
    port = Port(port=80, target_port="http")
    server = Server(ports=[port], labels={"app": "web"}, weight=1, extra={"a": [1]})

    assert server.ports[0] is port
    assert (port.port, port.target_port) == (80, "http")
    assert (server.labels, server.weight, server.extra) == ({"app": "web"}, 1, {"a": [1]})


def test_what_is_given_can_be_changed_afterwards_and_the_shape_cannot() -> None:
    ports, extra = [Port(port=80)], {"a": [1]}
    server = Server(ports=ports, extra=extra)

    ports.clear()
    extra["a"].append(2)

    assert server == Server(ports=[Port(port=80)], extra={"a": [1]})


def test_a_reference_is_kept_where_a_value_of_its_type_may_stand() -> None:
    name = spec().name
    server = Server(ports=[Port(port=spec().port, name=name, target_port=f"{name}-http")], labels=spec().labels)

    assert server.ports[0].name is name
    assert repr(server.labels) == "<typekro reference schema.spec.labels>"


def test_a_shape_is_printed_as_it_is_written() -> None:
    server = Server(labels={"app": "web"}, ports=[Port(name=spec().name, port=80)])

    assert repr(server) == "Server(ports=[Port(port=80, name=<typekro reference schema.spec.name>)], labels={'app': 'web'})"


def test_a_member_of_an_enum_of_texts_is_its_text() -> None:
    assert repr(Port(port=80, name=Protocol.TCP).name) == "'TCP'"


def test_a_field_that_was_not_given_is_told_so() -> None:
    with pytest.raises(UnknownFieldError) as caught:
        Port(port=80).name  # noqa: B018 - that is it

    why = "what is made here has what it was given; what the cluster fills in is known to references of the whole resource"
    assert str(caught.value) == f"Port.name: it was not given\n  {why}"
    assert not hasattr(Port(port=80), "node_port")
    assert not hasattr(Port(port=80), "_private")


def test_a_field_that_does_not_exist_is_told_with_what_was_probably_meant() -> None:
    port: Any = Port(port=80)

    with pytest.raises(UnknownFieldError) as caught:
        port.targetPort  # noqa: B018 - that is it

    fields = "port, name, target_port, protocol, host_ip, node_port"
    assert str(caught.value) == f"Port.targetPort: there is no such field\n  Port has: {fields}\nhint: target_port"


@pytest.mark.parametrize(
    ("cls", "given", "message"),
    [
        (Port, {}, "Port.port: it is missing\n  the cluster requires it\nhint: port=..."),
        (Port, {"port": None}, "Port.port: expected int, got None\n  the cluster holds no null"),
        (Port, {"port": 80, "name": None}, "Port.name: expected str, got None\n  the cluster holds no null\nhint: leave it out"),
        (Port, {"port": "80"}, "Port.port: expected int, got str '80'\nhint: 80"),
        (Port, {"port": "http"}, "Port.port: expected int, got str 'http'"),
        (Port, {"port": True}, "Port.port: expected int, got bool True"),
        (Port, {"port": 80, "name": 80}, 'Port.name: expected str, got int 80\nhint: "80"'),
        (Port, {"port": 80, "name": True}, 'Port.name: expected str, got bool True\nhint: "true"'),
        (Port, {"port": 80, "target_port": 1.5}, "Port.target_port: expected int | str, got float 1.5"),
        (Port, {"port": 80, "protocol": "TPC"}, "Port.protocol: expected 'TCP' or 'UDP', got str 'TPC'\nhint: 'TCP'"),
        (Port, {"port": 80, "protocol": "x"}, "Port.protocol: expected 'TCP' or 'UDP', got str 'x'"),
        (
            Port,
            {"port": 80, "node_port": 1},
            "Port.node_port: it is given\n  the cluster writes it: it can be read, and nothing else\nhint: leave it out",
        ),
        (
            Port,
            {"port": 80, "hostIP": "::"},
            "Port.hostIP: there is no such field\n  Port has: port, name, target_port, protocol, host_ip, node_port\nhint: host_ip",
        ),
        (Server, {"ports": Port(port=80)}, "Server.ports: expected list[Port], got Port Port(port=80)\nhint: [Port(port=80)]"),
        (Server, {"ports": [{"port": 80}]}, "Server.ports[0]: expected Port, got dict {'port': 80}\nhint: Port(...)"),
        (Server, {"ports": [None]}, "Server.ports[0]: expected Port, got None"),
        (Server, {"ports": [], "main": Server(ports=[])}, "Server.main: expected Port, got Server Server(ports=[])"),
        (Server, {"ports": [], "labels": {"a": 1}}, "Server.labels['a']: expected str, got int 1\nhint: \"1\""),
        (Server, {"ports": [], "labels": {1: "a"}}, "Server.labels: the key 1 is no constant text\n  kro evaluates no keys"),
        (Server, {"ports": [], "labels": "a=b"}, "Server.labels: expected dict[str, str], got str 'a=b'"),
        (Server, {"ports": [], "weight": float("nan")}, "Server.weight: expected float, got float nan\n  JSON has no such number"),
        (
            Server,
            {"ports": [], "labels": {"a": {"b": "c" * 70}}},
            "Server.labels['a']: expected str, got dict {'b': 'ccccccccccccccccccccccccccccccccccccccccccccccccccccc...",
        ),
    ],
)
def test_what_cannot_be_meant_is_refused_with_what_to_write(cls: type[Any], given: dict[str, Any], message: str) -> None:
    with pytest.raises(MisuseError) as caught:
        cls(**given)

    assert str(caught.value) == message
    assert caught.value.problems == (message,)


def test_all_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(TypeError) as caught:
        untyped(Port, prt=80, name=1)

    assert isinstance(caught.value, DefinitionError)
    assert str(caught.value).splitlines() == [
        "Port: 3 problems",
        "Port.prt: there is no such field",
        "  Port has: port, name, target_port, protocol, host_ip, node_port",
        "hint: port",
        "Port.port: it is missing",
        "  the cluster requires it",
        "hint: port=...",
        "Port.name: expected str, got int 1",
        'hint: "1"',
    ]


def test_a_reference_of_another_type_is_refused() -> None:
    with pytest.raises(MisuseError) as caught:
        untyped(Server, ports=spec().name, labels={"port": spec().port}, weight=spec().port)

    assert caught.value.problems == (
        "Server.ports: expected list[Port], but schema.spec.name is str",
        "Server.labels['port']: expected str, but schema.spec.port is int\nhint: f\"{schema.spec.port}\"",
    )


def test_a_text_in_the_cluster_is_no_number_before_it_is_made_one() -> None:
    with pytest.raises(MisuseError) as caught:
        untyped(Port, port=spec().name)

    assert str(caught.value) == "Port.port: expected int, but schema.spec.name is str\nhint: cel.integer(schema.spec.name)"


def test_a_reference_fits_one_of_several_types() -> None:
    assert repr(Port(port=80, target_port=spec().port).target_port) == "<typekro reference schema.spec.port>"
    with pytest.raises(MisuseError) as caught:
        untyped(Port, port=80, target_port=spec().labels)
    assert str(caught.value) == "Port.target_port: expected int | str, but schema.spec.labels is dict[str, str]"


def test_half_of_a_reference_is_refused_where_it_stands() -> None:
    with pytest.raises(MisuseError) as caught:
        Port(port=80, name=f"{spec().name}"[:-1])

    assert str(caught.value).startswith("Port.name: ")


def test_equal_shapes_are_equal_and_have_one_hash() -> None:
    name = spec().name
    one = Server(ports=[Port(port=80, name=name)], labels={"a": "b", "c": "d"})
    same = Server(ports=[Port(name=name, port=80)], labels={"c": "d", "a": "b"})

    assert one == same
    assert hash(one) == hash(same)
    assert one != Server(ports=[Port(port=80, name=spec().name)], labels={"a": "b", "c": "d"})
    assert Port(port=80) != Server(ports=[])
    assert Port(port=80) != 80


def test_a_shape_cannot_be_changed() -> None:
    port: Any = Port(port=80)

    with pytest.raises(MisuseError) as caught:
        port.port = 81
    assert str(caught.value) == "Port.port = ...: it cannot be changed\n  it is what it was made of"
    with pytest.raises(MisuseError) as caught:
        del port.port
    assert str(caught.value) == "del Port.port: it cannot be changed\n  it is what it was made of"
    assert copy.deepcopy(port) == port


def test_shapes_anywhere_in_a_value_become_the_clusters_json() -> None:
    name = spec().name
    value = plain({"servers": (Server(ports=[Port(port=80, host_ip="::", name=name)], extra={"port": Port(port=1)}),), "a": 1})

    assert value == {
        "servers": [
            {"ports": [{"port": 80, "name": value["servers"][0]["ports"][0]["name"], "hostIP": "::"}], "extra": {"port": {"port": 1}}}
        ],
        "a": 1,
    }
    assert value["servers"][0]["ports"][0]["name"] is name


def test_what_holds_no_shape_stays_the_same_object() -> None:
    value = {"a": [1, {"b": "c"}], "d": ("e",)}

    assert plain(value) is value


def test_fields_given_as_a_dict_are_checked_and_none_is_required() -> None:
    assert fields_to_wire(Port, {"host_ip": "::", "target_port": 80}) == {"targetPort": 80, "hostIP": "::"}
    assert fields_to_wire(Port, {}) == {}
    with pytest.raises(MisuseError) as caught:
        fields_to_wire(Port, {"nam": "web", "port": "a"}, at="simple.service: port")
    assert str(caught.value).splitlines() == [
        "simple.service: port: 2 problems",
        "simple.service: port.nam: there is no such field",
        "  Port has: port, name, target_port, protocol, host_ip, node_port",
        "hint: name",
        "simple.service: port.port: expected int, got str 'a'",
    ]


def test_what_looks_for_references_finds_those_in_a_shape_and_replaces_them() -> None:
    server = Server(ports=[Port(port=spec().port, name=f"x-{spec().name}")])

    found = substitute(server, lambda expression: 5 if expression.type == next(expressions_in(spec().port)).type else "text")

    assert len(list(expressions_in(server))) == 2
    assert found == Server(ports=[Port(port=5, name="text")])


def test_a_reference_that_poses_as_a_shape_has_all_of_its_fields() -> None:
    port: Port = reference_to(Root(object_of_class(Port), "port"))

    assert repr(port.node_port) == "<typekro reference port.node_port>"
    assert repr(port.host_ip) == "<typekro reference port.host_ip>"


def test_fields_of_parents_are_fields() -> None:
    class NamedPort(Port):
        alias: str

    assert NamedPort(port=80, alias="web").__typekro_wire__() == {"port": 80, "alias": "web"}
