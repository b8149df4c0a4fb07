import dataclasses
import datetime as dt
from typing import Any, ClassVar

import attrs
import pytest

from typekro.errors import DefinitionError
from typekro.expressions import (
    Boolean,
    Dyn,
    Field,
    Float,
    Integer,
    List,
    Map,
    Object,
    Root,
    String,
    Type,
    describe,
    expression_of,
    reference_to,
)
from typekro.openapi.generated import core_v1
from typekro.schema import Shape as View
from typekro.schema import members_of, object_of_class, type_of_class, wire_name


@attrs.frozen
class Volume:
    path: str


@attrs.frozen
class Status:
    cluster_ip: str = attrs.field(metadata=wire_name("clusterIP"))
    from_: int | None = None
    volumes: list[Volume] = attrs.Factory(lambda: [Volume("/")])
    _private: bool = False
    hidden: int = attrs.field(default=0, init=False)


@dataclasses.dataclass
class Output:
    at: dt.datetime
    size_mb: int


class Pod(View):
    __wire_names__: ClassVar[dict[str, str]] = {"pod_ip": "podIP"}
    pod_ip: str
    host_name: str


@pytest.mark.parametrize(
    ("annotation", "type_"),
    [
        (str, String()),
        (int, Integer()),
        (float, Float()),
        (bool, Boolean()),
        (str | None, String()),
        (list[int], List(Integer())),
        (dict[str, list[bool]], Map(List(Boolean()))),
        (Any, Dyn()),
        (int | str, Dyn()),
        (int | str | None, Dyn()),
        (tuple[int, int], Dyn()),
        (dict[int, str], Dyn()),
        (dt.datetime, Dyn()),
        (list, Dyn()),
        (object, Dyn()),
        (None, Dyn()),
    ],
)
def test_an_annotation_has_a_type_and_what_is_not_known_is_not_checked(annotation: Any, type_: Type) -> None:
    assert type_of_class(annotation) == type_


def fields(cls: type) -> dict[str, Field]:
    return dict(object_of_class(cls).fields)


def test_an_attrs_class_has_the_fields_that_it_takes() -> None:
    found = fields(Status)

    assert [(field.name, field.wire_name) for field in found.values()] == [
        ("cluster_ip", "clusterIP"),
        ("from_", "from"),
        ("volumes", "volumes"),
        ("_private", "_private".replace("_p", "P")),
    ]
    volumes = found["volumes"].type
    assert isinstance(volumes, List)
    assert isinstance(volumes.item, Object)
    assert volumes.item.python_class is Volume


def test_a_dataclass_has_the_fields_that_it_declares() -> None:
    assert fields(Output) == {"at": Field("at", "at", Dyn()), "size_mb": Field("size_mb", "sizeMb", Integer())}


def test_a_view_has_the_names_of_its_table() -> None:
    assert fields(Pod) == {"pod_ip": Field("pod_ip", "podIP", String()), "host_name": Field("host_name", "hostName", String())}


def test_a_reference_walks_from_view_to_view() -> None:
    service: Any = reference_to(Root(type_of_class(core_v1.Service), "service"))

    path = expression_of(service.spec.ports[0].target_port)

    assert path is not None
    assert (describe(path), path.type) == ("service.spec.ports[0].target_port", Dyn())


def test_members_say_what_is_required_and_what_is_the_default() -> None:
    members = {member.name: (member.alias, member.required, member.optional, member.default) for member in members_of(Status)}

    assert members == {
        "cluster_ip": ("cluster_ip", True, False, attrs.NOTHING),
        "from_": ("from_", False, True, None),
        "volumes": ("volumes", False, False, [Volume("/")]),
        "_private": ("private", False, False, False),
    }


def test_a_class_whose_annotations_cannot_be_read_says_so() -> None:
    @attrs.frozen
    class Inner:
        path: str

    @attrs.frozen
    class Outer:
        inner: "Inner"

    with pytest.raises(DefinitionError) as caught:
        members_of(Outer)

    assert str(caught.value) == (
        f"Outer: its fields cannot be read\n  its annotations name 'Inner', which is not to be found in {__name__}\n"
        "hint: define the class, and all that its annotations name, at the top level of its module"
    )
