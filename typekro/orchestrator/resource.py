"""The base of every resource: what a handler has to know, and what a declared one offers while its script runs."""

import abc
import inspect
from collections.abc import Awaitable, Generator, Sequence
from functools import lru_cache
from typing import Any, ClassVar, Generic, Literal, Self, TypedDict, TypeVar, cast, dataclass_transform, get_args, get_origin

import attrs

from typekro.errors import UsageError, compose
from typekro.expressions import Type
from typekro.orchestrator import codec
from typekro.orchestrator.connections import Provider
from typekro.orchestrator.context import Context, Sharing
from typekro.orchestrator.handle import App, Handle, current_app
from typekro.orchestrator.plan import Preview
from typekro.orchestrator.slots import name_in, slot_called, sort_of
from typekro.orchestrator.state.records import Record
from typekro.schema import type_of_class

Output = TypeVar("Output")
Placed = TypeVar("Placed", bound="Resource[Any]")
_SETTING = "typekro_setting"
_OPAQUE = "typekro_opaque"
_WHERE = "typekro_where"
OPAQUE = {_OPAQUE: True}
"""Metadata of a field that holds no references to other resources, so that none are looked for in it."""
WHERE = {_WHERE: True}
"""Metadata of a field that says where the resource lives, by a name that the app gives: no input, since it is the same elsewhere."""


Replacement = Literal["create-first", "delete-first"]
Change = Literal["update", "replace"]


class Handling(TypedDict, total=False):
    """How the engine handles a resource, whatever it is: keyword arguments that every resource takes; see `Resource`."""

    app: App | None
    depends_on: "Sequence[Resource[Any]]"
    protect: bool
    retain: bool
    adopt: bool
    aliases: Sequence[str]
    replacement: Replacement
    tries: int
    limit: float | None


def setting(*, default: Any) -> Any:
    """A field that says how a resource is handled, and is no part of what it is: a new value is no reason to update it.

    Args:
        default: the value where none is given.

    Example:
        >>> import attrs
        >>> from typekro.orchestrator.resource import setting
        >>> isinstance(setting(default=30.0), object)
        True
    """
    return attrs.field(default=default, metadata={_SETTING: True})


