from typing import Any

from tests.local.schemas.builtin_cases import DAEMON_SET, SERVICE
from tests.local.schemas.changing import changed
from typekro.local.schemas import created, read_builtin, updated


def _created(manifest: dict[str, Any]) -> dict[str, Any]:
    return created(read_builtin(manifest).object, uid="u", allocate=lambda: "10.0.0.7")


def test_a_service_keeps_its_address_where_it_is_left_out() -> None:
    old = _created(SERVICE)
    new = updated(read_builtin(changed(SERVICE, {"spec.ports": [{"port": 81}]})).object, old)
    assert new["spec"]["clusterIP"] == old["spec"]["clusterIP"] == "10.0.0.7"


def test_a_service_keeps_its_ports_on_the_nodes() -> None:
    node = changed(SERVICE, {"spec.type": "NodePort"})
    old = changed(_created(node), {"spec.ports[0].nodePort": 30001})
    assert updated(read_builtin(node).object, old)["spec"]["ports"][0]["nodePort"] == 30001


def test_the_templates_of_a_daemon_set_are_counted() -> None:
    old = _created(DAEMON_SET)
    same, other = DAEMON_SET, changed(DAEMON_SET, {"spec.template.spec.containers[0].image": "nginx:2"})
    counts = [
        updated(read_builtin(each).object, old)["metadata"]["annotations"]["deprecated.daemonset.template.generation"]
        for each in (same, other)
    ]
    assert counts == ["1", "2"]


def test_a_status_that_is_sent_along_does_not_count() -> None:
    sent = changed(DAEMON_SET, {"status": {"numberReady": 7}})
    old = {**_created(DAEMON_SET), "status": {"numberReady": 3}}
    assert _created(sent)["status"]["numberReady"] == 0
    assert updated(read_builtin(sent).object, old)["status"] == {"numberReady": 3}
