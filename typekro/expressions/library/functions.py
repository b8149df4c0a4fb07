"""The functions that kro's CEL has beyond those of Google's library: declared with kro's own signatures, so that kro's verdict is given."""

import json
import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Final

# What of Google's extensions kro has. It has neither math nor sets, so these stay unknown; strings and encoders are declared here, since
# the library takes no further overloads for a function of an extension.
EXTENSIONS: Final = ("bindings", "lists", "optional", "two-var-comprehensions")

_FUNCTIONS: Final = """
base64.decode(string) -> bytes
base64.encode(bytes) -> string
strings.quote(string) -> string
hash.fnv64a(string) -> bytes
hash.md5(string) -> bytes
hash.sha256(string) -> bytes
json.encode(dyn) -> string
json.marshal(dyn) -> string
json.unmarshal(string) -> dyn
lists.insertAtIndex(list(T), int, T) -> list(T)
lists.removeAtIndex(list(T), int) -> list(T)
lists.setAtIndex(list(T), int, T) -> list(T)
random.seededInt(int, int, string) -> int
random.seededString(int, string) -> string
omit() -> dyn
optional.unwrap(list(optional_type(T))) -> list(T)
cidr(string) -> net.CIDR
duration(duration) -> duration
duration(string) -> duration
ip(string) -> net.IP
ip.isCanonical(string) -> bool
isCIDR(string) -> bool
isIP(string) -> bool
isQuantity(string) -> bool
isSemver(string) -> bool
isURL(string) -> bool
quantity(string) -> kubernetes.Quantity
semver(string) -> kubernetes.Semver
sign(kubernetes.Quantity) -> int
string(bool) -> string
string(bytes) -> string
string(double) -> string
string(duration) -> string
string(int) -> string
string(net.CIDR) -> string
string(net.IP) -> string
string(string) -> string
string(timestamp) -> string
string(uint) -> string
url(string) -> kubernetes.URL
"""

# The first parameter is what stands before the dot.
_METHODS: Final = """
charAt(string, int) -> string
format(string, list(dyn)) -> string
indexOf(string, string) -> int
indexOf(string, string, int) -> int
join(list(string)) -> string
join(list(string), string) -> string
lastIndexOf(string, string) -> int
lastIndexOf(string, string, int) -> int
lowerAscii(string) -> string
replace(string, string, string) -> string
replace(string, string, string, int) -> string
split(string, string) -> list(string)
split(string, string, int) -> list(string)
substring(string, int) -> string
substring(string, int, int) -> string
trim(string) -> string
upperAscii(string) -> string
flattenOnce(list(list(T))) -> list(T)
reverseAny(list(T)) -> list(T)
reverseAny(string) -> string
merge(map(K, V), map(K, V)) -> map(K, V)
deepMerge(dyn, dyn) -> dyn
unwrapOpt(list(optional_type(T))) -> list(T)
find(string, string) -> string
findAll(string, string) -> list(string)
findAll(string, string, int) -> list(string)
indexOf(list(T), T) -> int
lastIndexOf(list(T), T) -> int
add(kubernetes.Quantity, kubernetes.Quantity) -> kubernetes.Quantity
add(kubernetes.Quantity, int) -> kubernetes.Quantity
sub(kubernetes.Quantity, kubernetes.Quantity) -> kubernetes.Quantity
sub(kubernetes.Quantity, int) -> kubernetes.Quantity
asApproximateFloat(kubernetes.Quantity) -> double
asInteger(kubernetes.Quantity) -> int
isInteger(kubernetes.Quantity) -> bool
compareTo(kubernetes.Quantity, kubernetes.Quantity) -> int
compareTo(kubernetes.Semver, kubernetes.Semver) -> int
isGreaterThan(kubernetes.Quantity, kubernetes.Quantity) -> bool
isGreaterThan(kubernetes.Semver, kubernetes.Semver) -> bool
isLessThan(kubernetes.Quantity, kubernetes.Quantity) -> bool
isLessThan(kubernetes.Semver, kubernetes.Semver) -> bool
major(kubernetes.Semver) -> int
minor(kubernetes.Semver) -> int
patch(kubernetes.Semver) -> int
getEscapedPath(kubernetes.URL) -> string
getHost(kubernetes.URL) -> string
getHostname(kubernetes.URL) -> string
getPort(kubernetes.URL) -> string
getQuery(kubernetes.URL) -> map(string, list(string))
getScheme(kubernetes.URL) -> string
family(net.IP) -> int
isGlobalUnicast(net.IP) -> bool
isLinkLocalMulticast(net.IP) -> bool
isLinkLocalUnicast(net.IP) -> bool
isLoopback(net.IP) -> bool
isUnspecified(net.IP) -> bool
containsCIDR(net.CIDR, net.CIDR) -> bool
containsCIDR(net.CIDR, string) -> bool
containsIP(net.CIDR, net.IP) -> bool
containsIP(net.CIDR, string) -> bool
ip(net.CIDR) -> net.IP
masked(net.CIDR) -> net.CIDR
prefixLength(net.CIDR) -> int
condition(kro.run.Runtime, dyn, string) -> kro.run.Condition
newCondition(kro.run.Runtime, map(string, string)) -> kro.run.Condition
"""

