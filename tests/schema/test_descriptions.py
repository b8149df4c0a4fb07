import importlib.util
import py_compile
import sys
import warnings
from pathlib import Path
from typing import Annotated, Any

import attrs
import pytest

from typekro.errors import DefinitionError, TypeKroWarning, compose
from typekro.schema import Description, problem_of_text, simple_schema
from typekro.schema.descriptions import descriptions_of


@attrs.frozen
class Parent:
    """A parent.

    Args:
        name: what it is called
            by its users.
        zone (str): where it is;
          in one line.

    Attributes:
        size: how big: very.

    Example:
        tier: not a field of this section
    """

    name: str
    zone: str
    size: int = 3

    "how big it is"


@attrs.frozen
class Child(Parent):
    tier: Annotated[str, Description('as "said"')] = "dev"
    """What the tier is.

    And more of it.
    """
    plain: str = "x"

    def method(self) -> str:
        """No docstring of a field."""
        return self.plain


def test_what_a_field_is_for_stands_below_it_or_in_the_docstring_of_its_class() -> None:
    assert descriptions_of(Parent) == {
        "name": "what it is called by its users.",
        "zone": "where it is; in one line.",
        "size": "how big it is",
    }


def test_a_docstring_that_python_left_out_is_read_from_the_source(monkeypatch: pytest.MonkeyPatch) -> None:
    found = descriptions_of(Parent)
    monkeypatch.setattr(Parent, "__doc__", None)

    assert descriptions_of(Parent) == found


def test_what_parents_say_of_inherited_fields_counts() -> None:
    assert descriptions_of(Child) == {**descriptions_of(Parent), "tier": "What the tier is. And more of it."}


def test_a_class_inside_of_a_function_has_its_source_too() -> None:
    @attrs.frozen
    class Inner:
        field: str
        """Found."""

    assert descriptions_of(Inner) == {"field": "Found."}


def test_another_class_of_the_same_name_is_not_taken_for_it() -> None:
    made = attrs.make_class("Parent", {"other": attrs.field(type=int)})

    assert descriptions_of(made) == {}


def test_a_docstring_that_cannot_be_in_a_manifest_is_refused() -> None:
    @attrs.frozen
    class Spec:
        field: str
        "a\x7fb"

    with pytest.raises(DefinitionError) as caught:
        simple_schema(Spec)

    assert str(caught.value) == compose("Spec.field: its docstring cannot be its description", problem_of_text("\x7f") or "")


def test_descriptions_reach_the_schema_and_a_marker_stands_before_a_docstring() -> None:
    assert simple_schema(Child).spec == {
        "name": 'string | required=true description="what it is called by its users."',
        "zone": 'string | required=true description="where it is; in one line."',
        "size": 'integer | default=3 description="how big it is"',
        "tier": 'string | default="dev" description="as \\"said\\""',
        "plain": 'string | default="x"',
    }


TYPED = '''
import attrs


@attrs.frozen
class Typed:
    """A class.

    Args:
        one: said.
    """

    one: int
    """Below."""
    two: int
    """Lost."""
'''


def test_a_class_that_was_executed_from_a_text_has_what_its_docstring_says() -> None:
    names: dict[str, Any] = {"__name__": "nowhere"}
    exec(TYPED, names)  # noqa: S102 - that is it

    assert descriptions_of(names["Typed"]) == {"one": "said."}


SOURCE = '''
import attrs


@attrs.frozen
class Spec:
    """A spec.

    Args:
        said: kept.
    """

    said: str
    below: str
    """Lost without the source."""
'''


def _module(path: Path, name: str) -> Any:
    found = importlib.util.spec_from_file_location(name, path)
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    sys.modules[name] = module
    found.loader.exec_module(module)
    return module


def test_a_module_without_its_source_is_warned_of(tmp_path: Path) -> None:
    path = tmp_path / "stack.py"
    path.write_text(SOURCE)
    py_compile.compile(str(path), cfile=str(tmp_path / "bare.pyc"), doraise=True)
    with_source = _module(path, "stack_with_source")
    bare = _module(tmp_path / "bare.pyc", "stack_bare")
    path.unlink()

    with pytest.warns(TypeKroWarning) as caught:
        schema = simple_schema(bare.Spec)

    why = "docstrings below fields are read from it, so that the definition may differ from one made where it is"
    assert [str(warning.message) for warning in caught] == [
        compose("Spec: stack_bare came without its source", why, 'below: Annotated[..., Description("...")]')
    ]
    assert schema.spec["said"] == 'string | required=true description="kept."'
    assert with_source.Spec.__module__ == "stack_with_source"


def test_a_module_with_its_source_is_not_warned_of(tmp_path: Path) -> None:
    path = tmp_path / "stack.py"
    path.write_text(SOURCE)
    module = _module(path, "stack_whole")

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        schema = simple_schema(module.Spec)

    assert schema.spec["below"] == 'string | required=true description="Lost without the source."'
