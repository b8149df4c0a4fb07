"""What happens to definitions, to the kinds that they make, and to inventories."""

from collections.abc import Mapping, Sequence

from tests.evaluation.parts import config
from tests.local.kro.steps import Apply, Corner, Delete, Scenario, Step, annotated, scenarios_of, step

BREAKING = {"kro.run/allow-breaking-changes": "true"}
CONDITION = "${{runtime.newCondition({{type: '{0}', status: '{1}', reason: 'R', message: {2}}})}}"
NAMES = {"names": '[]string | default=["a"]', "on": "boolean | default=true", "value": "string | default=a"}


def definition_changes(at: Corner) -> Sequence[Step]:
    before = at.definition(config("first", {"value": "${schema.spec.value}"}), status={"value": "${first.data.value}"})
    more = {"value": "string | default=a", "more": "string | default=m"}
    wider = at.definition(
        config("first", {"value": "${schema.spec.value}", "more": "${schema.spec.more}"}),
        spec=more,
        status={"value": "${first.data.value}"},
    )
    breaking = at.definition(config("first", {"more": "${string(schema.spec.value)}"}), spec={"value": "integer | default=1"})
    refused = annotated(breaking)
    back = annotated(wider)
    other = at.definition(config("second", {"more": "${schema.spec.more}"}), spec={"more": "string | default=m"})
    allowed = annotated(other, annotations=BREAKING)
    annotated_child = at.definition(config("second", {"more": "${schema.spec.more}", "x": "y"}), spec={"more": "string | default=m"})
    return [
        step("before", before, at.instance()),
        step("wider", wider),
        step("breaking", refused),
        step("back", back),
        step("allowed", allowed),
        step("child only", annotated(annotated_child, annotations=BREAKING)),
        step("no longer allowed", annotated_child),
    ]


def many_revisions(at: Corner) -> Sequence[Step]:
    return [step(f"revision {number}", at.definition(config("first", {"number": str(number)}))) for number in range(7)]


def invalid_then_fixed(at: Corner) -> Sequence[Step]:
    wrong = at.definition(config("first", {"value": "${schema.spec.missing}"}))
    right = at.definition(config("first", {"value": "${schema.spec.value}"}))
    return [
        step("wrong", wrong),
        step("right", right, at.instance()),
        step("wrong again", wrong),
        step("changed instance", at.instance(value="b")),
        step("right again", right),
    ]


def definition_first(at: Corner) -> Sequence[Step]:
    first = config("first", {"value": "${schema.spec.value}"}, name="of-${schema.metadata.name}")
    graph = at.definition(first, status={"value": "${first.data.value}"})
    return [
        step("made", graph, at.instance(), at.instance("other")),
        step("definition deleted", Delete.of(graph)),
        step("instance changed", at.instance(value="b")),
        step("instance deleted", Delete.of(at.instance())),
        step("definition back", graph),
    ]


def foreign_kind(at: Corner) -> Sequence[Step]:
    crd = {
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": f"apps.{at.group}"},
        "spec": {
            "group": at.group,
            "names": {"kind": "App", "plural": "apps", "singular": "app", "listKind": "AppList"},
            "scope": "Namespaced",
            "versions": [{"name": "v1alpha1", "served": True, "storage": True, "schema": {"openAPIV3Schema": {"type": "object"}}}],
        },
    }
    return [step("kind", crd), step("definition", at.definition(config("first")))]


def kind_of_children_goes(at: Corner) -> Sequence[Step]:
    crd = {
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": f"parts.{at.group}"},
        "spec": {
            "group": at.group,
            "names": {"kind": "Part", "plural": "parts", "singular": "part", "listKind": "PartList"},
            "scope": "Namespaced",
            "versions": [
                {
                    "name": "v1",
                    "served": True,
                    "storage": True,
                    "schema": {
                        "openAPIV3Schema": {
                            "type": "object",
                            "properties": {"spec": {"type": "object", "properties": {"a": {"type": "string"}}}},
                        }
                    },
                }
            ],
        },
    }
    part = {
        "id": "part",
        "template": {"apiVersion": f"{at.group}/v1", "kind": "Part", "metadata": {"name": "part"}, "spec": {"a": "${schema.spec.value}"}},
    }
    return [
        step("kind", crd),
        step("made", at.definition(part, config("other")), at.instance()),
        step("kind goes", Delete.of(crd)),
        step("changed", at.instance(value="b")),
    ]


def two_of_one_kind(at: Corner) -> Sequence[Step]:
    one, other = at.definition(config("first"), name="-one"), at.definition(config("second"), name="-other")
    return [
        step("one", one, at.instance()),
        step("other", other),
        step("one goes", Delete.of(one)),
        step("one is back", one),
    ]


def broken_inventory(at: Corner) -> Sequence[Step]:
    graph = at.definition(config("first", name="of-${schema.metadata.name}"))
    kinds = {"applyset.kubernetes.io/contains-group-kinds": "ConfigMap,"}
    tooling = {"applyset.kubernetes.io/tooling": "other/v1"}
    namespaces = {"applyset.kubernetes.io/additional-namespaces": "Not_One"}
    hashed = {"internal.kro.run/applyset-inventory-hash": "sha256:none"}
    parts: Mapping[str, Mapping[str, str]] = {"one": kinds, "two": tooling, "three": namespaces, "four": hashed}
    return [
        step("made", graph, *(at.instance(name) for name in parts)),
        step("broken", *(Apply(annotated(at.instance(name), annotations=each), "somebody") for name, each in parts.items())),
        step("deleted", *(Delete.of(at.instance(name)) for name in parts)),
        step("changed meanwhile", *(at.instance(name, value="b") for name in parts)),
    ]


