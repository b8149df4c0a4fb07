"""What graphs can come to, each with one instance: the real kro and the evaluator have to say the same of all of them."""

from collections.abc import Mapping
from typing import Any

import attrs

from tests.evaluation.parts import config, external, manifest_of

SEVERAL = [f"n{number}" for number in range(32)]


@attrs.frozen
class Scenario:
    """A definition, and an instance.

    Args:
        manifest: the definition.
        spec: the spec of the instance.
        annotations: its annotations.
    """

    manifest: Mapping[str, Any]
    spec: Mapping[str, Any] = attrs.Factory(dict[str, Any])
    annotations: Mapping[str, str] = attrs.Factory(dict[str, str])


def several(id_: str, name: str, *lists: Mapping[str, str], **more: Any) -> dict[str, Any]:
    """A ConfigMap for each item."""
    return config(id_, name=name, forEach=list(lists), **more)


CONDITION = "${{runtime.newCondition({{type: '{0}', status: '{1}', reason: 'R', message: {2}}})}}"

SCENARIOS: Mapping[str, Scenario] = {
    "ignored-is-contagious": Scenario(
        manifest_of(
            config("last", {"a": "${middle.metadata.name}"}),
            config("middle", {"a": "${first.metadata.name}"}),
            config("first", includeWhen=["${schema.spec.on}", "${schema.spec.name == 'web'}"]),
            config("other"),
            status={"last": "${last.metadata.name}", "other": "${other.metadata.name}"},
        ),
        {"on": False},
    ),
    "include-by-resource": Scenario(
        manifest_of(
            config("first", {"say": "no"}),
            config("yes", includeWhen=["${first.data.say == 'no'}"]),
            config("no", includeWhen=["${first.data.say == 'yes'}"]),
            config("late", includeWhen=["${first.data.later == 'yes'}"]),
            config("after", {"a": "${late.metadata.name}"}),
        )
    ),
    "include-waits-for-readiness": Scenario(
        manifest_of(
            config("first", {"say": "no"}, readyWhen=["${first.data.say == 'yes'}"]),
            config("second", includeWhen=["${first.data.say == 'no'}"]),
            status={"say": "${first.data.say}"},
        )
    ),
    "include-of-what-is-not-given": Scenario(manifest_of(config("first", includeWhen=["${schema.spec.maybe == 'a'}"]), config("second"))),
    "include-by-an-optional": Scenario(
        manifest_of(config("first", includeWhen=["${schema.spec.?maybe.hasValue() ? optional.of(true) : optional.none()}"]))
    ),
    "nothing-for-each": Scenario(
        manifest_of(
            several("maps", "${schema.spec.name}-${name}", {"name": "${schema.spec.names}"}, readyWhen=["${each.data.ready == 'yes'}"]),
            config("count", {"count": "${string(size(maps))}"}),
            status={"names": "${maps.map(i, i.metadata.name)}", "first": "${maps[0].metadata.name}"},
        ),
        {"names": []},
    ),
    "for-each-of-each": Scenario(
        manifest_of(
            several("inner", "${a}-${b}", {"a": "${schema.spec.names}"}, {"b": "${['x', 'y'].map(l, l + schema.spec.name)}"}),
            several("outer", "o-${one.metadata.name}", {"one": "${inner}"}),
            several("numbers", "n-${string(number)}", {"number": "${[1, 2]}"}),
            status={
                "names": "${outer.map(o, o.metadata.name)}",
                "last": "${inner[3].metadata.name}",
                "beyond": "${inner[4].metadata.name}",
            },
        ),
        {"names": ["b", "a"]},
    ),
    "for-each-waits": Scenario(
        manifest_of(
            config("first", {"list": "a,b"}),
            several("maps", "${name}", {"name": "${first.data.names.split(',')}"}),
            status={"count": "${size(maps)}"},
        )
    ),
    "an-item-waits": Scenario(
        manifest_of(config("first"), several("maps", "${name}-${first.data.suffix}", {"name": "${schema.spec.names}"})), {"names": ["a"]}
    ),
    "items-not-ready": Scenario(
        manifest_of(
            several("maps", "${name}", {"name": "${schema.spec.names}"}, readyWhen=["${each.metadata.name == 'a'}"]),
            config("after", {"a": "${maps[0].metadata.name}"}),
        ),
        {"names": ["a", "b"]},
    ),
    "items-of-one-name": Scenario(
        manifest_of(several("maps", "${name}", {"name": "${schema.spec.names}"}), config("other")), {"names": ["a", "b", "a"]}
    ),
    "too-many-items": Scenario(
        manifest_of(several("maps", "${a}-${b}", {"a": "${schema.spec.names}"}, {"b": "${schema.spec.names}"})), {"names": SEVERAL}
    ),
    "two-of-one-name": Scenario(
        manifest_of(config("first", name="same"), several("maps", "${name}", {"name": "${schema.spec.names}"})), {"names": ["same"]}
    ),
    "readiness-of-plain-json": Scenario(
        manifest_of(
            config("first", {"a": "b"}, readyWhen=["${first.metadata.creationTimestamp != null}", "${first.?data.?a.hasValue()}"]),
            config("second", readyWhen=["${second.data.a == 'b'}"]),
            config("third", readyWhen=["${third.?data.?a.hasValue() ? optional.of(true) : optional.none()}"]),
            config("after", {"a": "${first.data.a}", "b": "${schema.spec.name}"}),
            config("never", {"a": "${second.metadata.name}"}),
        )
    ),
    "what-is-read-is-not-there": Scenario(
        manifest_of(
            external("there", name="nowhere"),
            external("those", selector={"matchLabels": {"role": "nobody"}}),
            config("first", {"a": "${there.data.?a.orValue('none')}"}),
            config("second", {"a": "${string(size(those))}"}),
            status={"there": "${there.metadata.name}", "those": "${those.map(t, t.metadata.name)}"},
        )
    ),
    "what-is-read-is-not-ready": Scenario(
        manifest_of(
            {**external("certificates", name="kube-root-ca.crt"), "readyWhen": ["${certificates.data['nothing'] != ''}"]},
            external("same", name="kube-root-ca.crt", namespace="kube-system"),
            config("first", {"a": "${certificates.metadata.name}"}),
            config("second", {"a": "${same.metadata.namespace}"}),
            status={"certificates": "${certificates.metadata.name}"},
        )
    ),
    "a-status-in-parts": Scenario(
        manifest_of(
            config("first", {"a": "b"}),
            status={
                "text": "${first.data.a}-${first.data.b}",
                "list": ["${first.data.a}", "${first.data.b}"],
                "nested": {"there": "${first.data.a}", "not": "${first.data.b}"},
                "gone": {"not": "${first.data.b}"},
                "spec": "${schema.spec.name}",
                "optional": "${first.data.?b}",
                "state": "${schema.spec.name}",
                "number": "${double(schema.spec.count)}",
                "when": "${first.metadata.creationTimestamp}",
            },
        )
    ),
    "an-expression-fails": Scenario(
        manifest_of(config("first"), config("second", {"a": "${string(10 / schema.spec.count)}"}), config("third")), {"count": 0}
    ),
    "a-template-waits": Scenario(
        manifest_of(
            config("first", {"a": "${schema.spec.maybe}", "b": "${schema.spec.?maybe.orValue('x')}"}),
            config("second", {"a": "${third.data.a}-x"}),
            config("third"),
            config("fourth", {"a": "${second.metadata.name}"}),
            status={"maybe": "${schema.spec.maybe}", "third": "${third.metadata.name}"},
        )
    ),
    "namespaces": Scenario(
        manifest_of(
            {
                "id": "first",
                "template": {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a", "namespace": "${schema.spec.name}"}},
            },
            {"id": "second", "template": {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "b", "namespace": ""}}},
        ),
        {"name": ""},
    ),
    "conditions-of-its-own": Scenario(
        manifest_of(
            config("first", {"a": "b"}),
            status={
                "conditions": [
                    CONDITION.format("Ready", "True", "first.data.a"),
                    CONDITION.format("Later", "True", "first.data.later"),
                    CONDITION.format("Empty", "Unknown", "''"),
                    "${runtime.newCondition({type: 'KroReady', status: runtime.condition(schema, 'Ready').status})}",
                    "${['a', 'b'].map(l, runtime.newCondition({type: 'Of' + l, status: 'True'}))}",
                ],
                "a": "${first.data.a}",
            },
        )
    ),
    "conditions-made-twice": Scenario(
        manifest_of(
            config("first", {"a": "b"}),
            status={
                "conditions": [
                    "${['a', 'b', 'a'].map(l, runtime.newCondition({type: l, status: 'True'}))}",
                    CONDITION.format("One", "True", "''"),
                ]
            },
        )
    ),
    "a-condition-fails": Scenario(
        manifest_of(
            config("first"),
            status={
                "conditions": [CONDITION.format("One", "True", "string(1 / schema.spec.count)"), CONDITION.format("Two", "True", "''")]
            },
        ),
        {"count": 0},
    ),
    "left-alone": Scenario(
        manifest_of(config("first"), status={"name": "${schema.spec.name}", "first": "${first.metadata.name}"}),
        annotations={"kro.run/reconcile": "Suspended"},
    ),
    "nothing-at-all": Scenario(manifest_of(status={"name": "${schema.spec.name}"})),
}
