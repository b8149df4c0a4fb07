"""What a schema says to strategic merge patches, and the names of their directives."""

from collections.abc import Mapping
from typing import Any, Final

import attrs

from typekro.local.merging.errors import MergeError
from typekro.local.merging.types import Resolve
from typekro.openapi.schemas import Schema

DIRECTIVE: Final = "$patch"
DELETE_PREFIX: Final = "$deleteFromPrimitiveList"
ORDER_PREFIX: Final = "$setElementOrder"


@attrs.frozen
class Place:
    """Where a patch is in the schema of an object.

    Args:
        schema: what is said of this place.
        resolve: what a `$ref` means.
    """

    schema: Schema
    resolve: Resolve

    def field(self, key: str) -> tuple["Place", str, str]:
        """A field that is an object: its place, its strategy without `retainKeys`, and its merge key.

        Args:
            key: the name of the field.

        Raises:
            MergeError: there is none.
        """
        schema = self._found(key)
        return Place(self._resolved(schema), self.resolve), _strategy(schema), schema.get("x-kubernetes-patch-merge-key", "")

    def items(self, key: str) -> tuple["Place", str, str]:
        """The same of a field that is a list: the place is that of its items.

        Args:
            key: the name of the field.

        Raises:
            MergeError: there is none.
        """
        schema = self._found(key)
        items: Schema = self._resolved(schema).get("items") or {}
        return Place(self._resolved(items), self.resolve), _strategy(schema), schema.get("x-kubernetes-patch-merge-key", "")

    def _found(self, key: str) -> Schema:
        properties: Mapping[str, Schema] = self.schema.get("properties") or {}
        if key in properties:
            return properties[key]
        raise MergeError(f'unable to find api field in struct for the json field "{key}"', "InternalError")

    def _resolved(self, schema: Schema) -> Schema:
        reference = schema.get("$ref") or next((part["$ref"] for part in schema.get("allOf", ()) if "$ref" in part), None)
        return schema if reference is None else self.resolve(reference)


def equal(left: Any, right: Any) -> bool:
    """Whether two scalars are the same to a patch: of one type, and of one value."""
    return type(left) is type(right) and bool(left == right)


def _strategy(schema: Schema) -> str:
    strategies = [one for one in schema.get("x-kubernetes-patch-strategy", "").split(",") if one != "retainKeys"]
    return strategies[0] if strategies else ""