@dataclass_transform(kw_only_default=True, field_specifiers=(attrs.field,))
class _Fields:
    """Makes attrs classes of all that inherit from it, so that their fields are the inputs of the resource."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        base = globals().get("Resource")
        if base is not None:
            own = {attribute.name for attribute in _fields_of(base)}
            clashes = sorted(name for name in inspect.get_annotations(cls) if hasattr(base, name) or name in own)
            if clashes:
                raise UsageError(
                    compose(
                        f"{cls.__name__} has a field named {clashes[0]!r}",
                        f"every resource has {clashes[0]!r} already: typekro's own",
                        f"{clashes[0]}_: ...",
                    )
                )
        attrs.define(cls, slots=False, eq=False, kw_only=True)


class Resource(_Fields, abc.ABC, Generic[Output]):
    """Something that a script declares and that exists outside of it: a class with `create`, `update` and `delete`.

    Fields are inputs; declaring an instance inside an app is all that is needed. What is returned can be awaited for the output, or
    passed on unawaited: `.output` is then a reference, and whoever uses it waits for it.

    Args:
        id: the id in the app; the record goes by it from run to run.
        app: the app to declare it in; by default the one whose body is running.
        depends_on: resources that it needs beside those that it refers to: it is made after them and deleted before them.
        protect: it must not be deleted, nor replaced: a run that would do so is refused, also one that no longer declares it. A run that
            declares it with `protect=False` takes that back.
        retain: once it is no longer declared, it is left where it is, and forgotten.
        adopt: what is there already under its name is taken over; what was adopted is never deleted.
        aliases: ids that it was declared under before: its record goes by the new one from here on, and nothing outside changes.
        replacement: where it has to be replaced, whether the new one is made before the old one is deleted; where both have the same
            name outside, the old one is deleted first.
        tries: how often `create`, `update` and `delete` are tried where what they raise may pass: an OSError, what the API server cannot
            do just now, or an error whose class says `retryable = True`. Each try goes on from what the last one left, as a run would.
        limit: how many seconds an operation may take with its wait: `create` or `update` and `ready`, `delete` and `gone`. What is being
            changed is not cut off: waits are, and further tries; the next run goes on.

    Raises:
        UsageError: there is no app, it is closed, or the id is taken.

    Example:
        ```python
        class File(Resource[int]):
            path: str
            content: str = ""

            async def create(self, context: Context) -> int:
                return pathlib.Path(self.path).write_text(self.content)

            async def update(self, context: Context, old: int) -> int:
                return await self.create(context)

            async def delete(self, context: Context, old: int) -> None:
                pathlib.Path(self.path).unlink(missing_ok=True)
        ```
    """

    slot: ClassVar[str | None] = None
    """What it works through, such as `cluster`; the app opens that once a run, and handlers find it as `context.connection`."""

    recorded_as: "ClassVar[type[Resource[Any]] | None]" = None
    """The class that its records name in its place, where several classes are ways to declare the same thing."""

    id: str = attrs.field(kw_only=False)
    app: App | None = attrs.field(default=None, repr=False)
    depends_on: "Sequence[Resource[Any]]" = attrs.field(default=(), repr=False)
    protect: bool = attrs.field(default=False, repr=False)
    retain: bool = attrs.field(default=False, repr=False)
    adopt: bool = attrs.field(default=False, repr=False)
    aliases: Sequence[str] = attrs.field(default=(), repr=False)
    replacement: Replacement = attrs.field(default="create-first", repr=False)
    tries: int = attrs.field(default=1, repr=False)
    limit: float | None = attrs.field(default=None, repr=False)

    def __attrs_post_init__(self) -> None:
        app = self.app if self.app is not None else current_app()
        if app is None:
            what = f"{type(self).__name__} {self.id!r} is declared outside an app"
            why = "resources are declared in the body of an app, or given one"
            raise UsageError(
                compose(what, why, ('async with alchemy("name") as app: ...', f'{type(self).__name__}("{self.id}", app=app, ...)'))
            )
        object.__setattr__(self, "_handle", app.declare(self))  # no input, so no field

    @property
    def handle(self) -> Handle:
        """Where the engine keeps how far it is."""
        handle: Handle = self.__dict__["_handle"]
        return handle

    def __await__(self) -> Generator[Any, None, Output]:
        return cast("Awaitable[Output]", self.handle.result()).__await__()

    @property
    def output(self) -> Output:
        """What the handler returned, once it was awaited; before, a reference to it."""
        return cast("Output", self.handle.output())

    # What a handler has to know.

    @abc.abstractmethod
    async def create(self, context: Context) -> Output:
        """Makes it, and returns what is known of it. Called again under the same `context.operation_key` where a run was cut off."""

    @abc.abstractmethod
    async def update(self, context: Context, old: Output) -> Output:
        """Changes it to these inputs; `context.old(self)` has the inputs as last applied, `old` what was last returned."""

    @abc.abstractmethod
    async def delete(self, context: Context, old: Output) -> None:
        """Takes it away; where it was gone before, that is well too."""

    async def read(self, context: Context, old: Output | None) -> Output | None:
        """Looks at it from outside: what is there now, or None where nothing is.

        Where it is not overridden, what is recorded counts as what is there.

        Args:
            context: as for the others.
            old: what was last returned; None where a run was cut off in `create`: look by identity or `context.operation_key` then.
        """
        raise NotImplementedError

    async def recall(self, shared: Sharing, output: Output) -> None:
        """Called in place of `read` where nothing is looked at (`refresh=False`): lets others in the run know what is recorded.

        Args:
            shared: what the handlers of the run share; no connection is opened for it.
            output: what was last returned.
        """

    def diff(self, old: Any) -> Change:
        """Whether other inputs than those last applied are an `update`, or take another one in its place: a `replace`.

        Args:
            old: the resource with its inputs as last applied; of the same class, so that it can be declared as `old: Self`.
        """
        del old
        return "update"

    def may_be_replaced(self) -> bool:
        """Whether `diff` may say so, asked where its inputs are not known yet; by default where there is a `diff` of its own."""
        return cast("Any", type(self)).diff is not cast("Any", Resource).diff

    def drifted(self, old: Output, live: Output) -> str | None:
        """What was changed outside, in a few words, or None: then nothing is repaired. By default whatever differs has drifted."""
        return None if old == live else "changed outside"

    async def preview(self, context: Context, old: Output | None, live: Output | None) -> Preview | None:
        """What creating or updating it would come to: the provider is asked, and changes nothing. None where it cannot be asked.

        Args:
            context: as for the others.
            old: what was last returned; None where it would be created.
            live: what `read` said, or `old` where there is no `read`; None where nothing is there.

        Raises:
            Exception: the provider would refuse it.
        """
        del context, old, live
        return None

    def foreseen(self, old: Output | None) -> Output | None:
        """The output as far as it is known before it is created or updated; None where it is not: then a plan goes on with references.

        Args:
            old: what is there now; None where nothing is.
        """
        del old
        return None

    async def ready(self, context: Context, output: Output) -> Output:
        """Waits until it works; by default it does at once. Called again by the next run where this one was cut off."""
        del context
        return output

    def works(self, output: Output) -> bool:
        """Whether what `create` or `update` returned works as it is; then `ready` is not asked. By default where there is no `ready`.

        Args:
            output: what it returned just now.
        """
        del output
        return not is_awaited(self)

    async def gone(self, context: Context, old: Output) -> None:
        """Waits until what `delete` took away is gone; by default it is at once. The next run goes on where this one was cut off."""
        del context, old

    # What the engine asks of it; the defaults serve most resources.

    def check(self) -> None:
        """Refuses inputs that cannot be meant, as the resource is declared; nothing is collected in a run that refused one."""

    @classmethod
    def default_provider(cls) -> Provider:
        """What fills the slot where the app was given nothing."""
        raise NotImplementedError(f"{cls.__name__} names a slot, so it needs a default_provider")

    def key(self) -> str:
        """The id under which it is recorded: unique in the app."""
        return self.id

    def identity(self) -> str | None:
        """Its name in the outside world where that is known before it is created: two records never share one."""
        return None

    def provides(self) -> tuple[str, ...]:
        """Names of what others may need of it."""
        return ()

    def stands_alone(self) -> bool:
        """Whether making or changing it touches nothing else that a script could declare and that stands alone too; by default it may."""
        return False

    def requires(self) -> tuple[str, ...]:
        """Names of what it needs; it waits for whatever was declared before it and provides one of them."""
        return ()

    def open_inputs(self) -> list[Any]:
        """The inputs in which references to other resources are looked for."""
        closed = opaque_names(type(self))
        return [getattr(self, name) for name in input_names(type(self)) if name not in closed]

    def output_type(self) -> Type:
        """The type of references to its output."""
        return _output_type(type(self))

    def encode(self) -> dict[str, Any]:
        """The inputs as JSON, by field."""
        return {name: codec.encode(getattr(self, name)) for name in input_names(type(self))}

    @classmethod
    def decode(cls, id_: str, props: dict[str, Any]) -> Self:
        """A resource as it was recorded, undeclared: it can only be asked to delete or read itself."""
        types = {attribute.name: attribute.type for attribute in _fields_of(cls)}
        values = {name: codec.decode(props[name], types[name]) for name in input_names(cls) if name in props}
        return cls.undeclared(id_, values)

    @classmethod
    def undeclared(cls, id_: str, values: dict[str, Any]) -> Self:
        """A resource with these fields, which no app knows of; fields that are not given have their defaults."""
        self = cls.__new__(cls)
        for name, value in {"id": id_, "app": None, **values}.items():
            object.__setattr__(self, name, value)
        for attribute in _fields_of(cls):
            if attribute.default is not attrs.NOTHING and attribute.name not in self.__dict__:
                object.__setattr__(self, attribute.name, _default(attribute.default, self))
        return self

    def encode_output(self, output: Output) -> Any:
        """The output as JSON."""
        return codec.encode(output)

    def decode_output(self, data: Any) -> Output:
        """The output from JSON."""
        return cast("Output", codec.decode(data, _output_class(type(self))))


def _fields_of(cls: Any) -> "tuple[attrs.Attribute[Any], ...]":
    fields: tuple[attrs.Attribute[Any], ...] = attrs.fields(cls)
    return fields


def _default(default: Any, resource: Any) -> Any:
    if not isinstance(default, attrs.Factory):  # type: ignore[arg-type] # a class, whatever its stub says
        return default
    return default.factory(resource) if default.takes_self else default.factory()


@lru_cache(maxsize=256)
def input_names(cls: type[Resource[Any]]) -> tuple[str, ...]:
    """The fields that are inputs, in the order of the class."""
    handling = {"id", "app", *handling_names(cls)}
    return tuple(attribute.name for attribute in _fields_of(cls) if attribute.name not in handling)


@lru_cache(maxsize=256)
def handling_names(cls: type[Resource[Any]]) -> tuple[str, ...]:
    """The fields that say how the engine handles it, and where it lives."""
    every = [attribute.name for attribute in _fields_of(Resource) if attribute.name not in {"id", "app"}]
    where = _where_name(cls)
    return tuple(every) if where is None else (*every, where)


def where_of(resource: Resource[Any]) -> Any:
    """What a resource says of where it lives; None for the default one, and where there are not several."""
    name = _where_name(type(resource))
    return None if name is None else getattr(resource, name)


def slot_of(resource: Resource[Any]) -> str | None:
    """The slot that a resource works through, with the name of where it lives; None where it needs nothing."""
    return None if resource.slot is None else slot_called(resource.slot, where_of(resource))


def is_moved(record: Record, resource: Resource[Any]) -> bool:
    """Whether what is declared lives in another one of the sort than what is recorded."""
    return slot_of(resource) != record.slot and resource.slot == sort_of(record.slot)


def put_where(resource: Placed, record: Record) -> Placed:
    """The resource, which lives where its record says."""
    name = _where_name(type(resource))
    if name is not None:
        object.__setattr__(resource, name, None if record.slot is None else name_in(record.slot))
    return resource


@lru_cache(maxsize=256)
def _where_name(cls: type[Resource[Any]]) -> str | None:
    return next((attribute.name for attribute in _fields_of(cls) if attribute.metadata.get(_WHERE)), None)


@lru_cache(maxsize=256)
def setting_names(cls: type[Resource[Any]]) -> frozenset[str]:
    """The inputs that are settings: no reason to update."""
    return frozenset(attribute.name for attribute in _fields_of(cls) if attribute.metadata.get(_SETTING))


@lru_cache(maxsize=256)
def opaque_names(cls: type[Resource[Any]]) -> frozenset[str]:
    """The inputs in which no references are looked for."""
    return frozenset(attribute.name for attribute in _fields_of(cls) if attribute.metadata.get(_OPAQUE))


def can_read(resource: Resource[Any]) -> bool:
    """Whether the handler has a `read` of its own."""
    return cast("Any", type(resource)).read is not cast("Any", Resource).read


def is_awaited(resource: Resource[Any]) -> bool:
    """Whether the handler has a `ready` of its own: by default what was made works at once."""
    return cast("Any", type(resource)).ready is not cast("Any", Resource).ready


@lru_cache(maxsize=256)
def _output_type(cls: Any) -> Type:
    return type_of_class(_output_class(cls))


@lru_cache(maxsize=256)
def _output_class(cls: type[Any]) -> Any:
    for base in cls.__mro__:
        for parent in base.__dict__.get("__orig_bases__", ()):
            if get_origin(parent) is Resource and not isinstance(get_args(parent)[0], TypeVar):
                return get_args(parent)[0]
    return Any
