"""The functions of CEL by their names, with what computes each."""

from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import Any, Final

from typekro.expressions import computing
from typekro.expressions.library.running import (
    addresses,
    conversions,
    formats,
    kros,
    lists,
    quantities,
    regexes,
    strings,
    texts,
    urls,
    versions,
)
from typekro.expressions.library.running.errors import CelValueError, no_overload
from typekro.expressions.library.running.times import in_zone
from typekro.expressions.library.running.values import NANOSECONDS, NONE, OMIT, Duration, Optional, Timestamp


def _none() -> Optional:
    return NONE


def _non_zero(value: Any) -> Optional:
    return NONE if conversions.is_zero(value) else Optional(value)


def _value(optional: Optional) -> Any:
    if not optional.present:
        raise CelValueError("optional.none() dereference")
    return optional.value


def _test(read: Callable[..., Any]) -> Callable[..., bool]:
    """Whether a text can be read."""

    def ask(*given: Any) -> bool:
        try:
            read(*given)
        except CelValueError:
            return False
        return True

    return ask


def _ordered(decide: Callable[[int], Any]) -> Callable[[Any, Any], Any]:
    """A comparison of quantities or of versions."""
    return lambda left, right: decide((left > right) - (left < right))


def _time(read: Callable[[Any], int], size: int | None = None) -> Callable[..., int]:
    """A part of a moment as the calendar reads it, or a span in units."""

    def part(value: Timestamp | Duration, zone: str | None = None) -> int:
        if isinstance(value, Timestamp):
            return read(in_zone(value, zone))
        if size is None:
            raise no_overload()
        return int(value.nanoseconds / size) if abs(value.nanoseconds) < 2**53 else _cut(value.nanoseconds, size)

    return part


def _cut(number: int, size: int) -> int:
    return abs(number) // size * (1 if number >= 0 else -1)


def _milliseconds(value: Timestamp | Duration, _zone: str | None = None) -> int:
    """The thousandths of a second of a moment, or all of a span."""
    if isinstance(value, Timestamp):
        return value.nanoseconds % NANOSECONDS // 1_000_000
    return _cut(value.nanoseconds, 1_000_000)


SETS: Final = frozenset({"sets.contains", "sets.equivalent", "sets.intersects"})
BODIES: Final[Mapping[str, Callable[..., Any]]] = {
    # conversions
    "bool": conversions.to_bool,
    "bytes": conversions.to_bytes,
    "double": conversions.to_double,
    "duration": conversions.to_duration,
    "dyn": computing.itself,
    "int": conversions.to_int,
    "string": texts.to_string,
    "timestamp": conversions.to_timestamp,
    "type": conversions.type_of,
    "uint": conversions.to_uint,
    # optionals
    "optional.none": _none,
    "optional.of": Optional,
    "optional.ofNonZeroValue": _non_zero,
    "optional.unwrap": lists.unwrap,
    "unwrapOpt": lists.unwrap,
    "hasValue": attrgetter("present"),
    "value": _value,
    # texts
    "charAt": strings.char_at,
    "contains": strings.contains,
    "endsWith": strings.ends_with,
    "constant find": regexes.constant_find,
    "constant findAll": regexes.constant_find_all,
    "find": regexes.find,
    "findAll": regexes.find_all,
    "format": formats.format_,
    "indexOf": strings.index_of,
    "join": strings.join,
    "lastIndexOf": strings.last_index_of,
    "lowerAscii": computing.lower,
    "matches": regexes.matches,
    "replace": strings.replace,
    "size": conversions.size,
    "split": computing.split,
    "startsWith": strings.starts_with,
    "strings.quote": strings.quote,
    "substring": strings.substring,
    "trim": computing.trim,
    "upperAscii": computing.upper,
    # lists and maps
    "@sortByAssociatedKeys": lists.sort_by,
    "cel.@mapInsert": lists.map_insert,
    "deepMerge": lists.deep_merge,
    "distinct": lists.distinct,
    "first": lists.first,
    "flatten": lists.flatten,
    "isSorted": lists.is_sorted,
    "last": lists.last,
    "lists.insertAtIndex": lists.insert_at,
    "lists.range": lists.range_,
    "lists.removeAtIndex": lists.remove_at,
    "lists.setAtIndex": lists.set_at,
    "max": lists.max_,
    "merge": lists.merge,
    "min": lists.min_,
    "reverse": strings.reverse,
    "slice": strings.slice_,
    "sort": lists.sort,
    "sum": lists.sum_,
    "sets.contains": lists.sets_contain,
    "sets.equivalent": lists.sets_equal,
    "sets.intersects": lists.sets_meet,
    # time
    "getDate": _time(lambda time: time.day),
    "getDayOfMonth": _time(lambda time: time.day - 1),
    "getDayOfWeek": _time(lambda time: time.isoweekday() % 7),
    "getDayOfYear": _time(lambda time: time.timetuple().tm_yday - 1),
    "getFullYear": _time(lambda time: time.year),
    "getHours": _time(lambda time: time.hour, 3600 * NANOSECONDS),
    "getMilliseconds": _milliseconds,
    "getMinutes": _time(lambda time: time.minute, 60 * NANOSECONDS),
    "getMonth": _time(lambda time: time.month - 1),
    "getSeconds": _time(lambda time: time.second, NANOSECONDS),
    # what is Kubernetes' own
    "add": quantities.add,
    "asApproximateFloat": quantities.as_float,
    "asInteger": quantities.as_integer,
    "cidr": addresses.cidr,
    "compareTo": _ordered(int),
    "containsCIDR": addresses.contains_cidr,
    "containsIP": addresses.contains_ip,
    "family": attrgetter("address.version"),
    "getEscapedPath": urls.escaped_path,
    "getHost": attrgetter("host"),
    "getHostname": urls.hostname,
    "getPort": urls.port,
    "getQuery": urls.query,
    "getScheme": attrgetter("scheme"),
    "ip": addresses.ip,
    "ip.isCanonical": addresses.is_canonical,
    "isCIDR": _test(addresses.cidr),
    "isGlobalUnicast": addresses.is_global_unicast,
    "isGreaterThan": _ordered(lambda order: order > 0),
    "isIP": _test(addresses.ip),
    "isInteger": quantities.is_integer,
    "isLessThan": _ordered(lambda order: order < 0),
    "isLinkLocalMulticast": addresses.is_link_local_multicast,
    "isLinkLocalUnicast": attrgetter("address.is_link_local"),
    "isLoopback": attrgetter("address.is_loopback"),
    "isQuantity": _test(quantities.quantity),
    "isSemver": _test(versions.semver),
    "isURL": urls.is_url,
    "isUnspecified": attrgetter("address.is_unspecified"),
    "major": attrgetter("major"),
    "masked": addresses.masked,
    "minor": attrgetter("minor"),
    "patch": attrgetter("patch"),
    "prefixLength": attrgetter("bits"),
    "quantity": quantities.quantity,
    "semver": versions.semver,
    "sign": quantities.sign,
    "sub": quantities.sub,
    "url": urls.url,
    # what is kro's own
    "base64.decode": kros.base64_decode,
    "base64.encode": kros.base64_encode,
    "condition": kros.condition,
    "hash.fnv64a": kros.fnv64a,
    "hash.md5": kros.md5,
    "hash.sha256": kros.sha256,
    "json.encode": kros.encode,
    "json.marshal": kros.marshal,
    "json.unmarshal": kros.unmarshal,
    "newCondition": kros.new_condition,
    "omit": lambda: OMIT,
    "random.seededInt": kros.seeded_int,
    "random.seededString": kros.seeded_string,
}
