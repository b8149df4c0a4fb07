"""What goes wrong with a ResourceGraphDefinition, in words: pure."""

import json
import shlex
from collections.abc import Iterable
from typing import Final

from typekro.errors import GraphOperation, ResourceGraphFactoryError, compose, retell
from typekro.kro.served import Kept
from typekro.kubernetes import ApiError, KindNotFoundError

BREAKING: Final = "breaking changes detected"
"""What kro says of a change of a kind that it refuses."""


def kept_failure(name: str, crd: str, kept: list[Kept]) -> ResourceGraphFactoryError:
    """The error where kro says Ready, and has left a part of the kind as it was."""
    what = f"{name}: kro says Ready, and has left a part of the CustomResourceDefinition as it was"
    why = [*(str(part) for part in kept), "kro does not look at changes there; instances are still checked by the old rules"]
    patch = json.dumps([part.patch for part in kept])
    hint = f"kubectl patch crd {crd} --type=json --patch={shlex.quote(patch)}, and run again"
    return ResourceGraphFactoryError(compose(what, why, hint), name, "deployment")


def refused_failure(name: str, reason: str, changes: Iterable[str] = ()) -> ResourceGraphFactoryError:
    """The error where kro refuses a definition.

    Args:
        name: its name.
        reason: what kro says.
        changes: what breaks the kind, where kro does not say which fields it means.
    """
    if BREAKING in reason:
        why = [reason, *changes, "kro keeps the old kind, so that existing instances go on under the old schema"]
        hints = [
            "keep the fields as they were and add new ones with defaults, or define another graph: of another name, and another kind",
            f"or let kro break them: kubectl annotate rgd {name} kro.run/allow-breaking-changes=true, and run again",
        ]
        return ResourceGraphFactoryError(compose(f"{name}: kro refused the change of the schema", why, hints), name, "deployment")
    what = f"{name}: kro refused the ResourceGraphDefinition"
    return ResourceGraphFactoryError(compose(what, reason, f"kubectl describe rgd {name}"), name, "deployment")


def api_failure(name: str, error: ApiError | KindNotFoundError, operation: GraphOperation) -> ResourceGraphFactoryError:
    """The error where the server refuses what was asked about a definition, or knows no kro."""
    if isinstance(error, KindNotFoundError):
        hint = [
            "install kro 0.9 or newer in this cluster: its Helm chart is the usual way",
            "or deploy without it: typekro up FILE --direct",
        ]
        return ResourceGraphFactoryError(
            compose(f"{name}: this cluster has no kro", error.message.splitlines()[0], hint), name, operation, error
        )
    verb = {"deployment": "applied", "cleanup": "removed", "getInstance": "read"}[operation]
    what = f"{name}: the ResourceGraphDefinition could not be {verb}"
    return ResourceGraphFactoryError(retell(what, error.message), name, operation, error)
