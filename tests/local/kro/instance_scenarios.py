"""What happens to instances and to their objects."""

from collections.abc import Mapping, Sequence

from tests.evaluation.parts import config, external
from tests.local.kro.steps import Apply, Corner, Delete, Scenario, Step, annotated, scenarios_of, step

BREAKING = {"kro.run/allow-breaking-changes": "true"}
CONDITION = "${{runtime.newCondition({{type: '{0}', status: '{1}', reason: 'R', message: {2}}})}}"
NAMES = {"names": '[]string | default=["a"]', "on": "boolean | default=true", "value": "string | default=a"}


def apply_and_change(at: Corner) -> Sequence[Step]:
    first = config("first", {"value": "${schema.spec.value}"})
    second = config("second", {"name": "${first.metadata.name}"})
    graph = at.definition(first, second, status={"value": "${first.data.value}", "uid": "${second.metadata.name}"})
    return [
        step("definition", graph),
        step("instance", at.instance(value="a")),
        step("changed", at.instance(value="b")),
        step("labelled", annotated(at.instance(value="b"), labels={"own": "yes"}, annotations={"own": "yes"})),
        step("deleted", Delete.of(at.instance())),
        step("definition deleted", Delete.of(graph)),
    ]


def workloads(at: Corner) -> Sequence[Step]:
    labels = {"app": "web"}
    pods = {"metadata": {"labels": labels}, "spec": {"containers": [{"name": "web", "image": "web"}]}}
    deployment = {
        "id": "web",
        "readyWhen": ["${web.status.readyReplicas == web.spec.replicas}"],
        "template": {
            "apiVersion": "apps/v1",
            "kind": "Deployment",
            "metadata": {"name": "web", "labels": labels},
            "spec": {"replicas": "${schema.spec.replicas}", "selector": {"matchLabels": labels}, "template": pods},
        },
    }
    service = {
        "id": "service",
        "template": {
            "apiVersion": "v1",
            "kind": "Service",
            "metadata": {"name": "${web.metadata.name}"},
            "spec": {"selector": labels, "ports": [{"port": 80}]},
        },
    }
    graph = at.definition(
        deployment,
        service,
        spec={"replicas": "integer | default=1"},
        status={"replicas": "${web.status.readyReplicas}", "ip": "${service.spec.type}"},
    )
    return [
        step("definition and instance", graph, at.instance()),
        step("scaled", at.instance(replicas=2)),
        step("deleted", Delete.of(at.instance())),
    ]


def toggled(at: Corner) -> Sequence[Step]:
    graph = at.definition(
        config("first"),
        config("second", {"a": "${first.metadata.name}"}, includeWhen=["${schema.spec.on}"]),
        config("third", {"a": "${second.metadata.name}"}),
        spec=NAMES,
        status={"third": "${third.metadata.name}", "first": "${first.metadata.name}"},
    )
    return [
        step("on", graph, at.instance(on=True)),
        step("off", at.instance(on=False)),
        step("on again", at.instance(on=True)),
        step("deleted", Delete.of(at.instance())),
    ]


def kinds_of_children(at: Corner) -> Sequence[Step]:
    secret = {
        "id": "secret",
        "includeWhen": ["${schema.spec.on}"],
        "template": {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "secret"}, "stringData": {"a": "b"}},
    }
    graph = at.definition(config("first"), secret, spec=NAMES)
    return [step("on", graph, at.instance(on=True)), step("off", at.instance(on=False)), step("deleted", Delete.of(at.instance()))]


def shrinking(at: Corner) -> Sequence[Step]:
    several = config("several", {"name": "${name}"}, name="${schema.metadata.name}-${name}", forEach=[{"name": "${schema.spec.names}"}])
    graph = at.definition(
        several, config("count", {"a": "${string(size(several))}"}), spec=NAMES, status={"names": "${several.map(i, i.metadata.name)}"}
    )
    return [
        step("three", graph, at.instance(names=["a", "b", "c"])),
        step("two, turned", at.instance(names=["c", "b"])),
        step("none", at.instance(names=[])),
        step("one", at.instance(names=["d"])),
        step("deleted", Delete.of(at.instance())),
    ]


