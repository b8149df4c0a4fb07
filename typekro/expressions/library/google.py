"""Where Google's CEL comes from: imported when it is first needed, and absent where it has no wheel."""

import importlib
import importlib.util
from functools import cache
from types import ModuleType
from typing import Any

import attrs

from typekro.errors import TypeKroError, compose


class NoCelError(TypeKroError):
    """CEL should be parsed or checked, and the library for it is not installed."""

    def __init__(self) -> None:
        super().__init__(compose(why_not(), (), "use Python 3.11 to 3.13 on Linux x86-64 or macOS"), "NO_CEL")


@attrs.frozen
class Google:
    """What of the libraries is used.

    Args:
        cel: the module of cel-expr-python.
        descriptors: protobuf's module of messages that describe messages.
        pools: protobuf's module of sets of them.
        factory: protobuf's module that makes classes of them.
    """

    cel: Any
    descriptors: Any
    pools: Any
    factory: Any
    well_known: tuple[ModuleType, ...]


@cache
def available() -> bool:
    """Whether CEL can be parsed and checked here.

    Example:
        >>> available() == (why_not() == "")
        True
    """
    return importlib.util.find_spec("cel_expr_python") is not None and importlib.util.find_spec("google.protobuf") is not None


def why_not() -> str:
    """Why CEL cannot be checked here, in one line; empty where it can."""
    return "" if available() else "CEL is not checked here: the library cel-expr-python has no wheel for this Python or this machine"


@cache
def google() -> Google:
    """The libraries.

    Raises:
        NoCelError: they are not installed.
    """
    if not available():
        raise NoCelError
    from google.protobuf import (  # noqa: PLC0415 - absent on some machines, and not needed for a graph
        descriptor_pb2,
        descriptor_pool,
        duration_pb2,
        message_factory,
        struct_pb2,
        timestamp_pb2,
    )

    cel = importlib.import_module("cel_expr_python.cel")
    return Google(cel, descriptor_pb2, descriptor_pool, message_factory, (struct_pb2, timestamp_pb2, duration_pb2))
