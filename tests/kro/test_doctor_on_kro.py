"""`typekro doctor` on a real cluster: with kro, without it, and for users who may do too little, or just enough."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from tests.cluster.audit import AuditEvent
from tests.cluster.control_plane import ControlPlane
from tests.cluster.local_plane import LocalPlane
from tests.cluster.plugin import Cluster as Corner
from tests.kro.parts import NoteSpec, World, note_graph
from tests.kubernetes.stand_in import write_kubeconfig
from typekro import Cluster, KubernetesObject
from typekro.cli.doctor import doctor, print_roles

pytestmark = pytest.mark.anyio

ASKED = ("get", "list", "watch")


class Doctor:
    """The command, as a user runs it on the state of a world."""

    def __init__(self, world: World, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self.world = world
        self.capsys = capsys
        self.monkeypatch = monkeypatch

    async def findings(self, kubeconfig: Path) -> dict[str, tuple[str, str]]:
        """Verdict and text of each finding, by its name; and the exit code."""
        self.monkeypatch.setenv("KUBECONFIG", str(kubeconfig))
        code = 0
        try:
            await doctor(None, "dev", self.world.folder / "state.sqlite", Cluster(), as_json=True)
        except SystemExit as ended:
            code = int(str(ended.code))
        document = json.loads(self.capsys.readouterr().out)
        assert document["version"] == 1
        found = {each["name"]: (each["verdict"], each["text"]) for each in document["findings"]}
        return {**found, "exit": (str(code), "")}

    async def roles(self, kubeconfig: Path) -> str:
        """What `--rbac` prints."""
        self.monkeypatch.setenv("KUBECONFIG", str(kubeconfig))
        await print_roles(None, "dev", self.world.folder / "state.sqlite", Cluster())
        return self.capsys.readouterr().out


@pytest.fixture
def examine(world: World, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Doctor:
    return Doctor(world, capsys, monkeypatch)


def guest(corner: Corner, folder: Path) -> Path:
    """A user who may do nothing but what everybody may; their kubeconfig."""
    corner.kubectl("create", "serviceaccount", "guest")
    token = corner.kubectl("create", "token", "guest").strip()
    return write_kubeconfig(folder / "guest", corner.plane.server, {"token": token}, cluster={"insecure-skip-tls-verify": True})


def changes(plane: ControlPlane | LocalPlane, since: int, user: str) -> Iterator[AuditEvent]:
    """All that a user asked for and that is no mere reading, questions too."""
    return (event for event in plane.audit(since=since) if event.user == user and event.answered and event.verb not in ASKED)


async def test_where_all_is_well_nothing_is_a_problem_and_nothing_was_changed(world: World, examine: Doctor) -> None:
    plane = world.corner.plane
    await world.up(note_graph(world.corner), first=NoteSpec("one"))
    before = {path.name: path.read_bytes() for path in world.folder.iterdir() if path.is_file()}
    mark = plane.mark()

    found = await examine.findings(world.corner.kubeconfig)

    identity = plane.kubectl().json("get", "namespace", "kube-system")["metadata"]["uid"]
    verdict, works = found.pop("kro")
    assert found == {
        "connection": ("ok", f"context typekro-test at {plane.server}; it is cluster {identity}"),
        "kubernetes": ("ok", plane.kubectl().json("version")["serverVersion"]["gitVersion"].removeprefix("v")),
        "kro-version": ("ok", "0.9.4"),
        "permissions": ("ok", "all 19 that typekro needs are there"),
        "state": ("ok", found["state"][1]),
        "lock": ("ok", "nobody holds it"),
        "place": ("ok", "all 2 records of objects were made in this cluster"),
        "exit": ("0", ""),
    }
    is_local = isinstance(plane, LocalPlane)
    here = "this is a local cluster of typekro, and kro a part of it: nothing is deployed"
    unseen = "its controller is not seen (no Deployment of it is in this cluster), and works: it has answered to "
    assert (verdict, works.startswith(here if is_local else unseen)) == ("ok", True)
    assert found["state"][1].endswith(": notes/dev has 2 records")
    asked = list(changes(plane, mark, "typekro"))
    assert {(event.verb, event.target["resource"]) for event in asked} == {("create", "selfsubjectaccessreviews")}
    assert plane.writes(since=mark) == []
    assert {path.name: path.read_bytes() for path in world.folder.iterdir() if path.is_file()} == before


async def test_a_deployment_of_kro_is_found_by_its_labels(world: World, examine: Doctor) -> None:
    labels = {"app.kubernetes.io/name": "kro"}
    pod = {
        "metadata": {"labels": labels},
        "spec": {"containers": [{"name": "kro", "image": "example.com/kro:v0.9.2", "args": ["--leader-elect"]}]},
    }
    manifest = {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": "kro", "labels": labels},
        "spec": {"selector": {"matchLabels": labels}, "template": pod},
    }
    world.corner.kubectl("apply", "-f", "-", input=manifest)
    world.corner.kubectl("rollout", "status", "deployment/kro", "--timeout=30s")
    try:
        found = await examine.findings(world.corner.kubeconfig)
    finally:
        world.corner.kubectl("delete", "deployment", "kro")

    assert found["kro"] == ("ok", f"its controller runs: Deployment {world.corner.namespace}/kro")
    assert found["kro-version"] == ("ok", "0.9.2")
    assert found["state"][0] == "problem"  # the file was named, and is not there
    assert found["exit"] == ("1", "")


async def test_a_cluster_without_kro_and_the_records_of_another_one_are_problems(
    world: World, examine: Doctor, bare_plane: ControlPlane
) -> None:
    await world.up(note_graph(world.corner), first=NoteSpec("one"))
    mark = bare_plane.mark()

    found = await examine.findings(bare_plane.kubeconfig)

    assert found["kro"] == ("problem", "this cluster has no kro: it serves no ResourceGraphDefinitions (resourcegraphdefinitions.kro.run)")
    assert "kro-version" not in found
    assert found["permissions"][0] == "ok"
    here, there = (plane.kubectl().json("get", "namespace", "kube-system")["metadata"]["uid"] for plane in (world.corner.plane, bare_plane))
    text = (
        f"2 of 2 records were made in another cluster than {there}: a run is refused\n"
        f"  in cluster {here}: Note, {world.key('Note', 'first')}"
    )
    assert found["place"] == ("problem", text)
    assert found["exit"] == ("1", "")
    assert bare_plane.writes(since=mark) == []


@pytest.mark.real_only("a local cluster knows one user, who may do everything")
async def test_who_is_allowed_nothing_is_told_all_that_is_missing(world: World, examine: Doctor, tmp_path: Path) -> None:
    plane, name = world.corner.plane, world.corner.namespace
    await world.up(note_graph(world.corner), first=NoteSpec("one"))
    kubeconfig = guest(world.corner, tmp_path)
    mark = plane.mark()

    found = await examine.findings(kubeconfig)

    notes = f"notes.{world.corner.group}"
    polls = "typekro looks again and again where it may not watch"
    text = (
        "typekro is not allowed what it needs:\n"
        "  get, list, create, patch, delete resourcegraphdefinitions.kro.run\n"
        "  get, list, delete customresourcedefinitions.apiextensions.k8s.io\n"
        "  get namespaces kube-system\n"
        f"  list {notes}\n"
        f"  get, create, patch, delete {notes} in namespace {name}\n"
        "  list configmaps\n"
        f"  watch resourcegraphdefinitions.kro.run ({polls})\n"
        f"  watch customresourcedefinitions.apiextensions.k8s.io ({polls})\n"
        f"  watch {notes} in namespace {name} ({polls})\n"
        f"  list events in namespace {name} (errors do not tell the last events of what does not work)"
    )
    assert found["permissions"] == ("problem", text)
    assert found["connection"] == ("ok", f"context dev at {plane.server}; which cluster it is may not be read")
    assert found["kubernetes"][0] == "ok"
    assert found["kro"] == (
        "warning",
        "it is not known whether its controller works: Deployments may not be read here, nor may ResourceGraphDefinitions",
    )
    assert "place" not in found
    assert found["exit"] == ("1", "")
    assert plane.writes(user=f"system:serviceaccount:{name}:guest", since=mark) == []


@pytest.mark.real_only("a local cluster knows one user, who may do everything")
async def test_the_roles_that_are_printed_are_enough_for_a_whole_life(world: World, examine: Doctor, tmp_path: Path) -> None:
    corner = world.corner
    settings = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "settings"}, "data": {"a": "1"}}
    graph = note_graph(corner)
    async with world.app():
        world.define(graph)
        world.instance(graph, "first", NoteSpec("one"))
        KubernetesObject("settings", settings, namespace=corner.namespace)
    kubeconfig = guest(corner, tmp_path)

    printed = await examine.roles(corner.kubeconfig)

    documents = list(yaml.safe_load_all(printed))
    assert [(each["kind"], each["metadata"]) for each in documents] == [
        ("ClusterRole", {"name": "typekro-notes-dev"}),
        ("Role", {"name": "typekro-notes-dev", "namespace": corner.namespace}),
    ]
    assert "guessed" not in printed
    documents[0]["metadata"]["name"] = corner.namespace  # a ClusterRole is all tests'
    account = f"--serviceaccount={corner.namespace}:guest"
    corner.kubectl("apply", "-f", "-", input=yaml.safe_dump_all(documents))
    corner.kubectl("create", "clusterrolebinding", corner.namespace, f"--clusterrole={corner.namespace}", account)
    corner.kubectl("create", "rolebinding", "guest", "--role=typekro-notes-dev", account)
    try:
        found = await examine.findings(kubeconfig)
        changed = note_graph(corner, "two")
        async with world.app(kubeconfig=kubeconfig):
            world.define(changed)
            first = world.instance(changed, "first", NoteSpec("two"))
            second = world.instance(changed, "second", NoteSpec("new"))
            KubernetesObject("settings", {**settings, "data": {"a": "2"}}, namespace=corner.namespace)
        same_graph_again = note_graph(corner, "three")
        async with world.app(kubeconfig=kubeconfig):
            world.define(same_graph_again)
            world.instance(same_graph_again, "first", NoteSpec("two"))
        async with world.app(kubeconfig=kubeconfig):
            pass
    finally:
        corner.kubectl("delete", "clusterrolebinding", corner.namespace)
        corner.kubectl("delete", "clusterrole", corner.namespace)

    assert found["permissions"][0] == "ok"
    assert [(await one).status.text for one in (first, second)] == ["two", "new"]
    assert (await world.records(), world.crds(), world.exists("configmap", "settings")) == ({}, [], False)
