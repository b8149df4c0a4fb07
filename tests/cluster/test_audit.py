"""The audit log tells who asked for what: read from text, and as the real API server writes it."""

import io
import json
from pathlib import Path
from typing import Any

import pytest

from tests.cluster.audit import AuditEvent, only_writes, parse_event, read_events
from tests.cluster.kubectl import Kubectl
from tests.cluster.plugin import Cluster


def line(**changes: Any) -> str:
    event: dict[str, Any] = {
        "auditID": "1",
        "stage": "ResponseComplete",
        "user": {"username": "typekro"},
        "userAgent": "typekro/0.1",
        "verb": "patch",
        "requestURI": "/api/v1/namespaces/default/configmaps/one?fieldManager=typekro&force=",
        "objectRef": {"resource": "configmaps", "namespace": "default", "name": "one", "apiVersion": "v1"},
        "responseStatus": {"code": 200},
        "requestObject": {"kind": "ConfigMap"},
    }
    return json.dumps(event | changes)


def event(**changes: Any) -> AuditEvent:
    return parse_event(line(**changes))


def test_a_line_is_read() -> None:
    read = event()

    assert read == AuditEvent(
        request="1",
        stage="ResponseComplete",
        user="typekro",
        user_agent="typekro/0.1",
        verb="patch",
        uri="/api/v1/namespaces/default/configmaps/one?fieldManager=typekro&force=",
        target={"resource": "configmaps", "namespace": "default", "name": "one", "apiVersion": "v1"},
        code=200,
        body={"kind": "ConfigMap"},
    )
    assert read.path == "/api/v1/namespaces/default/configmaps/one"
    assert read.query == {"fieldManager": ["typekro"], "force": [""]}


def test_a_request_that_is_not_answered_yet_has_no_code_and_no_target_where_there_is_none() -> None:
    bare = json.loads(line(stage="RequestReceived", verb="get", requestURI="/version"))
    for absent in ("responseStatus", "objectRef", "requestObject", "userAgent"):
        del bare[absent]

    read = parse_event(json.dumps(bare))

    assert (read.code, read.body, dict(read.target), read.user_agent) == (None, None, {}, "")


@pytest.mark.parametrize("verb", ["create", "update", "patch", "delete", "deletecollection"])
def test_a_change_is_a_write(verb: str) -> None:
    assert event(verb=verb).writes


@pytest.mark.parametrize("verb", ["get", "list", "watch", "head"])
def test_a_look_is_no_write(verb: str) -> None:
    assert not event(verb=verb).writes


@pytest.mark.parametrize("group", ["authorization.k8s.io", "authentication.k8s.io"])
def test_a_question_about_rights_is_no_write_though_it_is_a_create(group: str) -> None:
    assert not event(verb="create", objectRef={"resource": "selfsubjectaccessreviews", "apiGroup": group}).writes


def test_a_dry_run_is_a_write_that_says_so() -> None:
    dry = event(requestURI="/api/v1/namespaces/default/configmaps?dryRun=All")

    assert (dry.writes, dry.dry_run) == (True, True)
    assert not event().dry_run


def test_a_request_with_two_lines_is_one_write_in_its_first_place_with_its_last_facts() -> None:
    asked = event(auditID="1", stage="RequestReceived", responseStatus={})
    other = event(auditID="2")
    answered = event(auditID="1")

    assert only_writes([asked, other, answered]) == [answered, other]


def test_writes_of_one_user_are_told_from_the_others() -> None:
    mine, kros = event(auditID="1"), event(auditID="2", user={"username": "kro"})

    assert only_writes([mine, kros], user="typekro") == [mine]
    assert only_writes([mine, kros]) == [mine, kros]


def test_a_line_that_is_still_being_written_is_left_out(tmp_path: Path) -> None:
    log = tmp_path / "audit.jsonl"
    log.write_text(f"{line(auditID='1')}\n{line(auditID='2')}")

    assert [read.request for read in read_events(log)] == ["1"]


