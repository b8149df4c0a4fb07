import inspect
import subprocess
import sys
import typing
from types import ModuleType

import pytest

from tools.generate_openapi import camel_case
from typekro.openapi.generated import apps_v1, core_v1, meta_v1
from typekro.schema.view import View

MODULES = (apps_v1, core_v1, meta_v1)


def views(module: ModuleType) -> list[type[View]]:
    return [cls for _, cls in inspect.getmembers(module, inspect.isclass) if issubclass(cls, View) and cls.__module__ == module.__name__]


ALL_VIEWS = [pytest.param(view, id=f"{module.__name__.rsplit('.', 1)[1]}.{view.__name__}") for module in MODULES for view in views(module)]


@pytest.mark.parametrize("view", ALL_VIEWS)
def test_the_types_of_every_field_resolve(view: type[View]) -> None:
    hints = typing.get_type_hints(view)

    assert set(view.__annotations__) <= set(hints)


@pytest.mark.parametrize("view", ALL_VIEWS)
def test_no_two_fields_share_a_name_on_the_wire_and_only_irregular_names_are_listed(view: type[View]) -> None:
    fields = [name for name in view.__annotations__ if name != "__wire_names__"]
    wire_names = [view.__wire_names__.get(name, camel_case(name)) for name in fields]

    assert len(set(wire_names)) == len(fields)
    assert set(view.__wire_names__) <= set(fields)
    assert [name for name, wire_name in view.__wire_names__.items() if camel_case(name) == wire_name] == []


@pytest.mark.parametrize("view", ALL_VIEWS)
def test_every_view_says_what_it_is(view: type[View]) -> None:
    assert (view.__doc__ or "").strip().endswith((".", "!", "?"))


def test_a_service_has_the_fields_that_kubernetes_gives_it() -> None:
    hints = typing.get_type_hints(core_v1.ServiceSpec)

    assert hints["cluster_ip"] is str
    assert core_v1.ServiceSpec.__wire_names__["cluster_ip"] == "clusterIP"
    assert hints["ports"] == list[core_v1.ServicePort]
    assert typing.get_type_hints(core_v1.ServicePort)["target_port"] == int | str
    assert typing.get_type_hints(meta_v1.ObjectMeta)["labels"] == dict[str, str]


def test_a_deployment_reaches_its_containers() -> None:
    template = typing.get_type_hints(apps_v1.DeploymentSpec)["template"]

    assert template is core_v1.PodTemplateSpec
    assert typing.get_type_hints(typing.get_type_hints(template)["spec"])["containers"] == list[core_v1.Container]


def test_importing_the_package_imports_no_view() -> None:
    code = "import sys, typekro.openapi; print([name for name in sys.modules if name.startswith('typekro.openapi.')])"

    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)

    assert done.stdout == "[]\n"
