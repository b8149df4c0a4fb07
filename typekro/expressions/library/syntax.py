"""Google's syntax tree, which comes as protobuf, read into ours."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Final, cast

import attrs

from typekro.expressions.library.aliases import plain
from typekro.expressions.library.functions import RENAMED, TYPED
from typekro.expressions.library.google import google
from typekro.expressions.library.tree import Call, Comprehension, Constant, Entry, Identifier, ListOf, MapOf, Select, Tree
from typekro.expressions.library.types import BOOL, BYTES, DOUBLE, DURATION, DYN, INT, NULL, STRING, TIMESTAMP, CelType, Struct

# The messages of cel-spec's syntax.proto and checked.proto, field by field: number and type; `*` is a list, `#` a map from int64.
_MESSAGES: Final = {
    "Expr": "id 2 int64, const_expr 3 Constant, ident_expr 4 Ident, select_expr 5 Select, call_expr 6 Call, list_expr 7 CreateList, struct_expr 8 CreateStruct, comprehension_expr 9 Comprehension",  # noqa: E501 - one message, one line
    "Constant": "null_value 1 int32, bool_value 2 bool, int64_value 3 int64, uint64_value 4 uint64, double_value 5 double, string_value 6 string, bytes_value 7 bytes",  # noqa: E501 - as above
    "Ident": "name 1 string",
    "Select": "operand 1 Expr, field 2 string, test_only 3 bool",
    "Call": "target 1 Expr, function 2 string, args 3 *Expr",
    "CreateList": "elements 1 *Expr, optional_indices 2 *int32",
    "CreateStruct": "message_name 1 string, entries 2 *Entry",
    "Entry": "id 1 int64, field_key 2 string, map_key 3 Expr, value 4 Expr, optional_entry 5 bool",
    "Comprehension": "iter_var 1 string, iter_range 2 Expr, accu_var 3 string, accu_init 4 Expr, loop_condition 5 Expr, loop_step 6 Expr, result 7 Expr, iter_var2 8 string",  # noqa: E501 - as above
    "SourceInfo": "line_offsets 3 *int32, positions 4 #int32",
    "ParsedExpr": "expr 2 Expr, source_info 3 SourceInfo",
    "CheckedExpr": "type_map 3 #Type, expr 4 Expr, source_info 5 SourceInfo",
    "Type": "dyn 1 Empty, null 2 int32, primitive 3 int32, wrapper 4 int32, well_known 5 int32, list_type 6 ListType, map_type 7 MapType, message_type 9 string, type_param 10 string, type 11 Type, error 12 Empty, abstract_type 14 AbstractType",  # noqa: E501 - as above
    "Empty": "",
    "ListType": "elem_type 1 Type",
    "MapType": "key_type 1 Type, value_type 2 Type",
    "AbstractType": "name 1 string, parameter_types 2 *Type",
    "Any": "type_url 1 string, value 2 bytes",
}
_PRIMITIVES: Final = {1: BOOL, 2: INT, 3: CelType("uint"), 4: DOUBLE, 5: STRING, 6: BYTES}
_WELL_KNOWN: Final = {1: DYN, 2: TIMESTAMP, 3: DURATION}


def read(serialized: bytes, struct: Callable[[str], Struct | None]) -> Tree:
    """The tree of a serialized expression.

    Args:
        serialized: what the library gives, parsed or checked.
        struct: finds the struct that a message stands for.
    """
    envelope = _classes()["Any"].FromString(serialized)
    name = "CheckedExpr" if envelope.type_url.endswith("CheckedExpr") else "ParsedExpr"
    found = _classes()[name].FromString(envelope.value)
    types: Mapping[int, Any] | None = found.type_map if name == "CheckedExpr" else None
    return _Reader(types, found.source_info.positions, struct).tree(found.expr)


@cache
def _classes() -> Mapping[str, Any]:
    """A class for each message."""
    library = google()
    file = library.descriptors.FileDescriptorProto(name="typekro/cel.proto", package="typekro.cel", syntax="proto2")
    for name, fields in _MESSAGES.items():
        message = file.message_type.add(name=name)
        for field in fields.split(", ") if fields else ():
            _add_field(message, *field.split())
    pool = library.pools.DescriptorPool()
    pool.Add(file)
    return {name: library.factory.GetMessageClass(pool.FindMessageTypeByName(f"typekro.cel.{name}")) for name in _MESSAGES}


def _add_field(message: Any, name: str, number: str, type_: str) -> None:
    proto = google().descriptors.FieldDescriptorProto
    field = message.field.add(name=name, number=int(number), label=proto.LABEL_REPEATED if type_[0] in "*#" else proto.LABEL_OPTIONAL)
    plain = type_.lstrip("*#")
    if type_.startswith("#"):
        entry = message.nested_type.add(name=f"{name.title().replace('_', '')}Entry")
        entry.options.map_entry = True
        _add_field(entry, "key", "1", "int64")
        _add_field(entry, "value", "2", plain)
        plain = f"{message.name}.{entry.name}"
    if plain[0].isupper():
        field.type, field.type_name = proto.TYPE_MESSAGE, f".typekro.cel.{plain}"
    else:
        field.type = getattr(proto, f"TYPE_{plain.upper()}")


@attrs.frozen
class _Reader:
    types: Mapping[int, Any] | None
    positions: Mapping[int, int]
    struct: Callable[[str], Struct | None]

    def tree(self, expr: Any) -> Tree:  # noqa: PLR0911 - one for each kind of node
        common: dict[str, Any] = {"id": expr.id, "position": self.positions.get(expr.id, 0), "type": self._type_of(expr.id)}
        match _kind(expr):
            case "const_expr":
                return Constant(_constant(expr.const_expr), expr.const_expr.HasField("uint64_value"), **common)
            case "ident_expr":
                return Identifier(plain(expr.ident_expr.name), **common)
            case "select_expr":
                select = expr.select_expr
                return Select(self.tree(select.operand), select.field, test=select.test_only, **common)
            case "call_expr":
                return self._call(expr.call_expr, common)
            case "list_expr":
                items = tuple(self.tree(item) for item in expr.list_expr.elements)
                return ListOf(items, frozenset(expr.list_expr.optional_indices), **common)
            case "struct_expr":
                entries = tuple(self._entry(entry) for entry in expr.struct_expr.entries)
                return MapOf(entries, expr.struct_expr.message_name, **common)
            case _:
                return self._comprehension(expr.comprehension_expr, common)

    def _call(self, call: Any, common: dict[str, Any]) -> Tree:
        arguments = tuple(self.tree(argument) for argument in call.args)
        if call.function == "_?._":
            return Select(arguments[0], cast("str", cast("Constant", arguments[1]).value), optional=True, **common)
        target = self.tree(call.target) if call.HasField("target") else None
        if target is not None and call.function.startswith(TYPED):
            return attrs.evolve(target, type=common["type"])
        name: str = call.function
        return Call(RENAMED.get(name, name), target, arguments, **common)

    def _entry(self, entry: Any) -> Entry:
        key = self.tree(entry.map_key) if entry.HasField("map_key") else entry.field_key
        return Entry(key, self.tree(entry.value), entry.optional_entry)

    def _comprehension(self, loop: Any, common: dict[str, Any]) -> Comprehension:
        parts = (loop.iter_range, loop.accu_init, loop.loop_condition, loop.loop_step, loop.result)
        return Comprehension(loop.iter_var, loop.iter_var2, loop.accu_var, *(self.tree(part) for part in parts), **common)

    def _type_of(self, number: int) -> CelType | None:
        if self.types is None:
            return None
        return self.type(self.types[number]) if number in self.types else DYN

    def type(self, found: Any) -> CelType:  # noqa: PLR0911 - one for each kind of type
        match _kind(found):
            case "primitive" | "wrapper" as name:
                return _PRIMITIVES[getattr(found, name)]
            case "well_known":
                return _WELL_KNOWN[found.well_known]
            case "null":
                return NULL
            case "list_type":
                return CelType("list", (self.type(found.list_type.elem_type),))
            case "map_type":
                return CelType("map", (self.type(found.map_type.key_type), self.type(found.map_type.value_type)))
            case "message_type":
                struct = self.struct(found.message_type)
                return CelType("opaque", name=found.message_type) if struct is None else CelType("struct", struct=struct)
            case "abstract_type":
                return self._abstract(found.abstract_type)
            case "type":
                return CelType("type", (self.type(found.type),))
            case _:
                return DYN

    def _abstract(self, found: Any) -> CelType:
        parameters = tuple(self.type(parameter) for parameter in found.parameter_types)
        return CelType("optional", parameters) if found.name == "optional_type" else CelType("opaque", parameters, name=found.name)


def _kind(message: Any) -> str:
    """Which of its alternatives a message has; the tree's number is none of them."""
    return next((field.name for field, _ in message.ListFields() if field.name != "id"), "")


def _constant(constant: Any) -> Any:
    fields = constant.ListFields()
    return None if not fields or fields[0][0].name == "null_value" else fields[0][1]
