"""pytest fixtures on a control plane: one for the session, and a namespace and an API group of its own for each test.

A test that asks for `cluster` runs twice: on the real control plane, and on the local cluster that typekro embeds.
"""

import contextlib
import secrets
from collections.abc import Generator, Iterator, Sequence
from http import HTTPStatus
from pathlib import Path
from typing import Any

import attrs
import pytest
from _pytest.capture import CaptureManager  # pytest has no public way to speak from a session fixture

from tests.cluster.control_plane import ControlPlane, running_control_plane
from tests.cluster.errors import ControlPlaneError
from tests.cluster.kubectl import Manifest
from tests.cluster.local_plane import LocalPlane, running_local_plane

_PLANE = pytest.StashKey[ControlPlane]()
_KEPT = pytest.StashKey[list[str]]()
_KEPT_BY_WORKER = "kept logs of the control plane"
REAL, LOCAL = "real", "local"


@attrs.frozen
class Cluster:
    """One test's own corner of the control plane.

    Args:
        plane: the control plane, real or local, which all tests of the session share.
        namespace: a namespace that only this test uses.
        group: an API group that only this test uses, since two RGDs of one kind, even in turn, meet in one CRD.
    """

    plane: ControlPlane | LocalPlane
    namespace: str
    group: str

    @property
    def local(self) -> bool:
        """Whether it is a local cluster."""
        return isinstance(self.plane, LocalPlane)

    @property
    def kubeconfig(self) -> Path:
        """The kubeconfig of the user typekro; its current context is `typekro-test`, its namespace is `default`."""
        return self.plane.kubeconfig

    def kubectl(self, *arguments: str, input: str | Manifest | Sequence[Manifest] | None = None) -> str:  # noqa: A002 - as subprocess.run calls it
        """Run kubectl as admin in the test's namespace, and give what it wrote.

        Args:
            *arguments: such as `"get", "pods"`.
            input: what it reads with `-f -`: text, or one manifest or more.

        Raises:
            KubectlError: its exit code was not 0.
        """
        return self.plane.kubectl(self.namespace)(*arguments, input=input)

    def kubectl_json(self, *arguments: str, input: str | Manifest | Sequence[Manifest] | None = None) -> Any:  # noqa: A002 - as above
        """Run kubectl with `-o json`, and give what it wrote, parsed."""
        return self.plane.kubectl(self.namespace).json(*arguments, input=input)


@pytest.fixture(scope="session")
def control_plane(request: pytest.FixtureRequest) -> Iterator[ControlPlane]:
    """A control plane of this session, or of this worker of pytest-xdist: built if need be, started for the first test that asks."""
    capture = request.config.pluginmanager.getplugin("capturemanager")
    with contextlib.ExitStack() as stack:
        plane: ControlPlane | ControlPlaneError
        try:
            with capture.global_and_fixture_disabled() if isinstance(capture, CaptureManager) else contextlib.nullcontext():
                plane = stack.enter_context(running_control_plane(_say))
        except ControlPlaneError as error:
            plane = error
        if isinstance(plane, ControlPlaneError):  # outside the except clause, whose error would be shown as well
            pytest.fail(str(plane), pytrace=False)
        request.config.stash[_PLANE] = plane
        yield plane
        del request.config.stash[_PLANE]


@pytest.fixture(scope="session")
def local_plane(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalPlane]:
    """A local cluster of this session, served by a thread."""
    with running_local_plane(tmp_path_factory.mktemp("local")) as plane:
        yield plane


@contextlib.contextmanager
def corner_of(plane: ControlPlane | LocalPlane) -> Generator[Cluster]:
    """Give a namespace and an API group for the length of a block; the namespace is deleted afterwards, which nobody waits for."""
    name = f"t{secrets.token_hex(3)}"
    status, answer = plane.api.request("POST", "/api/v1/namespaces", {"metadata": {"name": name}})
    assert status == HTTPStatus.CREATED, answer
    try:
        yield Cluster(plane, name, f"{name}.example.com")
    finally:
        with contextlib.suppress(OSError):  # a control plane that is gone has made its test fail already
            plane.api.request("DELETE", f"/api/v1/namespaces/{name}")


@pytest.fixture(params=[REAL, LOCAL])
def cluster(request: pytest.FixtureRequest) -> Iterator[Cluster]:
    """A namespace and an API group of the test's own, once on each control plane."""
    plane: ControlPlane | LocalPlane = request.getfixturevalue("control_plane" if request.param == REAL else "local_plane")
    with corner_of(plane) as corner:
        yield corner


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201 - who waits for a build wants to see it going on


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark the tests that need the real control plane: `-m cluster` are they, `-m "not cluster"` are the others."""
    left_out = [item for item in items if _plane_of(item) == LOCAL and item.get_closest_marker("real_only") is not None]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]
    if hasattr(config, "workerinput"):  # of several workers, none is to begin with what takes long when the others have come to their end
        long = {item.path for item in items if item.get_closest_marker("long") is not None}
        items.sort(key=lambda item: item.path not in long)
    for item in items:
        if "control_plane" in getattr(item, "fixturenames", ()) or _plane_of(item) == REAL:
            item.add_marker("cluster")


def _plane_of(item: pytest.Item) -> str | None:
    """The control plane of a test that runs on both."""
    found = item.callspec.params.get("cluster") if isinstance(item, pytest.Function) and hasattr(item, "callspec") else None
    return found if isinstance(found, str) else None


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Name the logs of the parts where a test on the control plane fails, and keep them."""
    report = yield
    plane = item.config.stash.get(_PLANE, None)
    if report.failed and plane is not None and item.get_closest_marker("cluster") is not None:
        _note_kept(item.config, str(plane.keep_logs()))
        report.sections.append(("logs of the control plane", "\n".join((*_ended(plane), *map(str, sorted(plane.logs.iterdir()))))))
    return report


def _note_kept(config: pytest.Config, logs: str) -> None:
    """Remember where logs are; a worker of pytest-xdist tells it to the process that speaks to the user, in its last words."""
    kept = config.stash.setdefault(_KEPT, [])
    if logs not in kept:
        kept.append(logs)
    output: dict[str, Any] | None = getattr(config, "workeroutput", None)
    if output is not None:
        output[_KEPT_BY_WORKER] = kept


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take what a worker of pytest-xdist says in the end; each worker has a control plane of its own."""
    output: dict[str, Any] = getattr(node, "workeroutput", {})
    for logs in output.get(_KEPT_BY_WORKER, ()):
        _note_kept(node.config, logs)


def _ended(plane: ControlPlane) -> list[str]:
    try:
        return [f"{name} has ended by itself, with exit code {code}" for name, code in plane.processes.exited().items()]
    except ControlPlaneError as error:
        return [str(error)]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Tell where kept logs are."""
    for logs in config.stash.get(_KEPT, ()):
        terminalreporter.write_line(f"the logs of the control plane are kept in {logs}")
