"""References, the expression tree under them, its CEL text and its evaluation; knows neither attrs classes nor graphs."""

from typekro.expressions.errors import MisuseError, UnknownFieldError
from typekro.expressions.evaluation import evaluate
from typekro.expressions.frames import Place, place
from typekro.expressions.printing import cel_string, describe, to_cel, to_template
from typekro.expressions.reference import Reference, expression_of, or_else, reference_to
from typekro.expressions.tokens import TokenScope, parse, tokens
from typekro.expressions.tree import (
    Expression,
    FieldOf,
    ItemOf,
    Literal,
    Operation,
    OrElse,
    Root,
    Template,
    Variable,
    children,
    roots,
    texts,
)
from typekro.expressions.types import Boolean, Dyn, Field, Float, Integer, List, Map, Object, String, Type, assignable, type_name
from typekro.expressions.walking import expressions_in, roots_of, substitute

__all__ = [
    "Boolean",
    "Dyn",
    "Expression",
    "Field",
    "FieldOf",
    "Float",
    "Integer",
    "ItemOf",
    "List",
    "Literal",
    "Map",
    "MisuseError",
    "Object",
    "Operation",
    "OrElse",
    "Place",
    "Reference",
    "Root",
    "String",
    "Template",
    "TokenScope",
    "Type",
    "UnknownFieldError",
    "Variable",
    "assignable",
    "cel_string",
    "children",
    "describe",
    "evaluate",
    "expression_of",
    "expressions_in",
    "or_else",
    "parse",
    "place",
    "reference_to",
    "roots",
    "roots_of",
    "substitute",
    "texts",
    "to_cel",
    "to_template",
    "tokens",
    "type_name",
]