def externals(at: Corner) -> Sequence[Step]:
    named = external("named", name="shared", namespace=at.name)
    selected = external("selected", namespace=at.name, selector={"matchLabels": {"pick": "me"}})
    user = config("user", {"a": "${named.data.a}", "b": "${string(size(selected))}"})
    graph = at.definition(named, selected, user, status={"a": "${named.data.a}", "names": "${selected.map(s, s.metadata.name)}"})
    return [
        step("nothing there", graph, at.instance()),
        step("named appears", at.config("shared", {"a": "one"})),
        step("selected appears", at.config("picked", labels={"pick": "me"})),
        step("named changes", at.config("shared", {"a": "two"})),
        step("selected leaves", at.config("picked", labels={"pick": "not"})),
        step("named goes", Delete("v1", "ConfigMap", "shared", at.name)),
        step("deleted", Delete.of(at.instance())),
    ]


def drift(at: Corner) -> Sequence[Step]:
    graph = at.definition(config("first", {"a": "b"}), config("second", {"of": "${first.metadata.uid}"}), status={"uid": "${first.data.a}"})
    return [
        step("made", graph, at.instance()),
        step("edited", Apply(at.config("first", {"a": "edited", "more": "yes"}), "somebody")),
        step("unlabelled", Apply(at.config("first", {"a": "b"}, labels={"kro.run/node-id": "other", "own": "yes"}), "somebody")),
        step("child deleted", Delete("v1", "ConfigMap", "first", at.name)),
        step("instance metadata edited", Apply(annotated(at.instance(), labels={"kro.run/owned": "no"}), "somebody")),
        step("next look", at.instance(value="b")),
    ]


def waves(at: Corner) -> Sequence[Step]:
    held = annotated(at.config("third"), finalizers=["example.com/hold"])
    graph = at.definition(
        config("first"),
        config("second", {"a": "${first.metadata.name}"}),
        config("third", {"a": "${second.metadata.name}"}),
        config("alone"),
    )
    return [
        step("made", graph, at.instance()),
        step("held", Apply(held, "holder")),
        step("deleted", Delete.of(at.instance())),
        step("let go", Apply(at.config("third"), "holder")),
    ]


def deleted_child_is_held(at: Corner) -> Sequence[Step]:
    graph = at.definition(
        config("first"), config("second", {"a": "${first.metadata.name}"}), config("other"), status={"a": "${first.metadata.name}"}
    )
    return [
        step("made", graph, at.instance()),
        step("held", Apply(annotated(at.config("first"), finalizers=["example.com/hold"]), "holder")),
        step("deleted", Delete("v1", "ConfigMap", "first", at.name)),
        step("changed meanwhile", at.instance(value="b")),
        step("let go", Apply(at.config("first"), "holder")),
    ]


def suspended(at: Corner) -> Sequence[Step]:
    graph = at.definition(
        config("first", {"value": "${schema.spec.value}"}), status={"value": "${first.data.value}", "own": "${schema.spec.value}"}
    )
    stop = {"kro.run/reconcile": "suspended"}
    return [
        step("made", graph, at.instance()),
        step("suspended", annotated(at.instance(), annotations=stop)),
        step("changed meanwhile", annotated(at.instance(value="b"), annotations=stop)),
        step("child edited meanwhile", Apply(at.config("first", {"value": "edited"}), "somebody")),
        step("resumed", at.instance(value="b")),
        step("new one, suspended", annotated(at.instance("other", value="c"), annotations=stop)),
        step("deleted while suspended", Delete.of(at.instance("other"))),
    ]


def conflict(at: Corner) -> Sequence[Step]:
    graph = at.definition(
        config("same", {"of": "${schema.metadata.name}"}),
        config("own", name="own-${schema.metadata.name}"),
        status={"of": "${same.data.of}"},
    )
    return [
        step("one", graph, at.instance("one")),
        step("another", at.instance("another")),
        step("another goes", Delete.of(at.instance("another"))),
        step("one goes", Delete.of(at.instance("one"))),
    ]


def adopted(at: Corner) -> Sequence[Step]:
    graph = at.definition(config("first", {"a": "b"}))
    return [
        step("there before", Apply(at.config("first", {"a": "x", "own": "yes"}, labels={"own": "yes"}), "somebody")),
        step("adopted", graph, at.instance()),
        step("deleted", Delete.of(at.instance())),
    ]


