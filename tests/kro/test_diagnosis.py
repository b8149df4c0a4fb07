"""What is told of facts, whole; and what typekro needs to be allowed for what is recorded."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import attrs
import pytest
import yaml

from typekro.holders import Holder
from typekro.kro.diagnosis import (
    Finding,
    KroFacts,
    judge_connection,
    judge_file,
    judge_kro,
    judge_kubernetes,
    judge_permissions,
    judge_place,
    judge_stage,
)
from typekro.kro.permissions import Need, Used, guessed, listed, needs, plural, roles, used_by, uses_kro
from typekro.orchestrator.state.inspecting import FORMAT, Inspection, Stage
from typekro.orchestrator.state.records import Record, Status

NOW = datetime(2026, 5, 4, 12, 5, tzinfo=UTC)
HOLDER = Holder(user="ana", host="laptop", pid=4711, operation="up", since="2026-05-04T12:03:00+00:00")
HERE = "5f0c"


def record(id_: str, status: Status = "ready", **more: Any) -> Record:
    return Record(id=id_, handler="infra:Thing", status=status, operation=id_, **more)


def instance(name: str, namespace: str | None = "shop", children: Any = (), **more: Any) -> Record:
    graph = {"api_version": "example.com/v1alpha1", "kind": "Database", "children": list(children)}
    return record(name, slot="cluster", place=HERE, props={"graph": graph, "spec": {}, "namespace": namespace, **more})


def kubernetes_object(name: str, api_version: str, kind: str, namespace: str | None, output: Any = None) -> Record:
    metadata = {"name": name} | ({"namespace": namespace} if namespace else {})
    manifest = {"apiVersion": api_version, "kind": kind, "metadata": metadata}
    return record(name, slot="cluster", place=HERE, props={"manifest": manifest}, output=output)


def stage(*records: Record, holder: Holder | None = None, alive: bool = False, name: str = "dev") -> Stage:
    return Stage(app="infra", stage=name, records=records, holder=holder, alive=alive)


def deployment(image: str, available: int = 1, **more: Any) -> dict[str, Any]:
    container = {"name": "kro", "image": image, **more}
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": "kro", "namespace": "kro-system"},
        "spec": {"replicas": 2, "template": {"spec": {"containers": [container]}}},
        "status": {"availableReplicas": available} if available else {},
    }


def definition(generation: int, *observed: int) -> dict[str, Any]:
    conditions = [{"type": "Ready", "status": "True", "observedGeneration": each} for each in observed]
    return {"metadata": {"name": "notes", "generation": generation}, "status": {"conditions": conditions}}


# The cluster.


def test_the_connection_says_which_cluster_it_leads_to() -> None:
    known = judge_connection("kind-dev", "https://127.0.0.1:6443", HERE)
    unknown = judge_connection("kind-dev", "https://127.0.0.1:6443", "")

    assert known == Finding("connection", "ok", "context kind-dev at https://127.0.0.1:6443; it is cluster 5f0c")
    assert unknown == Finding("connection", "ok", "context kind-dev at https://127.0.0.1:6443; which cluster it is may not be read")


@pytest.mark.parametrize(
    ("version", "finding"),
    [
        ("v1.31.0", Finding("kubernetes", "ok", "1.31.0")),
        ("v1.36.3+k3s1", Finding("kubernetes", "ok", "1.36.3+k3s1")),
        ("v2.0.0", Finding("kubernetes", "ok", "2.0.0")),
        (
            "v1.30.9-eks-1",
            Finding(
                "kubernetes",
                "problem",
                "1.30.9-eks-1 is too old\n"
                "  kro selects its GraphRevisions by fields, and CustomResourceDefinitions have selectableFields from 1.31 on",
                "upgrade the cluster to Kubernetes 1.31 or newer",
            ),
        ),
        ("", Finding("kubernetes", "warning", "its version is not known: it says ''")),
    ],
)
def test_kubernetes_has_to_be_new_enough_for_kro(version: str, finding: Finding) -> None:
    assert judge_kubernetes(version) == finding


def test_the_hints_of_an_error_stay_hints() -> None:
    assert Finding.of_error("connection", "no answer\n  connection refused\nhint: one\nhint: two") == Finding(
        "connection", "problem", "no answer\n  connection refused", "one\ntwo"
    )


# kro.


def test_a_cluster_without_kro_is_a_problem() -> None:
    assert judge_kro(KroFacts(installed=False)) == [
        Finding(
            "kro",
            "problem",
            "this cluster has no kro: it serves no ResourceGraphDefinitions (resourcegraphdefinitions.kro.run)",
            "install kro 0.9 or newer: helm install kro oci://registry.k8s.io/kro/charts/kro --namespace kro-system --create-namespace\n"
            "or do without it: typekro up FILE --direct",
        )
    ]
    assert judge_kro(KroFacts(installed=False), used=False) == [
        Finding("kro", "ok", "this cluster has no kro, and nothing that is recorded needs it")
    ]


def test_a_local_cluster_has_kro_in_it() -> None:
    assert judge_kro(KroFacts(installed=True, local="v0.9.4")) == [
        Finding("kro", "ok", "this is a local cluster of typekro, and kro a part of it: nothing is deployed"),
        Finding("kro-version", "ok", "0.9.4"),
    ]


def test_a_deployment_says_that_kro_works_and_in_which_version() -> None:
    args = ["--zap-log-level", "info", "--allow-crd-deletion", "--feature-gates", "CELOmitFunction=true"]
    facts = KroFacts(installed=True, deployments=[deployment("registry.k8s.io:443/kro/kro:v0.9.2@sha256:00", args=args)], labels=["v0.9.1"])

    assert judge_kro(facts) == [
        Finding(
            "kro",
            "ok",
            "its controller runs: Deployment kro-system/kro, started with --allow-crd-deletion, --feature-gates=CELOmitFunction=true",
        ),
        Finding("kro-version", "ok", "0.9.2"),
    ]


def test_a_deployment_without_pods_is_a_problem() -> None:
    at_work, _ = judge_kro(KroFacts(installed=True, deployments=[deployment("kro:0.9.4", available=0)], definitions=[definition(1, 1)]))

    assert at_work == Finding(
        "kro",
        "problem",
        "its controller does not run: Deployment kro-system/kro has 0 of 2 replicas available",
        "kubectl describe deployment kro --namespace kro-system",
    )


@pytest.mark.parametrize(
    ("facts", "finding"),
    [
        (
            KroFacts(installed=True, definitions=[definition(2, 1, 2), definition(3, 2)]),
            Finding(
                "kro",
                "ok",
                "its controller is not seen (no Deployment of it is in this cluster), and works: "
                "it has answered to 1 of 2 ResourceGraphDefinitions",
            ),
        ),
        (
            KroFacts(installed=True, definitions=[definition(1)], hidden=True),
            Finding(
                "kro",
                "problem",
                "no controller works: Deployments may not be read here, and none of 1 ResourceGraphDefinitions has an answer",
                "see where kro runs, and what it says in its log",
            ),
        ),
        (
            KroFacts(installed=True),
            Finding(
                "kro",
                "warning",
                "it is not known whether its controller works: no Deployment of it is in this cluster, "
                "and there is no ResourceGraphDefinition yet",
            ),
        ),
        (
            KroFacts(installed=True, definitions=None, hidden=True),
            Finding(
                "kro",
                "warning",
                "it is not known whether its controller works: Deployments may not be read here, nor may ResourceGraphDefinitions",
            ),
        ),
    ],
)
def test_a_controller_that_is_not_seen_is_judged_by_its_answers(facts: KroFacts, finding: Finding) -> None:
    assert judge_kro(facts)[0] == finding


@pytest.mark.parametrize(
    ("facts", "finding"),
    [
        (KroFacts(installed=True, labels=["v0.9.1", "v0.9.4", "dev"]), Finding("kro-version", "ok", "0.9.4")),
        (
            KroFacts(installed=True, labels=["dev"]),
            Finding("kro-version", "warning", "its version is not known: no Deployment and no object of it says so; 0.9 is needed"),
        ),
        (
            KroFacts(installed=True, labels=["v0.8.5"]),
            Finding("kro-version", "warning", "0.8.5 is older than 0.9, which typekro needs", "upgrade kro"),
        ),
        (
            KroFacts(installed=True, labels=["v0.10.0"]),
            Finding(
                "kro-version",
                "warning",
                "0.10.0 is newer than 0.9.4, which typekro was tested with",
                "upgrade typekro, or look out for what is different",
            ),
        ),
        # A tag that is no version says nothing.
        (KroFacts(installed=True, deployments=[deployment("kro:latest")], labels=["v0.9.3"]), Finding("kro-version", "ok", "0.9.3")),
    ],
)
def test_the_version_of_kro_is_told_where_it_can_be_known(facts: KroFacts, finding: Finding) -> None:
    assert judge_kro(facts)[1] == finding


# Permissions.

WRITE = Need("patch", "example.com", "databases", "shop")
WATCH = Need("watch", "example.com", "databases", "shop", otherwise="it polls")
EVENTS = Need("list", "", "events", "shop", otherwise="no events")
IDENTITY = Need("get", "", "namespaces", name="kube-system")
HINT = "let who may give rights apply what this prints: typekro doctor --rbac"


def test_what_is_not_allowed_is_listed_with_what_follows() -> None:
    asked = [WRITE, WATCH, EVENTS, IDENTITY]

    assert judge_permissions(asked, asked) == Finding(
        "permissions",
        "problem",
        "typekro is not allowed what it needs:\n"
        "  patch databases.example.com in namespace shop\n"
        "  get namespaces kube-system\n"
        "  watch databases.example.com in namespace shop (it polls)\n"
        "  list events in namespace shop (no events)",
        HINT,
    )
    assert judge_permissions(asked, [EVENTS]) == Finding(
        "permissions", "warning", "typekro is not allowed what it can do without:\n  list events in namespace shop (no events)", HINT
    )
    assert judge_permissions(asked, []) == Finding("permissions", "ok", "all 4 that typekro needs are there")


def test_the_kinds_of_records_are_known_also_while_nothing_was_made_of_them() -> None:
    records = [
        record("readme", props={"manifest": "text", "graph": "none"}),
        record("other", slot="cluster", place=HERE, props={"manifest": "text"}),
        kubernetes_object("notes-rgd", "kro.run/v1alpha1", "ResourceGraphDefinition", None),
        instance("db", children=[["v1", "Secret"]]),
        instance("db-2"),
        instance("db-3", namespace=None),
        kubernetes_object("web", "apps/v1", "Deployment", "shop"),
        kubernetes_object("shop", "v1", "Namespace", None),
        kubernetes_object("issuer", "cert.io/v1", "ClusterIssuer", "default", output={"namespace": None}),
        record("new", "creating", slot="cluster", place=HERE, pending={"manifest": {"apiVersion": "v1", "kind": "Pod", "metadata": {}}}),
    ]

    assert used_by(records) == (
        Used("example.com/v1alpha1", "Database", "shop"),
        Used("v1", "Secret", child=True),
        Used("example.com/v1alpha1", "Database", None),
        Used("apps/v1", "Deployment", "shop"),
        Used("v1", "Namespace"),
        Used("cert.io/v1", "ClusterIssuer"),
        Used("v1", "Pod"),
    )


def test_what_is_deployed_without_kro_is_ours_to_make_where_it_is_and_where_it_would_be() -> None:
    kinds = [["v1", "ConfigMap"], ["v1", "Secret"], ["rbac.authorization.k8s.io/v1", "ClusterRole"]]
    made = {"identity": {"api_version": "v1", "kind": "ConfigMap", "namespace": "elsewhere", "name": "db"}}
    there = attrs.evolve(instance("db", children=kinds, mode="direct"), output={"objects": [made]})

    assert used_by([there]) == (
        Used("v1", "ConfigMap", "elsewhere"),
        Used("v1", "Secret", "shop"),
        Used("rbac.authorization.k8s.io/v1", "ClusterRole", None),
    )
    assert listed(needs([Used("v1", "Secret", "shop")], {}, kro=False)) == [
        "get namespaces kube-system",
        "list secrets",
        "get, watch, create, patch, delete secrets in namespace shop",
        "list events in namespace shop",
    ]


def test_kro_has_a_part_unless_all_that_is_recorded_does_without() -> None:
    direct = instance("db", mode="direct")
    on_its_way = attrs.evolve(direct, pending=instance("db").props)

    assert uses_kro([])
    assert uses_kro([direct, instance("db-2")])
    assert uses_kro([on_its_way])
    assert uses_kro([kubernetes_object("notes-rgd", "kro.run/v1alpha1", "ResourceGraphDefinition", None)])
    assert not uses_kro([direct, kubernetes_object("web", "apps/v1", "Deployment", "shop")])


def test_without_records_the_definitions_and_their_kinds_are_needed() -> None:
    assert listed(needs([], {}, "team-a")) == [
        "get, list, watch, create, patch, delete resourcegraphdefinitions.kro.run",
        "get, list, watch, delete customresourcedefinitions.apiextensions.k8s.io",
        "get namespaces kube-system",
        "list events in namespace team-a",
    ]


def test_objects_are_looked_for_everywhere_and_changed_where_they_live() -> None:
    used = [Used("example.com/v1", "Database", "shop"), Used("v1", "Secret", child=True), Used("v1", "Namespace")]

    assert listed(needs(used, {("example.com/v1", "Database"): "databasen"}))[3:] == [
        "list databasen.example.com",
        "get, watch, create, patch, delete databasen.example.com in namespace shop",
        "list secrets",
        "get, list, watch, create, patch, delete namespaces",
        "list events in namespace shop",
    ]


def test_what_a_kind_is_called_is_guessed_as_kro_would_most_likely_call_it() -> None:
    known = {
        "Database": "databases",
        "Registry": "registries",
        "Gateway": "gateways",
        "Bus": "buses",
        "Process": "processes",
        "Batch": "batches",
        "Proxy": "proxies",
        "Video": "videoes",
        "Studio": "studios",
        "Knife": "knives",
        "Settings": "settings",
    }

    assert {word: plural("example.com/v1", word) for word in known} == known
    used = [Used("example.com/v1", "Database"), Used("example.com/v1", "Proxy"), Used("networking.k8s.io/v1", "Ingress")]
    assert guessed(used, {("example.com/v1", "Proxy"): "proxies"}) == ["databases.example.com"]


def test_the_smallest_roles_are_yaml_with_a_line_on_how_to_give_them() -> None:
    used = [Used("example.com/v1", "Database", "shop"), Used("apps/v1", "Deployment", "shop"), Used("apps/v1", "StatefulSet", "shop")]

    text = roles(needs(used, {}), "typekro-infra-dev", ["databases.example.com"])

    assert text.splitlines()[:4] == [
        "# What typekro has to be allowed. Give it to who runs it:",
        "# kubectl create clusterrolebinding typekro-infra-dev --clusterrole=typekro-infra-dev --user=USER",
        "# kubectl create rolebinding typekro-infra-dev --role=typekro-infra-dev --user=USER --namespace=shop",
        "# No cluster was asked, so this name is guessed (kubectl api-resources): databases.example.com",
    ]
    everything = ["get", "list", "watch", "create", "patch", "delete"]
    inside = [verb for verb in everything if verb != "list"]
    crds = {"resources": ["customresourcedefinitions"], "verbs": ["get", "list", "watch", "delete"]}
    assert list(yaml.safe_load_all(text)) == [
        {
            "apiVersion": "rbac.authorization.k8s.io/v1",
            "kind": "ClusterRole",
            "metadata": {"name": "typekro-infra-dev"},
            "rules": [
                {"apiGroups": ["kro.run"], "resources": ["resourcegraphdefinitions"], "verbs": everything},
                {"apiGroups": ["apiextensions.k8s.io"], **crds},
                {"apiGroups": [""], "resources": ["namespaces"], "resourceNames": ["kube-system"], "verbs": ["get"]},
                {"apiGroups": ["example.com"], "resources": ["databases"], "verbs": ["list"]},
                {"apiGroups": ["apps"], "resources": ["deployments", "statefulsets"], "verbs": ["list"]},
            ],
        },
        {
            "apiVersion": "rbac.authorization.k8s.io/v1",
            "kind": "Role",
            "metadata": {"name": "typekro-infra-dev", "namespace": "shop"},
            "rules": [
                {"apiGroups": ["example.com"], "resources": ["databases"], "verbs": inside},
                {"apiGroups": ["apps"], "resources": ["deployments", "statefulsets"], "verbs": inside},
                {"apiGroups": [""], "resources": ["events"], "verbs": ["list"]},
            ],
        },
    ]


# The state.


def test_a_state_file_that_others_can_read_is_a_warning() -> None:
    file = Inspection(path=Path("state/infra.sqlite"), version=FORMAT, mode=0o644, stages=(stage(record("a")), stage(name="prod")))

    assert judge_file(file) == [
        Finding(
            "state",
            "ok",
            f"state/infra.sqlite is whole, its format is version {FORMAT}: infra/dev has 1 record, infra/prod has 0 records",
        ),
        Finding(
            "state-mode",
            "warning",
            "others can get at the state file: its mode is 0644\n  it holds the inputs and outputs of all resources",
            "chmod 600 state/infra.sqlite",
        ),
    ]


def test_an_older_format_is_told_with_what_becomes_of_it() -> None:
    file = Inspection(path=Path("infra.sqlite"), version=1, mode=0o600, stages=())

    later = f"the next run makes it version {FORMAT}, and keeps a copy"
    text = f"infra.sqlite is whole, its format is version 1; {later}: nothing was recorded yet"
    assert judge_file(file) == [Finding("state", "ok", text)]


def test_a_file_in_which_there_is_nothing_yet_is_no_problem() -> None:
    file = Inspection(path=Path("infra.sqlite"), version=0, mode=0o600, stages=())

    assert judge_file(file) == [Finding("state", "ok", "infra.sqlite is empty: nothing was recorded yet")]


def test_the_lock_is_told_with_its_holder() -> None:
    text = "ana@laptop, pid 4711, up since 12:03:00 (2 min ago)"

    assert judge_stage(stage(record("a")), NOW) == [Finding("lock", "ok", "nobody holds it")]
    assert judge_stage(stage(record("a", "updating"), holder=HOLDER, alive=True), NOW) == [
        Finding("lock", "ok", f"held by {text}"),
        Finding("interrupted", "ok", "the run that goes on is at work on a"),
    ]
    assert judge_stage(stage(holder=HOLDER), NOW) == [
        Finding("lock", "ok", f"free: the run of {text} has died, and the next one takes it over")
    ]


def test_interrupted_operations_are_told_with_what_the_next_run_does() -> None:
    records = (record("a", "creating"), record("b", "updating"), record("c", "deleting"), record("d", "applied"))

    assert judge_stage(stage(*records), NOW)[1] == Finding(
        "interrupted",
        "warning",
        "an earlier run was cut off:\n"
        "  a (creating): the next run looks whether it was made, and goes on from there\n"
        "  b (updating): the next run applies it again\n"
        "  c (deleting): the next run deletes it if it is still there; where the script declares it again, it is kept\n"
        "  d (applied): the next run waits until it is ready",
        "run the script again",
    )


def test_what_was_refused_or_failed_is_not_told_as_cut_off() -> None:
    error = "ConfigMap default/cm is there already, and is not ours: nothing was changed"
    late = "b was not ready in time\n  last seen:\n    0 of 1 pods run"
    records = (record("a", "creating"), record("cm", "creating", error=error), record("b", "applied", error=late))

    assert judge_stage(stage(*records), NOW)[1:] == [
        Finding(
            "failed",
            "warning",
            "in an earlier run these were refused, or failed:\n"
            f"  cm (creating): {error}\n"
            "  b (applied): b was not ready in time\n"
            "      last seen:\n"
            "        0 of 1 pods run",
            "run the script again",
        ),
        Finding(
            "interrupted",
            "warning",
            "an earlier run was cut off:\n  a (creating): the next run looks whether it was made, and goes on from there",
            "run the script again",
        ),
    ]
    assert judge_stage(stage(*records[1:]), NOW)[1:] == [judge_stage(stage(*records), NOW)[1]]


def test_records_of_another_cluster_are_a_problem() -> None:
    other = record("web", slot="cluster", place="77aa")
    both = stage(instance("db"), other, record("readme"), name="prod")

    assert judge_place(stage(record("readme")), HERE) == []
    assert judge_place(stage(instance("db"), record("readme")), HERE) == [
        Finding("place", "ok", "all 1 records of objects were made in this cluster")
    ]
    assert judge_place(both, HERE) == [
        Finding(
            "place",
            "problem",
            "1 of 3 records were made in another cluster than 5f0c: a run is refused\n  in cluster 77aa: web",
            "go back to that cluster (--context), or drop its records and touch nothing there:\n"
            "typekro state forget --cluster 77aa --app infra --stage prod",
        )
    ]
