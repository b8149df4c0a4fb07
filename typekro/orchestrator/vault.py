"""Between the engine and the store: records are plain on this side of it, and hold nothing that is secret on the other."""

import json
import marshal
import re
import shlex
from collections.abc import Iterable, Mapping
from typing import Any, Final, Self

import anyio
import anyio.to_thread
import attrs

from typekro.errors import RefusedError, StateError, UsageError, compose
from typekro.expressions.guards import is_mapping, is_sequence
from typekro.orchestrator.codec import as_recorded
from typekro.orchestrator.keys import DataKey, KeySource, remedy, slow_digest
from typekro.orchestrator.plan import FieldChange
from typekro.orchestrator.redacting import SHOWN, known, redacted
from typekro.orchestrator.slots import forget_command
from typekro.orchestrator.state.keyring import WrappedKey
from typekro.orchestrator.state.protocol import Store
from typekro.orchestrator.state.records import Entry, Record, Stack

SEALED: Final = "$typekro.secret"
"""The one key of what stands in a record in the place of a value that is encrypted."""

_SEALED: Final = SEALED.encode()
CHANGED: Final = "<secret changed>"

_FIELDS = ("props", "pending", "output")
_DIGEST = re.compile(r"<secret (scrypt|hmac-sha256):[0-9a-f]{64}>")
# What str() makes of a secret, and no element of XML.
_PRINTED = re.compile(re.escape(SHOWN) + r"(?!.*</secret>)", re.DOTALL)


@attrs.frozen
class Hidden:
    """A text in the inputs of a resource of which the record keeps a digest: enough to see that it changed.

    Args:
        value: the text.
    """

    value: str = attrs.field(repr=False)