class Growing(io.RawIOBase):
    """A file that is written while it is read: each part is the end at the moment at which it is read."""

    def __init__(self, *parts: bytes) -> None:
        self.parts = list(parts)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0, /) -> int:
        assert (offset, whence) == (0, 0)
        return 0

    def tell(self) -> int:
        return 0

    def readinto(self, buffer: Any) -> int:
        part = self.parts.pop(0) if self.parts else b""
        buffer[: len(part)] = part
        return len(part)


def test_a_line_that_is_written_on_while_the_log_is_read_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = (line(auditID=name).encode() for name in "12")
    growing = io.BufferedReader(Growing(first + b"\n" + second[:10], b"", second[10:] + b"\n"))

    def opened(_path: Path, _mode: str) -> Any:
        return growing

    monkeypatch.setattr(Path, "open", opened)

    assert [read.request for read in read_events(Path("audit.jsonl"))] == ["1"]


@pytest.mark.parametrize(("back", "expected"), [(0, ["2"]), (1, ["2"]), (5, ["2"]), (-1, [])])
def test_what_came_before_a_point_in_time_is_left_out_and_so_is_the_line_it_falls_into(
    tmp_path: Path, back: int, expected: list[str]
) -> None:
    log = tmp_path / "audit.jsonl"
    first = f"{line(auditID='1')}\n"
    log.write_text(f"{first}{line(auditID='2')}\n")

    assert [read.request for read in read_events(log, since=len(first) - back)] == expected


@pytest.mark.real_only("it is the log of the real API server that is read")
def test_what_typekro_writes_is_in_the_log_as_soon_as_it_is_answered(cluster: Cluster) -> None:
    typekro = Kubectl(cluster.kubeconfig, cluster.plane.folder / "kubectl", cluster.namespace)
    mark = cluster.plane.mark()

    typekro("create", "configmap", "one", "--from-literal=key=value")

    (write,) = cluster.plane.writes(since=mark)
    assert (write.user, write.verb, write.dry_run) == ("typekro", "create", False)
    assert write.target == {"resource": "configmaps", "namespace": cluster.namespace, "apiVersion": "v1", "name": "one"}
    assert write.user_agent.startswith("kubectl/")


@pytest.mark.real_only("it is the log of the real API server that is read")
def test_what_typekro_sent_is_in_the_log(cluster: Cluster) -> None:
    typekro = Kubectl(cluster.kubeconfig, cluster.plane.folder / "kubectl", cluster.namespace)
    mark = cluster.plane.mark()
    typekro("create", "configmap", "one", "--from-literal=key=value")
    typekro("get", "configmap", "one")

    (write,) = cluster.plane.writes(since=mark)

    assert write.code == 201
    assert write.body["data"] == {"key": "value"}


@pytest.mark.real_only("it is the log of the real API server that is read")
def test_looking_writes_nothing_and_is_in_the_log_too(cluster: Cluster) -> None:
    typekro = Kubectl(cluster.kubeconfig, cluster.plane.folder / "kubectl", cluster.namespace)
    mark = cluster.plane.mark()

    typekro("get", "configmaps")
    typekro("auth", "whoami")
    typekro("auth", "can-i", "create", "pods")

    assert cluster.plane.writes(since=mark) == []
    looked = [read.path for read in cluster.plane.audit(since=mark) if read.user == "typekro" and read.verb == "list"]
    assert f"/api/v1/namespaces/{cluster.namespace}/configmaps" in looked


@pytest.mark.real_only("it is the log of the real API server that is read")
def test_a_dry_run_is_told_from_a_change(cluster: Cluster) -> None:
    typekro = Kubectl(cluster.kubeconfig, cluster.plane.folder / "kubectl", cluster.namespace)
    mark = cluster.plane.mark()

    typekro("create", "configmap", "one", "--dry-run=server")

    assert [(write.verb, write.dry_run) for write in cluster.plane.writes(since=mark)] == [("create", True)]


@pytest.mark.real_only("it is the log of the real API server that is read")
def test_tests_themselves_are_another_user(cluster: Cluster) -> None:
    mark = cluster.plane.mark()

    cluster.kubectl("create", "configmap", "one")

    assert cluster.plane.writes(since=mark) == []
    assert "admin" in {write.user for write in cluster.plane.writes(user=None, since=mark)}
