"""Conditions as kro keeps them: some that count, and Ready, which is made of these; pure, the time is given."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import attrs

Condition = dict[str, Any]
READY: Final = "Ready"


@attrs.frozen
class About:
    """The object that has the conditions.

    Args:
        generation: its generation.
        created: when it was made, as Kubernetes writes times.
        deleting: whether it is being deleted.
        now: the time, in the same form.
    """

    generation: int
    created: str
    deleting: bool
    now: str

    @classmethod
    def of(cls, manifest: Mapping[str, Any], now: str) -> "About":
        """What of an object matters to its conditions."""
        metadata = manifest["metadata"]
        return cls(metadata.get("generation", 0), metadata["creationTimestamp"], "deletionTimestamp" in metadata, now)


class Conditions:
    """Conditions that change one at a time, as kro sets them while it works.

    Args:
        counting: the types of which Ready is made.
        about: whose they are.
        before: what the object has now; all that count and are not there yet await the first look.
        outdated: types that earlier versions wrote, and that go.

    Example:
        >>> found = Conditions(("Made",), About(1, "2026-01-01T00:00:00Z", False, "2026-01-01T00:00:05Z"), [])
        >>> found.set("Made", "True", "Done", "it is made")
        >>> [(each["type"], each["status"]) for each in found.all]
        [('Made', 'True'), ('Ready', 'True')]
    """

    def __init__(self, counting: Sequence[str], about: About, before: Sequence[Mapping[str, Any]], outdated: Sequence[str] = ()) -> None:
        self.counting = tuple(counting)
        self.about = about
        self.all: list[Condition] = [dict(each) for each in before if each.get("type") not in outdated]
        for type_ in (READY, *self.counting):
            if self.get(type_) is None:
                self.set(type_, "Unknown", "AwaitingReconciliation", f'condition "{type_}" is awaiting reconciliation')

    def get(self, type_: str) -> Condition | None:
        """The condition of a type, or None."""
        return next((each for each in self.all if each["type"] == type_), None)

    def holds(self, *types: str) -> bool:
        """Whether all of these are True."""
        return all((self.get(type_) or {}).get("status") == "True" for type_ in types)

    @property
    def ready(self) -> bool:
        """Whether Ready is True for this generation."""
        found = self.get(READY) or {}
        return found.get("status") == "True" and found.get("observedGeneration") == self.about.generation

    def set(self, type_: str, status: str, reason: str, message: str) -> None:
        """Sets a condition, and Ready after it.

        Args:
            type_: its type.
            status: `True`, `False` or `Unknown`.
            reason: kro's word for why.
            message: why, in words.
        """
        others, old = [each for each in self.all if each["type"] != type_], self.get(type_)
        if self.about.deleting:
            others = [self._at_generation(each) for each in others]
        condition = self._at_generation({"type": type_, "status": status, "reason": reason, "message": message})
        condition["lastTransitionTime"] = self._changed(old, type_, status)
        if old == condition:
            return
        root = [each for each in others if each["type"] == READY]
        rest = [each for each in others if each["type"] != READY]
        (root if type_ == READY else rest).append(condition)
        # Kubernetes' times are texts whose order is that of the times.
        self.all = [*sorted(rest, key=lambda each: str(each.get("lastTransitionTime", ""))), *root]
        if type_ != READY:
            self._follow()

    def _at_generation(self, condition: Condition) -> Condition:
        bare = {key: value for key, value in condition.items() if key != "observedGeneration"}
        return bare | ({"observedGeneration": self.about.generation} if self.about.generation else {})

    def _changed(self, old: Mapping[str, Any] | None, type_: str, status: str) -> Any:
        if old is None:
            return self.about.created if type_ in {*self.counting, READY} else self.about.now
        return old.get("lastTransitionTime") if old.get("status") == status else self.about.now

    def _follow(self) -> None:
        """Ready is as the newest of those that are not well."""
        unwell = [
            each
            for each in self.all
            if each["type"] in self.counting and (each["status"] != "True" or each.get("observedGeneration") != self.about.generation)
        ]
        if not unwell:
            self.set(READY, "True", READY, "")
            return
        unwell.sort(key=lambda each: str(each.get("lastTransitionTime", "")), reverse=True)
        worst = next((each for status in ("False", "Unknown") for each in unwell if each["status"] == status), None)
        if worst is not None:
            self.set(READY, worst["status"], worst.get("reason", ""), worst.get("message", ""))
