"""attrs classes as kro's SimpleSchema, as types of expressions, and to and from the cluster's JSON; knows no graphs."""

from typekro.schema.checks import problems_of_class
from typekro.schema.classes import Member, members_of, object_of_class, type_of_class
from typekro.schema.names import camel_case, python_name, wire_name
from typekro.schema.problems import collected
from typekro.schema.simple_schema import SimpleSchema, simple_schema
from typekro.schema.texts import problem_of_text
from typekro.schema.wire import from_wire, to_wire, wire_value

__all__ = [
    "Member",
    "SimpleSchema",
    "camel_case",
    "collected",
    "from_wire",
    "members_of",
    "object_of_class",
    "problem_of_text",
    "problems_of_class",
    "python_name",
    "simple_schema",
    "to_wire",
    "type_of_class",
    "wire_name",
    "wire_value",
]
