"""The differences that are known, each with its reason; `docs/local-differences.md` shows the same list."""

import json
import re
from collections.abc import Callable, Iterable, Sequence

import attrs

from tests.local.differential.calls import Call
from tests.local.differential.replies import Difference


@attrs.frozen
class Known:
    """A difference that is as it is wanted.

    Args:
        name: what differs, as a heading.
        real: what the real API server does.
        local: what the local one does.
        reason: why that stays so.
        covers: tells whether a difference in the answer to a request is this one.
        ends: what follows in a sequence cannot be compared any more.
    """

    name: str
    real: str
    local: str
    reason: str
    covers: Callable[[Call, Difference], bool]
    ends: bool = False


def _messages(difference: Difference, *, starts: str = "", within: str = "") -> bool:
    """Both sides say something of a kind in a message."""
    texts = (difference.real, difference.local)
    return all(isinstance(each, str) and each.startswith(starts) and within in each for each in texts)


def _same_letters(difference: Difference) -> bool:
    if all('}": ' in str(each) or '}\\": ' in str(each) for each in (difference.real, difference.local)):
        return bool(difference.real.rpartition('}"')[2] == difference.local.rpartition('}"')[2])
    return sorted(re.sub(r"[\\\s,\d]", "", difference.real)) == sorted(re.sub(r"[\\\s,\d]", "", difference.local))


def _refused_rules(call: Call, difference: Difference) -> bool:
    said = str(difference.real)
    return "x-kubernetes-validations" in json.dumps(call.body, default=str) and (
        said == "422" or "compilation failed" in said or "must evaluate to a bool" in said or "cost" in said
    )


def _going(call: Call, difference: Difference) -> bool:
    found = (difference.path, difference.real, difference.local)
    going = found == ("status", 200, 404) or (difference.path == "body" and "customresourcecleanup" in str(difference.real))
    return call.method == "GET" and "/customresourcedefinitions/" in call.path and going


def _openapi(call: Call, difference: Difference) -> bool:
    if call.path.startswith("/openapi/") and not difference.path.startswith("body.components.schemas."):
        return difference.path.startswith("body.")
    if call.path.startswith("/openapi/") and difference.local == "(absent)" and ".properties" not in difference.path:
        return True
    return call.path.startswith("/openapi/") and difference.path.rpartition(".")[2] in {
        "description",
        "enum",
        "default",
        "allOf",
        "type",
        "$ref",
    }


_UNSERVED = (
    "autoscaling",
    "bindings",
    "componentstatuses",
    "serviceaccounts/token",
    "pods/",
    "nodes/proxy",
    "services/proxy",
    "TokenRequest",
    "Binding",
    "ComponentStatus",
    "Eviction",
    "ComponentCondition",
    "BoundObject",
)


def _unserved(path: str) -> bool:
    return any(name in path for name in _UNSERVED)