@attrs.define(eq=False, kw_only=True)
class Vault:
    """What is secret in the records of one stage.

    Args:
        store: keeps the key, wrapped.
        lineage: the UUID of the state.
        source: what the key is wrapped with; None where there is nothing: then no secret can be recorded.
        key: the data key; None where there is no source.
        wrapped: the key as the store has it; None until the first secret is recorded.
    """

    store: Store
    lineage: str
    source: KeySource | None = None
    key: DataKey | None = None
    wrapped: WrappedKey | None = None
    _used: bool = False
    _seals: dict[str, tuple[str, Any]] = attrs.field(factory=dict[str, tuple[str, Any]], repr=False)
    _digests: dict[tuple[str, str], str] = attrs.field(factory=dict[tuple[str, str], str], repr=False)
    _keeping: anyio.Lock = attrs.field(factory=anyio.Lock)

    @classmethod
    async def open(cls, store: Store, stack: Stack, source: KeySource | None, records: Iterable[Record]) -> Self:
        """The vault of a stage, once it is sure that what is recorded can be opened.

        Raises:
            RefusedError: there is nothing to open it with, or the wrong thing.
            StateError: the state lost its key.
        """
        wrapped = await store.key()
        holder = next((record.id for record in records if any(holds_sealed(getattr(record, name)) for name in _FIELDS)), None)
        if holder is not None and wrapped is None:
            why = f"{holder} has one, and was restored without its key"
            raise StateError(compose(f"{store.location}: the key of its secrets is lost: nothing was changed", why), store.location)
        if holder is not None and source is None:
            what = f"{stack.app}/{stack.stage} has secrets in {store.location}, and there is nothing to open them with: nothing was changed"
            hints = [
                *remedy(wrapped),
                "or drop its record, and touch nothing outside:",
                forget_command(shlex.quote(holder), stack.stage, stack.app),
            ]
            raise RefusedError(compose(what, f"{holder} has one", hints), {"resource": holder})
        key = None
        if source is not None:
            key = DataKey.new() if wrapped is None else await anyio.to_thread.run_sync(source.unwrap, wrapped, store.location)
        return cls(store=store, lineage=stack.lineage, source=source, key=key, wrapped=wrapped)

    def check(self, id_: str) -> None:
        """Refuses a resource that has a secret, where that could not be encrypted.

        Raises:
            RefusedError: there is nothing to encrypt it under.
        """
        if self.key is None:
            what = f"{id_} has a secret, and there is nothing to encrypt it under in the state: it was not touched"
            raise RefusedError(compose(what, "the state file holds no secret as it is", remedy(self.wrapped)), {"resource": id_})

    def check_name(self, id_: str, name: str | None) -> None:
        """Refuses a resource that is called by a secret outside.

        Raises:
            RefusedError: a secret is a part of its name.
        """
        if name is not None and known().within(name):
            what = f"{id_}: a secret is a part of what it is called outside: it was not touched"
            raise RefusedError(compose(what, "names are shown in every output", "a secret can stand in any other input"), {"resource": id_})

    # From the store.

    def opened(self, record: Record) -> Record:
        """A record as the engine has it.

        Raises:
            StateError: what is encrypted in it was changed, or moved from another place.
        """
        if self.wrapped is None:  # nothing in the file is encrypted
            return record
        return attrs.evolve(record, **{name: self._opened(getattr(record, name), self._about(record.id, name)) for name in _FIELDS})

    def _opened(self, value: Any, at: str) -> Any:
        return self._opened_within(value, at) if _may_hold_key(value) else value

    def _opened_within(self, value: Any, at: str) -> Any:
        if is_sequence(value):
            return [self._opened_within(part, f"{at}[{number}]") for number, part in enumerate(value)]
        if not is_mapping(value):
            return value
        if SEALED not in value:
            return {name: self._opened_within(part, f"{at}.{name}") for name, part in value.items()}
        seal: Mapping[str, str] = value[SEALED]
        try:
            inside = json.loads(self._key().open(seal["box"], at))
        except ValueError:
            _, id_, path = at.split("|", 2)
            what = f"{self.store.location}: a secret of {id_} cannot be opened: nothing was changed"
            why = f"what is encrypted in {path} was changed, moved from another place, or encrypted with another key than {seal['key']}"
            raise StateError(compose(what, why, "put a copy of the state from before in its place"), self.store.location) from None
        for secret in inside["secrets"]:
            known().add(secret)
        self._seals[at] = (seal["mac"], value)
        return inside["value"]

    # To the store.

    async def sealed(self, entry: Entry, before: Record | None = None) -> Entry:
        """An entry as the store has it: what is secret in its record is encrypted, and the key of that is in the store by then.

        Args:
            entry: the entry, as the engine has it.
            before: the record as it is known so far; None where there was none. What it has was looked through as it was committed.

        Raises:
            RefusedError: there is nothing to encrypt what is secret under: nothing is to be written then.
        """
        record = entry.record
        if record is None:
            return entry
        values = {name: getattr(record, name) for name in _FIELDS}
        passed = () if before is None or known().any else tuple(map(id, (before.props, before.pending, before.output)))
        values |= {name: self._sealed(value, self._about(record.id, name)) for name, value in values.items() if id(value) not in passed}
        kept = not self._used or self.wrapped is not None  # a digest takes the key too, and leaves the values as they are
        if kept and record.error is None and all(values[name] is getattr(record, name) for name in _FIELDS):
            return entry
        error = None if record.error is None else redacted(record.error)
        if self._used and self.wrapped is None:
            await self._keep()
        return attrs.evolve(entry, record=attrs.evolve(record, error=error, **values))

    def _sealed(self, value: Any, at: str) -> Any:
        if value is None or isinstance(value, bool):
            return value
        if not known().any:  # most runs have no secrets: then everything stays as it is
            if _may_hold_key(value):
                _refuse_reserved(value, at)
            return value
        if is_sequence(value):
            return [self._sealed(part, f"{at}[{number}]") for number, part in enumerate(value)]
        if is_mapping(value):
            _refuse_reserved_key(value, at)
            secrets = [secret for name in value for secret in known().within(str(name))]
            return self._seal(value, secrets, at) if secrets else {name: self._sealed(part, f"{at}.{name}") for name, part in value.items()}
        if isinstance(value, str):
            secrets = known().within(value)
        else:  # a password of figures may have become a number
            secrets = [secret for secret in known().within(str(value)) if secret == str(value)]
        return self._seal(value, secrets, at) if secrets else value

    def _seal(self, value: Any, secrets: list[str], at: str) -> Any:
        self.check(at.split("|", 2)[1])
        key = self._key()
        mac = key.mac(json.dumps(value), at)
        before = self._seals.get(at)
        if before is not None and before[0] == mac:  # the same value looks the same in the file
            return before[1]
        box = key.seal(json.dumps({"value": value, "secrets": secrets}), at)
        made = {SEALED: {"key": key.id, "mac": mac, "box": box}}
        self._seals[at] = (mac, made)
        return made

    async def _keep(self) -> None:
        async with self._keeping:
            if self.wrapped is not None or self.source is None:
                return
            wrapped = await anyio.to_thread.run_sync(self.source.wrap, self._key())
            kept = await self.store.keep_key(wrapped)
            if kept.key_id != wrapped.key_id:
                what = f"{self.store.location}: another run made the key of its secrets at the same moment: nothing was changed"
                raise StateError(compose(what, (), "run again"), self.store.location)
            self.wrapped = kept

    def _key(self) -> DataKey:
        if self.key is None:
            raise RuntimeError("there is no key")  # `open` and `check` see to that
        self._used = True
        return self.key

    # What is recorded as a digest.

    def digest(self, path: str, text: str) -> str:
        """What stands in a record in the place of a text that only has to be known again.

        Args:
            path: where it stands in its resource; the same text elsewhere in one has another digest.
            text: the text.
        """
        # A resource may be renamed, and is then still the same: its id is no part of it.
        about = f"{self.lineage}|{path}"
        if (about, text) not in self._digests:
            method, code = ("scrypt", slow_digest(text, about)) if self.key is None else ("hmac-sha256", self._key().mac(text, about))
            self._digests[about, text] = f"<secret {method}:{code}>"
        return self._digests[about, text]

    def inputs(self, id_: str, encoded: Mapping[str, Any]) -> dict[str, Any]:
        """The inputs of a resource, as they are recorded.

        Args:
            id_: the resource.
            encoded: what its `encode` gave.

        Raises:
            UsageError: a text holds what str() makes of a secret.
        """
        found: dict[str, Any] = as_recorded({name: self._digested(id_, part, name) for name, part in encoded.items()})
        return found

    def _digested(self, id_: str, value: Any, path: str) -> Any:
        if isinstance(value, Hidden):
            return self.digest(path, value.value)
        if is_mapping(value):
            return {name: self._digested(id_, part, f"{path}.{name}") for name, part in value.items()}
        if is_sequence(value):
            return [self._digested(id_, part, f"{path}[{number}]") for number, part in enumerate(value)]
        if isinstance(value, str) and known().printed and _PRINTED.search(value):
            why = "str(), repr() and % show that something is a secret; they do not stand for its value"
            raise UsageError(compose(f"{id_}: {path} holds the text {SHOWN}", why, 'f"...{secret}..."'), {"resource": id_})
        return value

    def _about(self, id_: str, name: str) -> str:
        return f"{self.lineage}|{id_}|{name}"


