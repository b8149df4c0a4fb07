"""What typekro's schemas make of objects of Kubernetes' own kinds, in the form in which the real answers are kept."""

from typing import Any

from tests.local.schemas.answering import bad_request, verdict
from tests.local.schemas.recording import continued
from typekro.local.schemas import DecodingError, builtin_problems, created, problems_of_crd, read_builtin, strict_message, updated
from typekro.openapi.kinds import Kinds


def answered_builtin(new: dict[str, Any], old: dict[str, Any] | None) -> dict[str, Any]:
    """The answer to one object, after what was stored before, where there was something."""
    namespaced = Kinds.builtin().known[new["apiVersion"], new["kind"]].namespaced
    try:
        before = read_builtin(old).object if old is not None else None
        sent = new if old is None else continued(new, {**old, "metadata": {"resourceVersion": "1", **old["metadata"]}})
        found = read_builtin(sent)
    except DecodingError as error:
        return bad_request(new, error.said)
    if found.unknown:
        return bad_request(new, strict_message(found.unknown))
    if before is None:
        made = created(found.object, uid="u", allocate=lambda: "10.0.0.1")
    else:
        before = {**before, "metadata": {**before["metadata"], "resourceVersion": "1"}}
        made = updated(found.object, before)
    if new["kind"] == "CustomResourceDefinition":
        return verdict(made, problems_of_crd(made, before))
    return verdict(made, builtin_problems(made, before, namespaced=namespaced))
