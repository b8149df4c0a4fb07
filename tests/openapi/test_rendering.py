from typekro.openapi.rendering import ClassText, FieldText, module_text

BOX = ClassText(
    "Box",
    "Box holds things. It has a lid.",
    [
        FieldText("metadata", "metadata", "k8s.meta_v1.ObjectMeta", "required"),
        FieldText("lid_id", "lidID", "str", "optional", "What the lid is called. More info: https://example.com"),
        FieldText("optional", "optional", "list[Lid]", "optional"),
        FieldText("status", "status", "Any", "read-only", "How it is."),
    ],
    api_version="test/v1",
    kind="Box",
    options="BoxFields",
)
LID = ClassText("Lid", "", [FieldText("from_", "from", "int", "required"), FieldText("size", "size", 'Literal["S", "L"]', "optional")])

EXPECTED = '''"""Boxes."""

from __future__ import annotations

from typing import Any, ClassVar, Literal, TypedDict

from typekro.openapi import k8s
from typekro.openapi.kind import Kind
from typekro.schema.shape import Shape, optional as _optional, read_only as _read_only


class Box(Kind):
    """Box holds things."""

    api_version: ClassVar[str] = "test/v1"
    kind: ClassVar[str] = "Box"

    __wire_names__: ClassVar[dict[str, str]] = {
        "lid_id": "lidID",
    }

    metadata: k8s.meta_v1.ObjectMeta
    lid_id: str = _optional()
    """What the lid is called."""
    optional: list[Lid] = _optional()
    status: Any = _read_only()
    """How it is."""


class BoxFields(TypedDict, total=False):
    """Fields of Box as a dict, each of which may be left out."""

    metadata: k8s.meta_v1.ObjectMeta
    lid_id: str
    optional: list[Lid]


class Lid(Shape):
    """Lid."""

    from_: int
    size: Literal["S", "L"] = _optional()
'''


def test_a_module_has_its_classes_and_imports_what_they_use() -> None:
    assert module_text("Boxes.", [BOX, LID]) == EXPECTED


def test_a_module_imports_nothing_that_it_does_not_use() -> None:
    text = module_text("Names.", [ClassText("Name", "A name.", [FieldText("name", "name", "str", "required")])], "\n\nmore = 1\n")

    assert text == (
        '"""Names."""\n\nfrom __future__ import annotations\n\nfrom typekro.schema.shape import Shape\n\n\n'
        'class Name(Shape):\n    """A name."""\n\n    name: str\n\n\nmore = 1\n'
    )


def test_any_in_a_constant_is_not_the_type() -> None:
    text = module_text("Names.", [ClassText("Name", "A name.", [FieldText("name", "name", 'Literal["Any"]', "required")])])

    assert "from typing import Literal\n" in text
