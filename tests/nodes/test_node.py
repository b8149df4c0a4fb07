import copy
from typing import Any, cast

import pytest

from tests.graph.parts import config_map, graph_with, resources
from typekro.errors import DefinitionError, compose
from typekro.expressions import MisuseError, UnknownFieldError
from typekro.graph import ManifestNode, Node, manifest_node
from typekro.nodes import parts_of
from typekro.openapi.generated import core_v1, meta_v1

TEMPLATE = {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "web"}}


class Service(Node):
    metadata: meta_v1.ObjectMeta
    spec: core_v1.ServiceSpec


def test_the_fields_of_a_node_are_what_its_class_declares() -> None:
    service = Service(TEMPLATE)

    assert repr(service.spec.ports[0].node_port) == "<typekro reference Service.spec.ports[0].node_port>"
    with pytest.raises(UnknownFieldError) as caught:
        service.spec.clusterIP  # type: ignore[attr-defined] # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType] # noqa: B018 - that is it
    assert str(caught.value).splitlines()[-1] == "hint: Service.spec.cluster_ip"


def test_a_field_that_its_class_does_not_declare_is_told_with_those_that_it_does() -> None:
    service = Service(TEMPLATE)

    with pytest.raises(UnknownFieldError) as caught:
        service.status  # type: ignore[attr-defined] # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType] # noqa: B018 - that is it

    assert str(caught.value) == "Service has no field 'status'\n  Service has: metadata, spec"


@pytest.mark.parametrize(
    ("given", "got", "hint"), [(None, "NoneType", ()), (["a"], "list", ()), ("kind: A", "str", "manifest_node(yaml.safe_load(text))")]
)
def test_what_is_no_dict_is_no_manifest(given: object, got: str, hint: str) -> None:
    with pytest.raises(MisuseError) as caught:
        manifest_node(cast("Any", given))

    why = f"a manifest is a dict, as for kubectl apply, and this is {got}"
    assert str(caught.value) == compose("manifest_node: no manifest", why, hint)


def test_one_condition_that_is_in_no_list_is_told() -> None:
    def has_data(node: ManifestNode) -> bool:
        return bool(node.data.a != "")

    with pytest.raises(MisuseError) as caught:
        manifest_node({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}}, ready_when=cast("Any", has_data))

    assert str(caught.value) == compose(
        "manifest_node: ready_when is one condition",
        "it is a list of what has to hold, each an expression or a function of the node",
        "ready_when=[lambda node: ...]",
    )


def test_a_node_made_of_a_manifest_has_any_field() -> None:
    assert repr(config_map().data.anything["a"]) == "<typekro reference ConfigMap.data.anything['a']>"


def test_a_node_shows_its_kind_and_where_it_was_made() -> None:
    assert repr(manifest_node(TEMPLATE)).startswith(f"<typekro node Service of {__file__}:")


def test_a_node_in_a_text_is_refused() -> None:
    with pytest.raises(DefinitionError) as caught:
        graph_with(one=config_map(text=f"{manifest_node(TEMPLATE)}"))

    assert str(caught.value).splitlines()[0].startswith("web: resources.one.data.text: a text holds the repr of Service of ")


def test_a_node_cannot_be_changed() -> None:
    with pytest.raises(MisuseError) as caught:
        Service(TEMPLATE).spec = core_v1.ServiceSpec()

    assert str(caught.value) == "Service.spec = ...: a node cannot be changed\n  it is what it was made of"


def test_probes_get_no_reference_for_an_answer() -> None:
    assert not hasattr(config_map(), "__len__")
    assert not hasattr(config_map(), "_repr_html_")


def test_a_deep_copy_of_a_node_is_the_node() -> None:
    node = config_map()

    assert copy.deepcopy([node]) == [node]


def test_other_conditions_replace_those_of_a_node_and_leave_it_the_same_resource() -> None:
    service = Service(TEMPLATE, ready_when=(lambda service: service.spec.cluster_ip != "",))
    other = service.with_ready_when(lambda service: service.spec.type == "ClusterIP", service.spec.session_affinity == "None")
    reader = config_map(ip=service.spec.cluster_ip)

    assert type(other) is Service
    assert parts_of(other).root is parts_of(service).root
    found = resources(graph_with(web=other, reader=reader))
    assert found["web"]["readyWhen"] == ['${web.spec.type == "ClusterIP"}', '${web.spec.sessionAffinity == "None"}']
    assert found["reader"]["template"]["data"] == {"ip": "${web.spec.clusterIP}"}


def test_a_node_without_conditions_is_ready_as_soon_as_it_exists() -> None:
    node = manifest_node(TEMPLATE, ready_when=(lambda node: node.spec.clusterIP != "",))

    assert resources(graph_with(web=node))["web"]["readyWhen"] == ['${web.spec.clusterIP != ""}']
    assert "readyWhen" not in resources(graph_with(web=node.with_ready_when()))["web"]


def test_what_includes_a_node_leaves_it_the_same_resource_with_its_conditions() -> None:
    other = Service(TEMPLATE).with_ready_when(lambda service: service.spec.cluster_ip != "")
    flag = config_map().data.flag == "yes"

    found = other.with_include_when(flag)

    assert type(found) is Service
    assert parts_of(found).root is parts_of(other).root
    assert (parts_of(found).includes, parts_of(found).conditions) == ((flag,), parts_of(other).conditions)
    assert parts_of(found.with_include_when()).includes == ()
    assert (parts_of(other).includes, parts_of(other).asked, parts_of(Service(TEMPLATE)).asked) == ((), True, False)
