"""Parts of Kubernetes objects that are made in the cluster: one for each item of a list."""

import pytest

from typekro.expressions import List, MisuseError, Root, String, cel, evaluate, expression_of, reference_to, to_cel
from typekro.openapi import k8s

NAMES = Root(List(String()), "names")
NAMED = {NAMES: "names"}


def env_of(name: str) -> k8s.core_v1.EnvVar:
    """A variable that is read from the Secret of its name."""
    key = k8s.core_v1.SecretKeySelector(name=name, key="value")
    return k8s.core_v1.EnvVar(name=name, value_from=k8s.core_v1.EnvVarSource(secret_key_ref=key))


def test_a_part_of_an_object_is_a_map_by_the_names_of_the_cluster_with_values_of_any_type() -> None:
    made = expression_of(cel.map(reference_to(NAMES), env_of))

    assert made is not None
    assert to_cel(made, NAMED) == (
        'names.map(name, {"name": dyn(name), "valueFrom": {"secretKeyRef": dyn({"key": dyn("value"), "name": name})}})'
    )
    assert evaluate(made, {NAMES: ["a"]}) == [{"name": "a", "valueFrom": {"secretKeyRef": {"key": "value", "name": "a"}}}]


def test_lists_in_a_part_of_an_object_stay_lists() -> None:
    made = expression_of(cel.map(reference_to(NAMES), lambda name: k8s.core_v1.Container(name=name, command=["run", name])))

    assert made is not None
    assert to_cel(made, NAMED) == 'names.map(name, {"command": dyn(["run", name]), "name": name})'


def test_it_can_stand_where_the_object_has_a_list_of_such_parts() -> None:
    container = k8s.core_v1.Container(name="web", env=cel.map(reference_to(NAMES), env_of))

    assert isinstance(container, k8s.core_v1.Container)


def test_a_part_with_a_wrong_value_is_refused_where_it_is_made() -> None:
    with pytest.raises(MisuseError) as raised:
        cel.map(reference_to(NAMES), lambda name: k8s.core_v1.ContainerPort(container_port=name))

    assert raised.value.message == "ContainerPort.container_port: expected int, but name is str\nhint: cel.integer(name)"