def _may_hold_key(value: Any) -> bool:
    """Whether the reserved key can be somewhere in what is JSON: all of it in one piece tells that sooner than its parts, or its text."""
    if value is None:
        return False
    try:
        return _SEALED in marshal.dumps(value, 0)
    except ValueError:  # a class of somebody's own that is written as JSON all the same
        return SEALED in json.dumps(value)


def _refuse_reserved(value: Any, at: str) -> None:
    if is_mapping(value):
        _refuse_reserved_key(value, at)
        for part in value.values():
            _refuse_reserved(part, at)
    elif is_sequence(value):
        for part in value:
            _refuse_reserved(part, at)


def _refuse_reserved_key(value: Mapping[Any, Any], at: str) -> None:
    if SEALED in value:
        raise UsageError(compose(f"{at.split('|', 2)[1]}: the key {SEALED!r} is reserved", "typekro knows by it what it encrypted"))


def holds_digest(value: Any) -> bool:
    """Whether a digest stands somewhere in a value."""
    if isinstance(value, str):
        return _DIGEST.fullmatch(value) is not None
    if is_mapping(value):
        return any(map(holds_digest, value.values()))
    return is_sequence(value) and any(map(holds_digest, value))


def holds_sealed(value: Any) -> bool:
    """Whether something in a value, as the store has it, takes the key to be opened or compared."""
    if isinstance(value, str):
        found = _DIGEST.fullmatch(value)
        return found is not None and found[1] != "scrypt"
    if is_mapping(value):
        return SEALED in value or any(map(holds_sealed, value.values()))
    return is_sequence(value) and any(map(holds_sealed, value))


def redacted_change(change: FieldChange) -> FieldChange:
    """A change for people: what is secret is not told, but that it changes is."""
    before, after = shown(change.before), shown(change.after)
    if before == after and change.before != change.after:
        after = CHANGED
    return FieldChange(redacted(change.path), before, after)


def shown(value: Any) -> Any:
    """JSON for people: what is encrypted, a digest, or known to be secret is `<secret>`."""
    if isinstance(value, str):
        return SHOWN if _DIGEST.fullmatch(value) else redacted(value)
    if is_mapping(value):
        return SHOWN if SEALED in value else {redacted(str(name)): shown(part) for name, part in value.items()}
    if is_sequence(value):
        return [shown(part) for part in value]
    if value is None or isinstance(value, bool):
        return value
    return SHOWN if str(value) in known().within(str(value)) else value
