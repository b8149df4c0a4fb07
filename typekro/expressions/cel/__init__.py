"""CEL for users: the functions of the cluster that an expression can call, typed as Python would type them, and nothing else.

Most take what a builder has at hand, references, constants, lists and dicts of these, and give a reference again. What the cluster
cannot do with values of these types is refused where it is written.
"""

from typekro.expressions.cel.conditions import all_of, any_of, given, has, not_, omit, or_else, when
from typekro.expressions.cel.conversions import (
    base64_decode,
    base64_encode,
    double,
    fnv64a,
    integer,
    json_text,
    json_value,
    md5,
    random_integer,
    random_string,
    sha256,
    string,
)
from typekro.expressions.cel.items import all, exists, exists_one, filter, map, sort_by  # noqa: A004 - users write cel.map
from typekro.expressions.cel.lists import (
    contains,
    distinct,
    flatten,
    index_of,
    join,
    last_index_of,
    matches,
    max,  # noqa: A004 - users write cel.max
    merge,
    min,  # noqa: A004 - users write cel.min
    range,  # noqa: A004 - users write cel.range
    reverse,
    size,
    sort,
    sum,  # noqa: A004 - users write cel.sum
)
from typekro.expressions.cel.raw import raw

__all__ = [
    "all",
    "all_of",
    "any_of",
    "base64_decode",
    "base64_encode",
    "contains",
    "distinct",
    "double",
    "exists",
    "exists_one",
    "filter",
    "flatten",
    "fnv64a",
    "given",
    "has",
    "index_of",
    "integer",
    "join",
    "json_text",
    "json_value",
    "last_index_of",
    "map",
    "matches",
    "max",
    "md5",
    "merge",
    "min",
    "not_",
    "omit",
    "or_else",
    "random_integer",
    "random_string",
    "range",
    "raw",
    "reverse",
    "sha256",
    "size",
    "sort",
    "sort_by",
    "string",
    "sum",
    "when",
]