_ORDERED: Final = ("int", "bool", "bytes", "double", "duration", "string", "timestamp", "uint")
_ADDABLE: Final = ("int", "double", "duration", "uint")
_LINE = re.compile(r"([\w.]+)\((.*)\) -> (.+)")
_GOOGLES: Final = ("lists.range", "optional.none", "optional.of", "optional.ofNonZeroValue")
# The start of the names of methods that say a type and do nothing.
TYPED: Final = "typekroTyped"
# What Google's extension of lists has in another form: kro's `flatten` of a list of lists keeps the type of the items, its `reverse` takes
# texts too. These names stand for them in what Google's library is given.
RENAMED: Final = {"flattenOnce": "flatten", "reverseAny": "reverse"}
# What the libraries that both have offer, for suggestions.
_COMMON: Final = frozenset(
    re.findall(
        r"\w+",
        """all bool bytes contains distinct double duration dyn endsWith exists exists_one existsOne filter first flatten getDate
        getDayOfMonth getDayOfWeek getDayOfYear getFullYear getHours getMilliseconds getMinutes getMonth getSeconds has hasValue int
        last map matches optFlatMap optMap or orValue reverse size slice sort sortBy startsWith timestamp transformList transformMap
        transformMapEntry type uint value""",
    )
)


def _lines(table: str) -> list[tuple[str, list[str], str]]:
    found = [_LINE.fullmatch(line) for line in table.split("\n")]
    return [(match[1], _split(match[2]), match[3]) for match in found if match is not None]


def _split(text: str) -> list[str]:
    """The parts between those commas that stand in no parentheses."""
    parts = [""]
    for letter in text:
        outside = parts[-1].count("(") == parts[-1].count(")")
        if letter == "," and outside:
            parts.append("")
        else:
            parts[-1] += letter
    return [part.strip() for part in parts if part.strip()]


NAMESPACED: Final = frozenset(name for name, _, _ in _lines(_FUNCTIONS) if "." in name) | frozenset(_GOOGLES)
NAMES: Final = (
    _COMMON | NAMESPACED | {name for table in (_FUNCTIONS, _METHODS) for name, _, _ in _lines(table)} | {"isSorted", "max", "min", "sum"}
) - frozenset(RENAMED)


def overloads() -> list[tuple[str, list[str], bool]]:
    """What kro's functions take: name, types, and whether it is a method, whose first type is that of what stands before the dot.

    Example:
        >>> ("sign", ["kubernetes.Quantity"], False) in overloads()
        True
    """
    functions = [(name, parameters, False) for name, parameters, _ in _lines(_FUNCTIONS)]
    methods = [(RENAMED.get(name, name), parameters, True) for name, parameters, _ in (*_lines(_METHODS), *_of_lists())]
    return functions + methods


def configuration(functions: Iterable[Mapping[str, Any]] = (), variables: Iterable[Mapping[str, Any]] = ()) -> str:
    """The CEL of kro, in the form in which Google's library reads an environment.

    Args:
        functions: more of them, in that form.
        variables: more than `runtime`, in that form.
    """
    declared = [{"name": name, "overloads": overloads} for name, overloads in _overloads().items()]
    return json.dumps(
        {
            "name": "kro",
            # The library takes no overloads for a function of the standard, and leaves none out: what differs here is declared whole.
            "stdlib": {"exclude_functions": [{"name": "duration"}, {"name": "string"}]},
            "extensions": [{"name": name} for name in EXTENSIONS],
            "functions": [*declared, *functions],
            "variables": [{"name": "runtime", "type_name": "kro.run.Runtime"}, *variables],
        }
    )


@cache
def _overloads() -> Mapping[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for name, parameters, result in _lines(_FUNCTIONS):
        found.setdefault(name, []).append(_overload(name, None, parameters, result))
    for name, (receiver, *parameters), result in (*_lines(_METHODS), *_of_lists()):
        found.setdefault(name, []).append(_overload(name, receiver, parameters, result))
    return found


def _of_lists() -> list[tuple[str, list[str], str]]:
    """Kubernetes' functions of lists, which go by the type of the items."""
    found = [("isSorted", [f"list({item})"], "bool") for item in _ORDERED]
    found += [(name, [f"list({item})"], item) for name in ("max", "min") for item in _ORDERED]
    return found + [("sum", [f"list({item})"], item) for item in _ADDABLE]


def _overload(name: str, receiver: str | None, parameters: list[str], result: str) -> dict[str, Any]:
    kind = "function" if receiver is None else "method"
    overload: dict[str, Any] = {"id": "_".join(("kro", kind, name, receiver or "", *parameters)), "return": _type(result)}
    if receiver is not None:
        overload["target"] = _type(receiver)
    if parameters:
        overload["args"] = [_type(parameter) for parameter in parameters]
    return overload


def _type(text: str) -> dict[str, Any]:
    """A type as the library's configuration writes it; a single capital letter is a type that may be any, the same one everywhere."""
    name, _, rest = text.partition("(")
    if re.fullmatch("[A-Z]", name):
        return {"type_name": name, "is_type_param": True}
    return {"type_name": name, **({"params": [_type(part) for part in _split(rest.removesuffix(")"))]} if rest else {})}
