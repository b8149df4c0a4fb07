"""`typekro doctor` where there is no cluster to ask, and where the state is not as it should be."""

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import anyio
import pytest
import yaml

from tests.cli.parts import Done
from tests.cli.test_state import record, recorded
from tests.cluster.ports import free_ports
from tests.kubernetes.stand_in import IDENTITY, Answer, StandIn, listing, refusal, running, write_kubeconfig
from typekro import Cluster
from typekro.cli import main
from typekro.cli.doctor import doctor
from typekro.orchestrator.state.inspecting import FORMAT
from typekro.orchestrator.state.protocol import Run
from typekro.orchestrator.state.records import begun
from typekro.orchestrator.state.sqlite import SqliteStore

VERSIONS = Path(__file__).parents[1] / "orchestrator" / "state" / "versions"


class Here:
    """A project with no cluster, in which the command is run."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._capsys = capsys

    @property
    def path(self) -> Path:
        """The state file."""
        return self.folder / "state" / "infra.sqlite"

    def printed(self) -> str:
        """What was printed since this was asked last."""
        return self._capsys.readouterr().out

    def doctor(self, *arguments: str) -> Done:
        """What the command prints, and its exit code."""
        try:
            code = main(["doctor", *arguments])
        except SystemExit as ended:
            code = int(str(ended.code))
        printed = self._capsys.readouterr()
        return Done(code, printed.out, printed.err)

    def state(self, *arguments: str) -> list[str]:
        """What is printed after the connection, which cannot be had here."""
        done = self.doctor(*arguments)
        lines = done.out.splitlines()
        assert (done.code, done.err) == (1, "")
        assert re.match(r"problem +connection +no kubeconfig was found, so it is not known which cluster is meant$", lines[0])
        return lines[4:]


@pytest.fixture
def here(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Here:
    (tmp_path / "state").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KUBECONFIG", str(tmp_path / "none"))
    return Here(tmp_path, capsys)


def test_a_cluster_that_does_not_answer_is_told_with_the_error_of_the_client(here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    (port,) = free_ports(1)
    kubeconfig = write_kubeconfig(here.folder / "config", f"http://127.0.0.1:{port}")
    monkeypatch.setenv("KUBECONFIG", str(kubeconfig))

    done = here.doctor()

    assert done == Done(
        1,
        f"problem  connection  cannot reach the cluster of context dev at http://127.0.0.1:{port}: connection refused\n"
        "  hint: kubectl --context dev cluster-info\n"
        "ok       state       there is no state file here: nothing was recorded yet\n"
        "1 problem\n",
        "",
    )


def test_a_context_that_is_not_there_is_told(here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    kubeconfig = write_kubeconfig(here.folder / "config", "http://127.0.0.1:1")
    monkeypatch.setenv("KUBECONFIG", str(kubeconfig))

    lines = here.doctor("--context", "devv").out.splitlines()

    assert lines[0] == "problem  connection  there is no context devv"
    assert lines[2] == "  hint: did you mean dev?"


REVIEWS = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews"


def ask(here: Here, monkeypatch: pytest.MonkeyPatch, server: StandIn) -> Done:
    """What the command prints of a cluster that the stand-in plays."""

    async def work() -> None:
        async with running(server):
            monkeypatch.setenv("KUBECONFIG", str(write_kubeconfig(here.folder / "config", server.url)))
            await doctor(None, "dev", None, Cluster())

    code = 0
    try:
        anyio.run(work)
    except SystemExit as ended:
        code = int(str(ended.code))
    return Done(code, here.printed(), "")


def stand_in() -> StandIn:
    """A cluster with kro, in which everything is allowed."""
    server = StandIn()
    server.arrange("GET /version", Answer({"gitVersion": "v1.36.3"}))
    kinds = [{"kind": "ResourceGraphDefinition", "name": "resourcegraphdefinitions", "namespaced": False}]
    server.arrange("GET /apis/kro.run/v1alpha1", Answer({"kind": "APIResourceList", "resources": kinds}))
    server.arrange("GET /apis/kro.run/v1alpha1/resourcegraphdefinitions", listing())
    server.arrange(f"POST {REVIEWS}", Answer({"status": {"allowed": True}}, 201))
    return server


def test_each_need_is_asked_for_and_warnings_alone_do_not_fail(here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    server = stand_in()

    done = ask(here, monkeypatch, server)

    unseen = "Deployments may not be read here, and there is no ResourceGraphDefinition yet"
    assert done.out.splitlines() == [
        f"ok       connection   context dev at {server.url}; it is cluster cluster-1",
        "ok       kubernetes   1.36.3",
        f"warning  kro          it is not known whether its controller works: {unseen}",
        "warning  kro-version  its version is not known: no Deployment and no object of it says so; 0.9 is needed",
        "ok       permissions  all 12 that typekro needs are there",
        "ok       state        there is no state file here: nothing was recorded yet",
        "2 warnings",
    ]
    assert done.code == 0
    asked = [each.body["spec"]["resourceAttributes"] for each in server.asked_for(f"POST {REVIEWS}")]
    identity = {"verb": "get", "group": "", "resource": "namespaces", "namespace": "", "name": "kube-system"}
    assert len(asked) == 12
    assert identity in asked
    assert {each.method for each in server.asked if each.route != f"POST {REVIEWS}"} == {"GET"}


def test_a_cluster_without_kro_that_the_records_were_not_made_in(here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    server = stand_in()
    server.arrange("GET /apis/kro.run/v1alpha1", refusal(404, "not found", "NotFound"))
    graph = {"api_version": "example.com/v1", "kind": "Database", "children": [["v1", "ConfigMap"]]}
    props = {"graph": graph, "spec": {}, "namespace": "shop"}
    recorded(here.folder, record("db", slot="cluster", place="cluster-0", props=props))

    done = ask(here, monkeypatch, server)

    chart = "oci://registry.k8s.io/kro/charts/kro"
    assert done.out.splitlines()[2:] == [
        "problem  kro          this cluster has no kro: it serves no ResourceGraphDefinitions (resourcegraphdefinitions.kro.run)",
        f"  hint: install kro 0.9 or newer: helm install kro {chart} --namespace kro-system --create-namespace",
        "  hint: or do without it: typekro up FILE --direct",
        "ok       permissions  all 19 that typekro needs are there",
        f"ok       state        state/infra.sqlite is whole, its format is version {FORMAT}: infra/dev has 1 record",
        "ok       lock         nobody holds it",
        "problem  place        1 of 1 records were made in another cluster than cluster-1: a run is refused",
        "  in cluster cluster-0: db",
        "  hint: go back to that cluster (--context), or drop its records and touch nothing there:",
        "  hint: typekro state forget --cluster cluster-0 --app infra",
        "2 problems",
    ]
    asked = [each.body["spec"]["resourceAttributes"]["resource"] for each in server.asked_for(f"POST {REVIEWS}")]
    assert {"databases", "configmaps", "events"} < set(asked)


def test_a_cluster_without_kro_is_right_where_all_is_deployed_without_it(here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    server = stand_in()
    server.arrange("GET /apis/kro.run/v1alpha1", refusal(404, "not found", "NotFound"))
    graph = {"api_version": "example.com/v1", "kind": "Database", "children": [["v1", "ConfigMap"]]}
    props = {"graph": graph, "spec": {}, "namespace": "shop", "mode": "direct"}
    recorded(here.folder, record("db", slot="cluster", place="cluster-1", props=props))

    done = ask(here, monkeypatch, server)

    assert done.out.splitlines()[2:4] == [
        "ok  kro          this cluster has no kro, and nothing that is recorded needs it",
        "ok  permissions  all 8 that typekro needs are there",
    ]
    assert done.code == 0
    asked = [each.body["spec"]["resourceAttributes"] for each in server.asked_for(f"POST {REVIEWS}")]
    assert {(each["resource"], each["verb"]) for each in asked} == {
        ("namespaces", "get"),
        ("events", "list"),
        *(("configmaps", verb) for verb in ("get", "list", "watch", "create", "patch", "delete")),
    }


def test_credentials_that_nobody_knows_are_a_problem_of_the_connection(here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    server = stand_in()
    server.arrange(f"GET {IDENTITY}", refusal(401, "Unauthorized", "Unauthorized"))

    done = ask(here, monkeypatch, server)

    assert (done.code, done.out.splitlines()[:3]) == (
        1,
        [
            "problem  connection  could not read Namespace kube-system: the credentials are not accepted",
            "  Kubernetes says (401 Unauthorized): Unauthorized",
            "  hint: kubectl --context dev auth whoami",
        ],
    )


def test_a_server_that_does_not_say_what_is_allowed_is_a_problem(here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    server = stand_in()
    server.arrange(f"POST {REVIEWS}", refusal(403, "no reviews here", "Forbidden"))

    done = ask(here, monkeypatch, server)

    assert (done.code, done.out.splitlines()[0]) == (1, "problem  connection  not allowed to ask what is allowed")


def test_a_state_file_that_is_as_it_should_be_is_told_and_left_as_it_is(here: Here) -> None:
    recorded(here.folder, record("readme"), record("index"))
    before = {path.name: path.read_bytes() for path in here.path.parent.iterdir()}

    assert here.state() == [
        f"ok       state       state/infra.sqlite is whole, its format is version {FORMAT}: infra/dev has 2 records",
        "ok       lock        nobody holds it",
        "1 problem",
    ]
    assert {path.name: path.read_bytes() for path in here.path.parent.iterdir()} == before


def test_an_older_state_file_is_not_migrated(here: Here) -> None:
    with closing(sqlite3.connect(here.path)) as connection:
        connection.executescript((VERSIONS / "1.sql").read_text("utf-8"))
    here.path.chmod(0o640)
    before = here.path.read_bytes()

    lines = here.state()

    later = f"the next run makes it version {FORMAT}, and keeps a copy"
    assert lines[0] == f"ok       state        state/infra.sqlite is whole, its format is version 1; {later}: infra/dev has 3 records"
    assert lines[1:4] == [
        "warning  state-mode   others can get at the state file: its mode is 0640",
        "  it holds the inputs and outputs of all resources",
        "  hint: chmod 600 state/infra.sqlite",
    ]
    assert lines[-1] == "1 problem, 2 warnings"  # of its records one was cut off
    assert here.path.read_bytes() == before
    assert list(here.path.parent.iterdir()) == [here.path]


def test_a_damaged_state_file_is_a_problem(here: Here) -> None:
    recorded(here.folder, *(record(f"file-{number}", props={"text": "x" * 2000}) for number in range(20)))
    with here.path.open("r+b") as file:
        file.seek(8192)
        file.write(b"\xff" * 20000)

    lines = here.state()

    assert lines[0] == f"problem  state       {here.path}: the state file is damaged"
    assert lines[1].startswith("  SQLite says: ")
    assert lines[2:] == [
        "  nothing was changed",
        "  hint: keep it, and put a copy from before in its place; a new one would not know what exists",
        "  hint: or move it away, and make a new one of what is in the cluster: typekro state recover APP",
        "2 problems",
    ]


def test_a_file_that_is_no_state_is_a_problem(here: Here) -> None:
    here.path.write_text("apiVersion: v1\n" * 100)

    assert here.state()[:3] == [
        f"problem  state       {here.path}: this is no state file of typekro",
        "  it is not an SQLite database",
        "  nothing was changed",
    ]


def test_a_state_file_that_was_named_has_to_be_there(here: Here) -> None:
    assert here.state("infra") == [
        "problem  state       no state file state/infra.sqlite",
        "  the first run of a script makes it",
        "2 problems",
    ]
    assert list(here.path.parent.iterdir()) == []


def test_an_empty_state_file_has_no_stage_to_look_at(here: Here) -> None:
    here.path.touch(0o600)

    assert here.state() == ["ok       state       state/infra.sqlite is empty: nothing was recorded yet", "1 problem"]


@pytest.mark.parametrize(
    ("arguments", "first"),
    [
        ((), "state has the state of several apps"),
        (("--state", "state/infra.sqlite"), "state/infra.sqlite has records of several apps"),
        (("infra", "--stage", "prod"), "there is no stage 'prod' of app 'infra'"),
    ],
)
def test_the_app_and_the_stage_have_to_be_in_the_state(here: Here, arguments: tuple[str, ...], first: str) -> None:
    recorded(here.folder, record("readme"))
    recorded(here.folder, record("index"), app="other")

    async def another() -> None:
        store = SqliteStore(here.path)
        await store.open("more", "dev")
        await store.close()

    anyio.run(another)

    assert here.state(*arguments)[0] == f"problem  state       {first}"


def test_what_a_dead_run_left_is_told_with_what_becomes_of_it(here: Here) -> None:
    async def die() -> None:
        store = SqliteStore(here.path)
        await store.open("infra", "dev")
        await store.acquire(Run(id="1", operation="up"))
        await store.commit(begun(record("readme"), "create", pending={}))
        await store.close()  # lets the lock go, as the end of a process does, and leaves the run as it is

    anyio.run(die)

    lines = here.state()

    assert re.fullmatch(
        r"ok       lock         free: the run of \S+, pid \d+, up since .* has died, and the next one takes it over", lines[1]
    )
    assert lines[2:] == [
        "warning  interrupted  an earlier run was cut off:",
        "  readme (creating): the next run looks whether it was made, and goes on from there",
        "  hint: run the script again",
        "1 problem, 1 warning",
    ]


def test_a_run_that_goes_on_is_told_and_not_disturbed(here: Here) -> None:
    async def during() -> list[str]:
        store = SqliteStore(here.path)
        await store.open("infra", "dev")
        await store.acquire(Run(id="1", operation="up"))
        await store.commit(begun(record("readme"), "create", pending={}))
        lines = await anyio.to_thread.run_sync(here.state)
        await store.finish("succeeded")
        await store.close()
        return lines

    lines = anyio.run(during)

    assert re.match(r"ok       lock         held by \S+, pid \d+, up since ", lines[1])
    assert lines[2:] == ["ok       interrupted  the run that goes on is at work on readme", "1 problem"]


def test_programs_get_one_document_with_its_version(here: Here) -> None:
    recorded(here.folder, record("readme"))

    done = here.doctor("--json")

    document = json.loads(done.out)
    assert (done.code, done.err) == (1, "")
    connection, state, lock = document.pop("findings")
    assert document == {"version": 1, "app": "infra", "stage": "dev", "state": str(here.path)}
    assert (connection["name"], connection["verdict"], connection["hint"]) == (
        "connection",
        "problem",
        "set KUBECONFIG, or write Cluster(kubeconfig=PATH)\nto try it without one: --local, or cluster=LocalCluster()",
    )
    assert (state["name"], state["verdict"]) == ("state", "ok")
    assert lock == {"name": "lock", "verdict": "ok", "text": "nobody holds it", "hint": ""}


def test_roles_are_printed_without_a_cluster(here: Here) -> None:
    graph = {"api_version": "example.com/v1", "kind": "Database", "children": [["v1", "Service"]]}
    database = record("db", slot="cluster", place="5f0c", props={"graph": graph, "spec": {}, "namespace": "shop"})
    recorded(here.folder, database)

    done = here.doctor("--rbac")

    assert (done.code, done.err) == (0, "")
    cluster_role, role = yaml.safe_load_all(done.out)
    assert [rule["resources"] for rule in cluster_role["rules"]][3:] == [["databases"], ["services"]]
    assert role["metadata"] == {"name": "typekro-infra-dev", "namespace": "shop"}
    assert "so this name is guessed (kubectl api-resources): databases.example.com\n" in done.out


def test_roles_without_a_state_are_those_of_any_run(here: Here) -> None:
    cluster_role, role = yaml.safe_load_all(here.doctor("--rbac").out)

    assert [rule["resources"] for rule in cluster_role["rules"]] == [
        ["resourcegraphdefinitions"],
        ["customresourcedefinitions"],
        ["namespaces"],
    ]
    assert cluster_role["metadata"] == {"name": "typekro"}
    assert [rule["resources"] for rule in role["rules"]] == [["events"]]


def test_no_roles_are_printed_of_a_state_that_cannot_be_read(here: Here) -> None:
    assert here.doctor("infra", "--rbac") == Done(1, "", "error: no state file state/infra.sqlite\n  the first run of a script makes it\n")


def test_help_tells_all_that_there_is(here: Here) -> None:
    printed = here.doctor("--help").out

    words = ("APP", "--stage", "--state FILE", "--context", "--json", "--rbac", "--verbose", "no lock")
    assert [word for word in words if word not in printed] == []
