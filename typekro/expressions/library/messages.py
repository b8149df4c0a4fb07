"""Structs as protobuf messages, which is how Google's library wants to be told of them.

kro knows a struct for every place of every resource, thousands for a few Deployments, and an expression touches a handful. So a message
is made for what some expression's fields lead to and for nothing else.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

import attrs

from typekro.expressions.library.google import google
from typekro.expressions.library.types import CONDITION_FIELDS, CONDITION_STRUCT, CelType, Struct, structs_in

_PREFIX: Final = "kro.Struct"
_SCALARS: Final = {"bool": "BOOL", "int": "INT64", "uint": "UINT64", "double": "DOUBLE", "string": "STRING", "bytes": "BYTES"}
_WELL_KNOWN: Final = {
    "timestamp": ".google.protobuf.Timestamp",
    "duration": ".google.protobuf.Duration",
    "list": ".google.protobuf.ListValue",
    "map": ".google.protobuf.Struct",
}
_NAMES: Final = {"bool": "BOOL", "int": "INT", "uint": "UINT", "double": "DOUBLE", "string": "STRING", "bytes": "BYTES", "null": "NULL"} | {
    "timestamp": "TIMESTAMP",
    "duration": "DURATION",
}
_SPELLED: Final = {"optional": "optional_type", "null": "null_type"}


@attrs.define
class Messages:
    """The messages of one set of variables, as far as they were needed.

    Args:
        structs: the structs by the names of their messages.
    """

    structs: dict[str, Struct] = attrs.field(factory=lambda: {"kro.run.Condition": CONDITION_STRUCT})
    _names: dict[int, str] = attrs.field(factory=lambda: {id(CONDITION_STRUCT): "kro.run.Condition"})

    def pool(self, types: Iterable[CelType], fields: Iterable[str]) -> Any:
        """A pool with the messages that types lead to over the named fields."""
        file = google().descriptors.FileDescriptorProto(name="typekro/structs.proto", package="kro", syntax="proto2")
        file.dependency.extend(f"google/protobuf/{name}.proto" for name in ("struct", "timestamp", "duration"))
        waiting = [CONDITION_STRUCT, *structs_in(types)]
        names = sorted(name for name in {*fields, *CONDITION_FIELDS} if name.isidentifier() and name.isascii())
        made: set[str] = set()
        while waiting:
            struct = waiting.pop()
            if self.name(struct) not in made:
                made.add(self.name(struct))
                found = {name: type_ for name in names if (type_ := struct.field(name)) is not None}
                self._add(file, struct, found)
                waiting += structs_in(found.values())
        pool = google().pools.DescriptorPool()
        for module in google().well_known:
            pool.AddSerializedFile(module.DESCRIPTOR.serialized_pb)
        pool.Add(file)
        return pool

    def name(self, struct: Struct) -> str:
        """The full name of a struct's message."""
        known = self._names.setdefault(id(struct), f"{_PREFIX}{len(self._names)}")
        # The struct is kept, so that its number stays its own.
        self.structs.setdefault(known, struct)
        return known

    def type(self, type_: CelType) -> Any:
        """A type as Google's library has it."""
        library = google().cel.Type
        match type_:
            case CelType(struct=Struct() as struct):
                return library(self.name(struct))
            case CelType(kind="list"):
                return library.List(self.type(type_.parameters[0]))
            case CelType(kind="map"):
                return library.Map(self.type(type_.parameters[0]), self.type(type_.parameters[1]))
            case CelType(kind="opaque"):
                return library(type_.name)
            case scalar:
                return getattr(library, _NAMES.get(scalar.kind, "DYN"))

    def spelled(self, type_: CelType) -> dict[str, Any]:
        """A type as the library's configuration spells it: the only way in which it takes optional ones and types of types."""
        name = _SPELLED.get(type_.kind, type_.kind) if type_.struct is None else self.name(type_.struct)
        parameters = [self.spelled(parameter) for parameter in type_.parameters]
        return {"type_name": type_.name or name, **({"params": parameters} if parameters else {})}

    def _add(self, file: Any, struct: Struct, fields: Mapping[str, CelType]) -> None:
        *outer, name = self.name(struct).removeprefix("kro.").split(".")
        message = file.message_type.add(name=outer[0]).nested_type.add(name=name) if outer else file.message_type.add(name=name)
        # Names in JSON play no part, and may clash.
        message.options.deprecated_legacy_json_field_conflicts = True
        for number, (name, type_) in enumerate(fields.items(), 1):
            self._add_field(message, name, number, type_)

    def _add_field(self, message: Any, name: str, number: int, type_: CelType) -> None:
        proto = google().descriptors.FieldDescriptorProto
        field = message.field.add(name=name, number=number, label=proto.LABEL_OPTIONAL, json_name=f"f{number}")
        # protobuf wants this name and no other one for the entries of a map.
        entries = "".join(part[:1].upper() + part[1:] for part in name.split("_")) + "Entry"
        if type_.kind == "list":
            field.label = proto.LABEL_REPEATED
            self._set_type(field, type_.parameters[0])
        elif type_.kind == "map" and all(nested.name != entries for nested in message.nested_type):
            self._add_entries(message.nested_type.add(name=entries), type_)
            # Found from the inside outwards, as names in a program are.
            field.label, field.type, field.type_name = proto.LABEL_REPEATED, proto.TYPE_MESSAGE, entries
        else:
            self._set_type(field, type_)

    def _add_entries(self, entry: Any, type_: CelType) -> None:
        entry.options.map_entry = True
        for number, (name, parameter) in enumerate(zip(("key", "value"), type_.parameters, strict=True), 1):
            label = google().descriptors.FieldDescriptorProto.LABEL_OPTIONAL
            self._set_type(entry.field.add(name=name, number=number, label=label), parameter)

    def _set_type(self, field: Any, type_: CelType) -> None:
        proto = google().descriptors.FieldDescriptorProto
        if type_.kind in _SCALARS:
            field.type = getattr(proto, f"TYPE_{_SCALARS[type_.kind]}")
            return
        field.type = proto.TYPE_MESSAGE
        field.type_name = (
            f".{self.name(type_.struct)}" if type_.struct is not None else _WELL_KNOWN.get(type_.kind, ".google.protobuf.Value")
        )