KNOWN: tuple[Known, ...] = (
    Known(
        "Which unknown field of an applied object is named first",
        "names one of the fields that a schema does not declare, and stops there",
        "names the first of them, as the object has them",
        "Go walks through the fields in an order of its own, another one each time.",
        lambda _, found: (
            found.path == "body.message"
            and _messages(found, starts="failed to create typed patch object", within="field not declared in schema")
        ),
    ),
    Known(
        "History before the first request",
        "has forgotten what was before it began to watch a kind, and tells so (410)",
        "remembers all that was, up to 4096 events of a kind",
        "It lives for a test, and forgets nothing before that.",
        lambda call, found: call.watches and call.query.get("resourceVersion") == "1" and found.path.startswith("body"),
    ),
    Known(
        "OpenAPI of a group that is not there",
        "answers with nothing (404)",
        "answers with the page that all unknown paths have (404)",
        "No client asks for it, or looks at it.",
        lambda call, found: (
            call.path.startswith("/openapi/") and found.path in {"headers.content-type", "body"} and found.real in ("(absent)", "")
        ),
    ),
    Known(
        "What is only to be read in OpenAPI",
        "has descriptions, enumerations and defaults of built-in kinds, the kinds of options, and every parameter of every path",
        "has the kinds that are served, with types, lists, maps and their keys, and the paths as kubectl looks for them",
        "The bundled schemas leave out what no client needs to apply, compare and explain fields: they would be ten times as large.",
        _openapi,
    ),
    Known(
        "The address of the server in /api",
        "has the port",
        "has none",
        "The API server does not know who serves it, or whether anybody does.",
        lambda call, found: call.path == "/api" and found.path.endswith(".serverAddress"),
    ),
    Known(
        "The text of what a patch made, in refusals",
        "shows the whole object, its fields in alphabetical order where the patch touched them",
        "shows it with its fields as they are stored",
        "The order comes from the libraries of Go that merge JSON.",
        lambda _, found: "message" in found.path and _messages(found, within='Invalid value: "{') and _same_letters(found),
    ),
    Known(
        "Types in the rules of definitions",
        "refuses rules in CEL that do not fit to the types of their schema, or cost too much",
        "refuses rules that cannot be read; others fail for each object, when they run",
        "Costs and types are computed by libraries of Go from the whole schema.",
        lambda call, found: "customresourcedefinitions" in call.path and found.path in {"status", "body"} and _refused_rules(call, found),
    ),
    Known(
        "Changes of a claim that change nothing",
        "gives the claim a new resourceVersion",
        "leaves it as it is",
        "What the API server stores when a claim is created is not byte for byte what it stores when it is changed.",
        lambda call, found: (
            "/persistentvolumeclaims/" in call.path and call.method in {"PUT", "PATCH"} and found.path == "body.metadata.resourceVersion"
        ),
        ends=True,
    ),
    Known(
        "Rules that were not checked, where an object has no name",
        "tells that rules were not checked, beside what is wrong",
        "refuses the object for its name alone",
        "An object without a name is refused before anything else is looked at.",
        lambda _, found: (
            found.path in {"body.details.causes", "body.message"}
            and "some validation rules were not checked" in str(found.real)
            and "name or generateName is required" in str(found.local)
        ),
    ),
    Known(
        "What is said of values of another type in strategic merge patches",
        "names types of Go's reflection: `cannot restore struct from: int64`",
        "names the field and its type, as for other patches",
        "The library of Go that turns maps into structs has words of its own.",
        lambda _, found: "message" in found.path and "cannot restore" in str(found.real),
    ),
    Known(
        "Applying the status of a Service that is not there",
        "goes on as if the Service were created, and refuses it for its ports",
        "tells that there is none",
        "What it does follows from how its storage is put together; it is refused on both.",
        lambda call, found: (
            "/services/" in call.path and call.path.endswith("/status") and call.method == "PATCH" and found.path in {"status", "body"}
        ),
    ),
    Known(
        "Whole numbers that are written with a fraction",
        "writes 2.0 as 2",
        "writes it as it was sent",
        "To JSON, both are the same number.",
        lambda _, found: isinstance(found.local, float) and found.real == found.local,
    ),
    Known(
        "How long a definition takes to go",
        "deletes the objects of a definition one after the other, and looks for them again later",
        "deletes them at once",
        "Nothing in it takes time that does not have to.",
        _going,
        ends=True,
    ),
    Known(
        "The template of a job, in refusals to change it",
        "shows it with the names of Go's structs, and tells twice what is wrong in it",
        "shows it as JSON, and tells once what is wrong in it",
        "The names are those of Go's own structs, in their order.",
        lambda _, found: (
            found.path in {"body.details.causes", "body.message"}
            and "InitContainers" in str(found.real)
            and "field is immutable" in str(found.local)
        ),
    ),
    Known(
        "Advice about pods",
        "warns of fields of pods and of their templates that are of no use, or will go",
        "does not",
        "Nothing is refused, and nothing is changed.",
        lambda _, found: (
            found.path == "headers.warning"
            and re.search(r"field \\\\\"", found.real) is None
            and "spec" in found.real
            and found.local == "(absent)"
        ),
    ),
    Known(
        "Requests that the API server does not survive",
        "lets the connection go, since the request brings a nil pointer to light",
        "refuses it",
        "It is a defect.",
        lambda _, found: found.real in (0, "no answer"),
        ends=True,
    ),
    Known(
        "The object of a bookmark",
        "has an empty spec and an empty status",
        "has nothing but its kind and its metadata",
        "Only the resourceVersion of a bookmark means anything.",
        lambda call, found: (
            call.watches
            and re.fullmatch(r"body\[\d+\]\.object\.((?!metadata|kind|apiVersion|rows)\w+|rows\[0\]\.cells)", found.path) is not None
        ),
    ),
    Known(
        "The diff in refusals of immutable fields",
        "shows the old and the new object as Go sees them, line by line",
        "says only which fields may be changed",
        "The diff names the fields of Go's own structs, in their order.",
        lambda _, found: (
            ("message" in found.path or "causes" in found.path) and "@@ -" in str(found.real) and "Forbidden: " in str(found.local)
        ),
    ),
    Known(
        "Resources that are not there",
        "serves bindings, component statuses, tokens and evictions, and the first version of autoscaling",
        "does not serve them",
        "Nobody deploys them; pods are bound and evicted by those who play the controllers.",
        lambda call, found: (
            call.path.startswith(("/api", "/openapi"))
            and (found.local == "(absent)" or "autoscaling" in found.path)
            and _unserved(found.path)
        ),
    ),
    Known(
        "What was built, where and when",
        "has the commit, the time and the version of Go",
        "has the version of Kubernetes whose behaviour it is",
        "It was not built.",
        lambda call, found: (
            call.path == "/version"
            and found.path in {"body.gitCommit", "body.gitTreeState", "body.buildDate", "body.goVersion", "body.platform"}
        ),
    ),
    Known(
        "The paths at /",
        "lists every path of health checks, metrics and controllers",
        "lists the groups, and what else it serves",
        "It serves no others.",
        lambda call, found: call.path == "/" and found.path == "body.paths",
    ),
)


def known(call: Call, found: Iterable[Difference]) -> tuple[list[Difference], list[Known]]:
    """Sorts out the differences that are known: those that are not, and the known ones that were met."""
    unknown: list[Difference] = []
    met: list[Known] = []
    for difference in found:
        covering = next((each for each in KNOWN if each.covers(call, difference)), None)
        if covering is None:
            unknown.append(difference)
        elif covering not in met:
            met.append(covering)
    return unknown, met


def rendered(differences: Sequence[Known]) -> str:
    """The list as Markdown."""
    return "\n".join(f"### {each.name}\n\n- Real: {each.real}\n- Local: {each.local}\n- Why: {each.reason}\n" for each in differences)
