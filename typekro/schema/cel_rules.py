"""The CEL of `validation`, as far as Kubernetes would refuse it: it is Kubernetes' own CEL, about `self` and `oldSelf`, and not kro's."""

import re
from collections.abc import Iterator
from typing import Any, Final

from typekro.schema.markers import IMMUTABLE, RULES
from typekro.schema.problems import RefusedError

# Kubernetes has these beyond what kro has; where they are used, the types are left to it.
_BEYOND_KRO: Final = re.compile(r"\b(sets|format|authorizer)\.|__|found no matching overload for '[<>]=?'")


def problems_of_rules(schema: dict[str, Any]) -> Iterator[RefusedError]:
    """Each rule of a schema that Kubernetes cannot read; where Google's CEL library is absent, it is left to Kubernetes.

    Args:
        schema: the schema of a field, with its rules.
    """
    rules = [rule["rule"] for rule in schema.get(RULES, ()) if rule["message"] != IMMUTABLE]
    if not rules:
        return
    from typekro.expressions import library  # noqa: PLC0415 - Google's library is loaded where it is needed

    if not library.available():
        return
    environment = library.Environment({"self": schema, "oldSelf": schema})
    for rule in rules:
        what, near = "", None
        try:
            type_ = str(environment.compile(rule).type)
            if type_ not in {"bool", "dyn"}:
                what = f"it is {type_}, and not bool"
        except library.CelError as error:
            what, near = error.reason, error.nearest
        if what and not (_BEYOND_KRO.search(rule) or _BEYOND_KRO.search(what)):
            why = "the rule is CEL of Kubernetes, in which self is the value and fields have their names in the cluster"
            yield RefusedError(f"its validation {rule} cannot be meant: {what}", why, near or (), "Kubernetes")