def half_an_inventory(at: Corner) -> Sequence[Step]:
    conditions = [
        "${runtime.newCondition({type: 'Own', status: runtime.condition(schema, 'InstanceManaged').status, reason: 'R', message: ''})}"
    ]
    graph = at.definition(config("first"), status={"own": "${schema.spec.value}", "first": "${first.metadata.name}"})
    authored = at.definition(config("first", name="other"), name="-authored", kind="Authored", status={"conditions": conditions})
    half = {"applyset.kubernetes.io/tooling": "kro/v0"}
    both = (at.instance(), at.instance("own", "Authored"))
    return [
        step("made", graph, authored, *(annotated(one, annotations=half) for one in both)),
        step("mended", *both),
        step("deleted", *map(Delete.of, both)),
    ]


def degraded_conditions(at: Corner) -> Sequence[Step]:
    conditions = [
        "${['a', 'b', schema.spec.value].map(l, runtime.newCondition({type: l, status: 'True'}))}",
        CONDITION.format("Own", "True", "''"),
    ]
    graph = at.definition(config("first"), status={"conditions": conditions})
    return [step("twice", graph, at.instance()), step("once", at.instance(value="c")), step("twice again", at.instance(value="b"))]


def conditions_are_given_up(at: Corner) -> Sequence[Step]:
    own = at.definition(config("first"), status={"conditions": [CONDITION.format("Own", "True", "first.metadata.name")]})
    none = at.definition(config("first"))
    return [step("own", own, at.instance()), step("kro's", none), step("own again", own), step("deleted", Delete.of(at.instance()))]


def instance_moves_to_another_definition(at: Corner) -> Sequence[Step]:
    one, other = at.definition(config("first"), name="-one"), at.definition(config("second"), name="-other")
    crd = {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "metadata": {"name": f"apps.{at.group}"}}
    return [
        step("one", one, at.instance()),
        step("one goes", Delete.of(at.instance()), Delete.of(one)),
        step("kind goes", Delete.of(crd)),
        step("other", other, at.instance()),
    ]


def changed_with_broken_inventory(at: Corner) -> Sequence[Step]:
    graph = at.definition(config("first", {"value": "${schema.spec.value}"}))
    wrong = {"applyset.kubernetes.io/contains-group-kinds": "ConfigMap, .x"}
    return [
        step("made", graph, at.instance()),
        step("broken", Apply(annotated(at.instance(), annotations=wrong), "somebody"), at.instance(value="b")),
    ]


def graph_of_graphs(at: Corner) -> Sequence[Step]:
    inner = at.definition(
        config("first", {"value": "${schema.spec.value}"}, name="inner-${schema.metadata.name}"),
        name="-inner",
        kind="Inner",
        status={"value": "${first.data.value}"},
    )
    nested = {
        "id": "nested",
        "readyWhen": ["${nested.status.conditions.exists(c, c.type == 'Ready' && c.status == 'True')}"],
        "template": {
            "apiVersion": f"{at.group}/v1alpha1",
            "kind": "Inner",
            "metadata": {"name": "${schema.metadata.name}"},
            "spec": {"value": "${schema.spec.value}"},
        },
    }
    outer = at.definition(nested, config("after", {"value": "${nested.status.value}"}), name="-outer", kind="Outer")
    it = at.instance(kind="Outer")
    return [
        step("inner", inner),
        step("outer", outer),
        step("instance", it),
        step("changed", {**it, "spec": {"value": "b"}}),
        step("deleted", Delete.of(it)),
    ]


def generated_kinds(at: Corner) -> Sequence[Step]:
    schema = {
        "name": 'string | required=true description="a name" minLength=1 pattern="^[a-z]+$"',
        "size": "integer | default=3 minimum=1 maximum=9",
        "ratio": "float",
        "mode": 'string | enum="a,b" default=a immutable=true',
        "list": "[]string | default=[] minItems=0 maxItems=5",
        "set": "[]string | uniqueItems=true",
        "map": "map[string]integer",
        "part": {"inner": "boolean | default=true", "own": "Own"},
        "any": "object",
    }
    graph = at.definition(
        config("first"),
        spec=schema,
        types={"Own": {"a": "string | default=x", "b": "[]Other"}, "Other": {"c": "integer"}},
        status={
            "text": "${first.metadata.name}",
            "number": "${schema.spec.size + 1}",
            "list": "${schema.spec.list}",
            "map": "${schema.spec.map}",
            "part": {"inner": "${schema.spec.part.inner}", "made": "${first.metadata.creationTimestamp}"},
            "any": "${schema.spec.any}",
            "join": "a-${first.metadata.name}",
            "struct": "${schema.spec.part.own}",
        },
        metadata={"labels": {"own": "label"}, "annotations": {"own": "annotation"}},
        additionalPrinterColumns=[{"name": "Size", "type": "integer", "jsonPath": ".spec.size"}],
    )
    it = {**at.instance(), "spec": {"name": "web", "any": {"a": [1]}, "part": {"own": {"b": [{"c": 1}]}}}}
    return [step("all kinds of fields", graph), step("instance", it)]


def kind_is_edited(at: Corner) -> Sequence[Step]:
    graph = at.definition(config("first", {"value": "${schema.spec.value}"}))
    crd = {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "metadata": {"name": f"apps.{at.group}"}}
    return [
        step("made", graph, at.instance()),
        step("kind deleted", Delete.of(crd)),
    ]


SCENARIOS: Mapping[str, Scenario] = scenarios_of(globals(), __name__)
