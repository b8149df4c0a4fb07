"""Slots by name: an app can be given several of one sort, such as clusters; `cluster` is the default one, `cluster:eu` has a name."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from typekro.errors import RefusedError, UsageError, compose
from typekro.expressions import roots_of
from typekro.orchestrator.state.records import Record
from typekro.schema.problems import nearest

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def slot_called(slot: str, name: str | None) -> str:
    """The slot of a sort that goes by a name; the default one where there is none.

    Example:
        >>> slot_called("cluster", "eu"), slot_called("cluster", None)
        ('cluster:eu', 'cluster')
    """
    return slot if name is None else f"{slot}:{name}"


def sort_of(slot: str | None) -> str | None:
    """What sort of slot it is, whatever its name.

    Example:
        >>> sort_of("cluster:eu"), sort_of("cluster"), sort_of(None)
        ('cluster', 'cluster', None)
    """
    return None if slot is None else slot.partition(":")[0]


def name_in(slot: str) -> str | None:
    """The name that a slot goes by; None for the default one of its sort."""
    return slot.partition(":")[2] or None


def told(slot: str) -> str:
    """A slot, as it is told to the user.

    Example:
        >>> told("cluster:eu"), told("cluster")
        ('cluster eu', 'cluster')
    """
    return slot.replace(":", " ")


def told_beside(slot: str) -> str:
    """A slot, as it is told to the user where there are others beside it."""
    return f"the default {slot}" if name_in(slot) is None else told(slot)


def check_names(sort: str, given: Mapping[Any, object]) -> None:
    """Refuses names that could be no part of an id.

    Args:
        sort: what is given, such as `cluster`.
        given: them, by name.

    Raises:
        UsageError: one of the names is none.
    """
    wrong = next((name for name in given if not isinstance(name, str) or not _NAME.fullmatch(name)), None)
    if wrong is not None:
        why = "it becomes a part of ids: letters, digits, -, _ and ., and a letter or a digit first"
        raise UsageError(compose(f"{wrong!r} cannot be the name of a {sort}", why, _example(sort, ["eu"])))


def check_where(call: str, sort: str, name: object) -> None:
    """Refuses what is no name, where a resource says in which one it lives.

    Args:
        call: the class of the resource, and its id.
        sort: what it lives in, such as `cluster`.
        name: what it says.

    Raises:
        UsageError: it is no text, or one that is not known while the script runs.
    """
    if name is None or (not roots_of(name) and isinstance(name, str)):
        return
    what = f"{call}: {sort} is {'a reference' if roots_of(name) else repr(name)}, no name"
    why = f"it is one of the names in {sort}s= of the app, written down"
    raise UsageError(compose(what, why, f'{_example(sort, ["eu"])} in alchemy(...), and {sort}="eu" here'))


def check_known(key: str, app: str, slot: str, given: Iterable[str]) -> None:
    """Refuses a name that the app was given nothing for.

    Args:
        key: the resource.
        app: the app's name.
        slot: the resource's slot.
        given: the slots that the app was given something for.

    Raises:
        UsageError: it is not among them.
    """
    name, sort = name_in(slot), sort_of(slot)
    if ":" not in slot or slot in given or sort is None:
        return
    names = sorted(known for each in given if sort_of(each) == sort and (known := name_in(each)) is not None)
    what = f"{key} is declared in {sort} {name or ''!r}, and app {app!r} was given none of that name"
    near = nearest(name or "", names)
    if near is not None:
        raise UsageError(compose(what, f"did you mean {near!r}?", f'{sort}="{near}"'))
    why = f"it was given {', '.join(names)}" if names else f"it was given {sort}s of no name at all"
    raise UsageError(compose(what, why, _example(sort, [name or "eu"])))


def check_given(records: Iterable[Record], given: Iterable[str], stage: str, app: str) -> None:
    """Refuses to go on where records would have to be dealt with through what the app was not given.

    Args:
        records: those that would be.
        given: the slots that the app was given something for.
        stage: the stage, for the commands that the error names.
        app: the app, likewise.

    Raises:
        RefusedError: there are such records.
    """
    known = set(given)
    lost = [record for record in records if record.slot is not None and ":" in record.slot and record.slot not in known]
    if not lost:
        return
    slots = sorted({str(record.slot) for record in lost})
    sort = str(sort_of(slots[0]))
    lines = [f"{told(slot)}: {', '.join(record.id for record in lost if record.slot == slot)}" for slot in slots]
    names = [str(name_in(slot)) for slot in slots if sort_of(slot) == sort]
    hints = [f"give them to the app: {_example(sort, names)}"]
    if sort == "cluster":
        options = " ".join(f"--cluster {name}=CONTEXT" for name in names)
        hints[0] += f", or typekro destroy {app} {options}" + ("" if stage == "dev" else f" --stage {stage}")
    hints.append("or drop these records and touch nothing there:")
    hints += [forget_command(f"--{sort} {place}", stage, app) for place in sorted({str(each.place) for each in lost if each.place})]
    what = f"there are records in {sort}s that the app was not given: nothing was deleted"
    raise RefusedError(compose(what, lines, hints), {"slots": slots, "resources": [record.id for record in lost]})


def forget_command(what: str, stage: str, app: str = "") -> str:
    """The command that drops records and touches nothing outside.

    Args:
        what: which records.
        stage: the stage.
        app: the app; empty where it is not known, and the only one in the folder is meant.
    """
    return f"typekro state forget {what}" + (f" --app {app}" if app else "") + ("" if stage == "dev" else f" --stage {stage}")


def _example(sort: str, names: Iterable[str]) -> str:
    inner = ", ".join(f'"{name}": {sort.capitalize()}(...)' for name in names)
    return f"{sort}s={{{inner}}}"
