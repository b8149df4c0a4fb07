"""attrs classes as kro's SimpleSchema, as types of expressions, and to and from the cluster's JSON; knows no graphs."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typekro.schema.checks import problems_of_class
    from typekro.schema.classes import Member, members_of, object_of_class, type_of_class
    from typekro.schema.incoming import from_wire
    from typekro.schema.markers import (
        Description,
        Immutable,
        ListMapKey,
        ListType,
        Marker,
        Maximum,
        MaxItems,
        MaxLength,
        Minimum,
        MinItems,
        MinLength,
        Name,
        Pattern,
        UniqueItems,
        Validation,
        markers,
    )
    from typekro.schema.names import camel_case, wire_name
    from typekro.schema.problems import SchemaProblem, collected
    from typekro.schema.reader import Reading, openapi_schema, read_simple_schema
    from typekro.schema.shape import Shape, fields_to_wire, optional, read_only
    from typekro.schema.shape_fields import ShapeField, shape_fields
    from typekro.schema.shape_values import plain
    from typekro.schema.simple_schema import SimpleSchema, simple_schema
    from typekro.schema.texts import problem_of_text
    from typekro.schema.values import problems_of_value
    from typekro.schema.wire import to_wire, wire_value
else:
    from typekro.deferring import deferred

    __getattr__ = deferred(
        __name__,
        {
            "checks": ("problems_of_class",),
            "classes": (
                "Member",
                "members_of",
                "object_of_class",
                "type_of_class",
            ),
            "incoming": ("from_wire",),
            "markers": (
                "Description",
                "Immutable",
                "ListMapKey",
                "ListType",
                "Marker",
                "Maximum",
                "MaxItems",
                "MaxLength",
                "Minimum",
                "MinItems",
                "MinLength",
                "Name",
                "Pattern",
                "UniqueItems",
                "Validation",
                "markers",
            ),
            "names": (
                "camel_case",
                "wire_name",
            ),
            "problems": (
                "SchemaProblem",
                "collected",
            ),
            "reader": (
                "Reading",
                "openapi_schema",
                "read_simple_schema",
            ),
            "shape": (
                "Shape",
                "fields_to_wire",
                "optional",
                "read_only",
            ),
            "shape_fields": (
                "ShapeField",
                "shape_fields",
            ),
            "shape_values": ("plain",),
            "simple_schema": (
                "SimpleSchema",
                "simple_schema",
            ),
            "texts": ("problem_of_text",),
            "values": ("problems_of_value",),
            "wire": (
                "to_wire",
                "wire_value",
            ),
        },
    )

__all__ = [
    "Description",
    "Immutable",
    "ListMapKey",
    "ListType",
    "Marker",
    "MaxItems",
    "MaxLength",
    "Maximum",
    "Member",
    "MinItems",
    "MinLength",
    "Minimum",
    "Name",
    "Pattern",
    "Reading",
    "SchemaProblem",
    "Shape",
    "ShapeField",
    "SimpleSchema",
    "UniqueItems",
    "Validation",
    "camel_case",
    "collected",
    "fields_to_wire",
    "from_wire",
    "markers",
    "members_of",
    "object_of_class",
    "openapi_schema",
    "optional",
    "plain",
    "problem_of_text",
    "problems_of_class",
    "problems_of_value",
    "read_only",
    "read_simple_schema",
    "shape_fields",
    "simple_schema",
    "to_wire",
    "type_of_class",
    "wire_name",
    "wire_value",
]