def cluster_scoped(at: Corner) -> Sequence[Step]:
    first = config("first", {"value": "${schema.spec.value}"})
    first["template"]["metadata"]["namespace"] = at.name
    graph = at.definition(first, scope="Cluster", status={"value": "${first.data.value}"})
    it = at.instance(at.name, cluster=True)
    return [
        step("made", graph, it),
        step("changed", {**it, "spec": {"value": "b"}}),
        step("child deleted", Delete("v1", "ConfigMap", "first", at.name)),
        step("deleted", Delete.of(it)),
    ]


def authored_conditions(at: Corner) -> Sequence[Step]:
    conditions = [
        CONDITION.format("Filled", "True", "first.data.value"),
        CONDITION.format("Later", "True", "first.data.later"),
        "${runtime.newCondition({type: 'KroReady', status: runtime.condition(schema, 'Ready').status})}",
    ]
    graph = at.definition(
        config("first", {"value": "${schema.spec.value}"}), status={"conditions": conditions, "value": "${first.data.value}"}
    )
    return [
        step("made", graph, at.instance()),
        step("changed", at.instance(value="b")),
        step("held and deleted", Apply(annotated(at.config("first"), finalizers=["example.com/hold"]), "holder"), Delete.of(at.instance())),
        step("let go", Apply(at.config("first"), "holder")),
    ]


def held_by_another(at: Corner) -> Sequence[Step]:
    graph = at.definition(config("first"), status={"a": "${first.metadata.name}"})
    held = annotated(at.instance(), finalizers=["example.com/hold"])
    return [step("made", graph, held), step("deleted", Delete.of(held)), step("let go", at.instance())]


def other_namespaces(at: Corner) -> Sequence[Step]:
    other = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": f"{at.name}-other"}}
    moved = config("moved")
    moved["template"]["metadata"]["namespace"] = "${schema.spec.value}"
    graph = at.definition(moved, config("here"), config("also", {"ns": "${moved.metadata.namespace}"}))
    return [
        step("there", other, graph, at.instance(value=f"{at.name}-other")),
        step("here", at.instance(value=at.name)),
        step("nowhere", at.instance(value=f"{at.name}-none")),
        step("deleted", Delete.of(at.instance())),
    ]


def refused_children(at: Corner) -> Sequence[Step]:
    graph = at.definition(
        config("wrong", name="${schema.spec.value}"),
        config("right"),
        config("after", {"a": "${wrong.metadata.name}"}),
        status={"right": "${right.metadata.name}", "wrong": "${wrong.metadata.name}"},
    )
    return [
        step("refused", graph, at.instance(value="Not_A_Name")),
        step("fine", at.instance(value="name")),
        step("refused again", at.instance(value="No!")),
    ]


def evaluation_fails(at: Corner) -> Sequence[Step]:
    graph = at.definition(
        config("first"),
        config("second", {"a": "${string(10 / schema.spec.count)}"}),
        config("third"),
        spec={"count": "integer | default=1"},
    )
    return [step("fine", graph, at.instance()), step("divided by zero", at.instance(count=0)), step("fine again", at.instance(count=5))]


def waits(at: Corner) -> Sequence[Step]:
    graph = at.definition(
        config("first", {"a": "b"}, readyWhen=["${first.data.?ready.orValue('no') == 'yes'}"]),
        config("second", {"a": "${first.data.a}"}),
        config("third", {"a": "${schema.spec.maybe}"}),
        spec={"maybe": "string", "value": "string | default=a"},
        status={"second": "${second.metadata.name}", "third": "${third.data.a}"},
    )
    ready = Apply(at.config("first", {"ready": "yes"}), "somebody")
    return [
        step("waits", graph, at.instance()),
        step("ready", ready),
        step("given", at.instance(maybe="m")),
        step("not ready", Apply(at.config("first", {"ready": "no"}), "somebody")),
        step("deleted", Delete.of(at.instance())),
    ]


SCENARIOS: Mapping[str, Scenario] = scenarios_of(globals(), __name__)
