"""The words that CEL and kro keep to themselves: what no id, no iterator and no variable of a comprehension may be called."""

import re
from collections.abc import Collection


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


CEL_WORDS = _words(
    "true false null in as break const continue else for function if import let loop package namespace return var void while"
)
KRO_WORDS = _words(
    "apiVersion context dependency dependencies each externalRef externalReference externalRefs externalReferences graph graphengine "
    "instance item items kind kro metadata namespace object resource resourcegraphdefinition resourceGraphDefinition resources root "
    "runtime schema self serviceAccountName spec status this variables vars version"
)
# Names that functions start with: kro takes the name for the function.
FUNCTION_WORDS = _words("base64 cel hash ip json lists optional random")
RESERVED_WORDS = CEL_WORDS | KRO_WORDS | FUNCTION_WORDS

# A variable of a comprehension may be called what an id may not, such as item; but not what already means something in an expression.
_TYPE_WORDS = _words("any bool bytes double duration dyn google int list map null_type optional_type string timestamp type uint")
_TAKEN_BY_ANY_GRAPH = CEL_WORDS | FUNCTION_WORDS | _TYPE_WORDS | {"schema", "each", "runtime"}


def variable_name(wanted: str, taken: Collection[str]) -> str:
    """The name of a comprehension's variable in CEL: as it is called in Python, unless that means something else there.

    Args:
        wanted: its name in Python.
        taken: the names that mean something else where it stands.

    Example:
        >>> variable_name("host_name", ["hostName"])
        'hostName2'
    """
    first, *others = [part for part in wanted.split("_") if part] or ["item"]
    name = first + "".join(part[:1].upper() + part[1:] for part in others)
    name = name if re.fullmatch(r"[A-Za-z][A-Za-z0-9]*", name) else "item"
    offers = [name, *(f"{name}{number}" for number in range(2, len(taken) + 3))]
    return next(offer for offer in offers if offer not in _TAKEN_BY_ANY_GRAPH and offer not in taken)
