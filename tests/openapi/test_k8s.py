import inspect
import subprocess
import sys
import typing
from types import ModuleType

import pytest

from typekro.openapi import generated, k8s
from typekro.openapi.kind import Kind
from typekro.openapi.kinds import Kinds
from typekro.schema import Shape, camel_case, shape_fields

MODULES: list[ModuleType] = [getattr(k8s, name) for name in k8s.__all__]

# kro's own, and one that can only be read.
WITHOUT_CLASS = {
    ("internal.kro.run/v1alpha1", "GraphRevision"),
    ("kro.run/v1alpha1", "ResourceGraphDefinition"),
    ("v1", "ComponentStatus"),
}


def classes(module: ModuleType, parent: type) -> list[type]:
    return [cls for _, cls in inspect.getmembers(module, inspect.isclass) if issubclass(cls, parent) and cls.__module__ == module.__name__]


SHAPES: list[type[Shape]] = [cls for module in MODULES for cls in classes(module, Shape)]
KINDS: list[type[Kind]] = [cls for module in MODULES for cls in classes(module, Kind)]


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__.rpartition(".")[2])
def test_the_types_of_every_field_resolve(module: ModuleType) -> None:
    hints = [typing.get_type_hints(cls) for cls in classes(module, Shape)]

    assert all(hints)


def test_no_two_fields_share_a_name_on_the_wire_and_only_irregular_names_are_listed() -> None:
    fields = {cls: shape_fields(cls) for cls in SHAPES}

    assert [cls for cls in SHAPES if len({field.wire_name for field in fields[cls].values()}) != len(fields[cls])] == []
    assert [cls for cls in SHAPES if not set(cls.__wire_names__) <= set(fields[cls])] == []
    assert [cls for cls in SHAPES if any(camel_case(name) == wire_name for name, wire_name in cls.__wire_names__.items())] == []


def test_every_class_says_what_it_is() -> None:
    assert [cls for cls in SHAPES if not (cls.__doc__ or "").strip().endswith((".", "!", "?"))] == []


def test_every_kind_that_is_known_has_a_class_of_its_name_and_metadata_that_are_required() -> None:
    classes = {(cls.api_version, cls.kind) for cls in KINDS}

    assert set(Kinds.builtin().known) == classes | WITHOUT_CLASS
    assert classes & WITHOUT_CLASS == set()
    assert [cls for cls in KINDS if cls.kind != cls.__name__] == []
    assert [cls for cls in KINDS if shape_fields(cls)["metadata"].presence != "required"] == []
    assert [cls for cls in KINDS if shape_fields(cls).get("status") and shape_fields(cls)["status"].presence != "read-only"] == []


def test_the_fields_of_every_class_are_those_of_its_schema() -> None:
    kinds = Kinds.builtin()
    wrong: list[tuple[type, set[str]]] = []
    for cls in KINDS:
        known = kinds.known[cls.api_version, cls.kind].schema["properties"]
        fields = {field.wire_name for field in shape_fields(cls).values()} | {"apiVersion", "kind"}
        wrong += [(cls, fields ^ set(known))] if fields != set(known) else []

    assert wrong == []


def test_a_service_has_the_fields_that_kubernetes_gives_it() -> None:
    spec = shape_fields(k8s.core_v1.ServiceSpec)

    assert (spec["cluster_ip"].annotation, spec["cluster_ip"].wire_name, spec["cluster_ip"].presence) == (str, "clusterIP", "optional")
    assert spec["ports"].annotation == list[k8s.core_v1.ServicePort]
    assert shape_fields(k8s.core_v1.ServicePort)["target_port"].annotation == int | str
    assert shape_fields(k8s.core_v1.ServicePort)["port"].presence == "required"
    assert shape_fields(k8s.meta_v1.ObjectMeta)["uid"].presence == "read-only"


def test_fields_as_a_dict_are_those_of_the_class_that_can_be_given() -> None:
    given = {name for name, field in shape_fields(k8s.meta_v1.ObjectMeta).items() if field.presence != "read-only"}

    assert set(k8s.meta_v1.ObjectMetaFields.__annotations__) == given
    assert set(k8s.core_v1.ContainerFields.__annotations__) == set(shape_fields(k8s.core_v1.Container))


def test_a_module_that_does_not_exist_is_no_attribute() -> None:
    with pytest.raises(AttributeError) as caught:
        k8s.app_v1  # type: ignore[attr-defined] # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType] # noqa: B018 - that is it

    assert str(caught.value) == "module 'typekro.openapi.k8s' has no attribute 'app_v1'"
    assert dir(k8s) == k8s.__all__


def test_a_module_is_read_when_it_is_used_and_brings_no_other() -> None:
    code = (
        "import sys; from typekro.openapi import k8s; home = 'typekro.openapi.generated.';"
        "print([name for name in sys.modules if name.startswith(home)]); k8s.apps_v1;"
        "print([name for name in sys.modules if name.startswith(home)])"
    )

    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)

    assert done.stdout == "[]\n['typekro.openapi.generated.apps_v1']\n"
    assert generated.__doc__
