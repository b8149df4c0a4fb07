"""The example graphs, run as their users run them: on the real control plane, and shorter than the YAML that they stand for."""

import importlib
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import attrs
import pytest

from tests.cluster.plugin import Cluster
from tests.examples.copies import EXAMPLES, empty_text, in_corner, replaced
from tests.examples.users import Statuses, User
from typekro import ResourceGraph

OTHERS = {"__init__", "demo", "direct", "webapp"}
"""Files beside the example graphs, which have tests of their own."""

MADE = (
    "deployments,statefulsets,jobs,cronjobs,services,ingresses,horizontalpodautoscalers,configmaps,secrets,serviceaccounts,roles,"
    "rolebindings,networkpolicies,poddisruptionbudgets"
)


@attrs.frozen
class Example:
    """One example, and what is to be seen of it.

    Args:
        name: its file, without `.py`.
        declared: how many graphs and instances it declares.
        kind: the kind whose instances it tells about, in the plural.
        printed: what it prints, made of what kubectl shows.
        before: what its docstring wants to be there.
        unique: a text of the script that has to be another one in each corner.
    """

    name: str
    declared: int
    kind: str
    printed: Callable[[Statuses], str]
    before: Callable[[Cluster], None] = lambda _: None
    unique: str = ""

    @property
    def app(self) -> str:
        return self.name.replace("_", "-")

    def text(self, cluster: Cluster) -> str:
        text = in_corner(self.name, cluster)
        return replaced(text, f'"{self.unique}"', f'"{self.unique}-{cluster.namespace}"') if self.unique else text


def make_config_maps(cluster: Cluster) -> None:
    """Those of the platform and of two features."""
    cluster.kubectl("create", "configmap", "platform", "--from-literal=region=europe")
    cluster.kubectl("create", "configmap", "dark-mode", "--from-literal=percent=50")
    cluster.kubectl("create", "configmap", "new-cart")
    cluster.kubectl("create", "configmap", "old-cart")
    cluster.kubectl("label", "configmap", "dark-mode", "new-cart", "feature=on")


def make_disk(cluster: Cluster) -> None:
    """The disk that a real cluster would make by itself for the claim of the StatefulSet's pod."""
    claim = {"namespace": cluster.namespace, "name": "var-lib-postgresql-data-orders-0"}
    spec = {"capacity": {"storage": "50Gi"}, "accessModes": ["ReadWriteOnce"], "hostPath": {"path": "/disk"}, "claimRef": claim}
    cluster.kubectl(
        "apply", "-f", "-", input={"apiVersion": "v1", "kind": "PersistentVolume", "metadata": {"name": cluster.namespace}, "spec": spec}
    )


def web_application(found: Statuses) -> str:
    return f"The shop is at {found['shop']['url']}\nThe administration is at {found['admin']['url']}\n"


def stateful_database(found: Statuses) -> str:
    status = found["orders"]
    return f"{status['connectionString']}, with the password in the Secret {status['secretName']}\n"


def multi_tenant(found: Statuses) -> str:
    (status,) = found.values()
    return f"acme is at {status['url']}, in the namespace {status['namespace']}\n"


def regions(found: Statuses) -> str:
    status = found["worldwide"]
    return f"{status['replicas']} pods of {status['count']} Deployments: {', '.join(status['deployments'])}\n"


def monitoring(found: Statuses) -> str:
    return f"The metrics of the one: {found['baskets']['metrics']}\nThe metrics of the other: {found['pages'].get('metrics')}\n"


def external_references(found: Statuses) -> str:
    status = found["cart"]
    return f"{status['region']}, {status['logLevel']}, {status['featureCount']} features: {', '.join(status['features'])}\n"


def chained_graphs(found: Statuses) -> str:
    return f"{found['front']['url']} uses {found['api']['url']}\n"


def migration_job(found: Statuses) -> str:
    status = found["checkout"]
    return f"{status['image']} is at {status['url']}; the database was migrated by {status['migration']}\n"


def scheduled_backup(found: Statuses) -> str:
    status = found["nightly"]
    return f"Backups go to the disk {status['disk']} at {status['schedule']}; the last one: {status.get('lastSuccess')}\n"


def platform_service(found: Statuses) -> str:
    status = found["search"]
    conditions = ", ".join(f"{each['type']}={each['status']}" for each in status["conditions"])
    return f"{status['clusterIP']} with {status['replicas']} pods, of {status['owners']}\n{conditions}\n"


ALL = [
    Example("web_application", 3, "webapplications", web_application),
    Example("stateful_database", 2, "statefuldatabases", stateful_database, before=make_disk),
    Example("multi_tenant", 4, "tenants", multi_tenant, unique="acme"),
    Example("regions", 2, "fleets", regions),
    Example("monitoring", 3, "monitoredcaches", monitoring),
    Example("external_references", 2, "configuredapplications", external_references, before=make_config_maps),
    Example("chained_graphs", 5, "webservices", chained_graphs),
    Example("migration_job", 2, "migratedapplications", migration_job),
    Example("scheduled_backup", 2, "scheduledbackups", scheduled_backup),
    Example("platform_service", 2, "platformservices", platform_service),
]
each_example = pytest.mark.parametrize("example", ALL, ids=lambda example: example.name)


@each_example
def test_an_example_runs_changes_nothing_the_second_time_and_leaves_nothing(example: Example, cluster: Cluster, user: User) -> None:
    text = example.text(cluster)
    example.before(cluster)
    there = cluster.kubectl("get", MADE, "--output=name")

    first = user.runs(text)
    printed = example.printed(user.statuses(example.kind))
    mark = cluster.plane.mark()
    second = user.runs(text)
    written = [event.uri for event in cluster.plane.writes(since=mark) if cluster.namespace in event.uri]
    last = user.runs(empty_text(cluster, example.app))

    assert first == (0, printed, f"succeeded: {example.declared} created")
    assert second == (0, printed, f"succeeded: {example.declared} unchanged (nothing was written)")
    assert written == []
    assert last == (0, "", f"succeeded: {example.declared} deleted")
    assert cluster.kubectl("get", MADE, "--output=name") == there
    assert cluster.namespace not in cluster.kubectl("get", "resourcegraphdefinitions", "--output=name")


@each_example
def test_an_example_has_fewer_lines_than_its_yaml(example: Example) -> None:
    """The whole file, with its docstrings and what deploys it, against the definitions alone."""
    module = importlib.import_module(f"examples.{example.name}")
    graphs: list[ResourceGraph[Any, Any]] = [value for value in vars(module).values() if isinstance(value, ResourceGraph)]

    assert graphs
    assert lines((EXAMPLES / f"{example.name}.py").read_text("utf-8")) < sum(lines(graph.to_yaml()) for graph in graphs)


@each_example
def test_an_example_says_how_it_is_run(example: Example) -> None:
    text = (EXAMPLES / f"{example.name}.py").read_text("utf-8")

    assert f"Run it with `typekro up examples/{example.name}.py` or `python examples/{example.name}.py`, on a cluster with kro" in text


def test_typekro_check_finds_nothing_to_say_of_them() -> None:
    files = [str(EXAMPLES / f"{example.name}.py") for example in ALL]

    done = subprocess.run([sys.executable, "-m", "typekro", "check", "--strict", *files], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr, done.stdout.splitlines()[-1]) == (0, "", "13 definitions, no problems, no warnings")


def test_every_example_is_run() -> None:
    assert {example.name for example in ALL} == {path.stem for path in EXAMPLES.glob("*.py")} - OTHERS


def lines(text: str) -> int:
    return sum(bool(line.strip()) for line in text.splitlines())
