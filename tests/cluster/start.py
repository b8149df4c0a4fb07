"""Start the parts of a control plane in the right order, and wait until they are of use."""

import json
import os
import time
from collections.abc import Callable, Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Any

import attrs
import yaml

from tests.cluster import parts
from tests.cluster.api import Api, is_healthy
from tests.cluster.audit import audit_policy
from tests.cluster.errors import ControlPlaneError
from tests.cluster.processes import Processes
from tests.cluster.stages import stages_document

READY_WITHIN = 120.0
"""Seconds that a control plane has to become ready, on a machine that is busy with other things."""

NODE = "node-0"
"""The name of the only node."""

API_SERVER = "kube-apiserver"
"""What the API server is called among the parts."""

_LOOK_EVERY = 0.05
_LAST_LINES = 20
_CRDS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions"


class PortTakenError(Exception):
    """A port was taken by another process after it had been found free."""


def start_parts(site: parts.Site, api: Api, processes: Processes, *, kro: bool, within: float = READY_WITHIN) -> None:
    """Start everything, and return when a Deployment can become available and kro, if it is wanted, takes RGDs.

    Args:
        site: where it is.
        api: the API server as an administrator.
        processes: who owns the parts.
        kro: whether kro and its kinds are wanted.
        within: seconds that all of it may take.

    Raises:
        PortTakenError: another process took one of its ports; all can be tried again with others.
        ControlPlaneError: a part ended, or was not ready in time.
    """
    wait = _Wait(processes, within)
    (site.folder / "audit-policy.json").write_text(json.dumps(audit_policy()))
    (site.folder / "stages.yaml").write_text(stages_document(path.read_text() for path in site.artefacts.stages))
    processes.start("etcd", parts.etcd(site), env=_environment())
    wait.until("etcd is ready", lambda: is_healthy(site.ports.etcd, "/readyz"))
    _start_api_server(site, api, processes, wait)
    if kro:  # before the garbage collector, which looks for new kinds when it starts and then every 30 s only
        crds = [_create(api, _CRDS, yaml.safe_load(path.read_text())) for path in site.artefacts.crds]
        wait.until("kro's kinds are served", lambda: all(_get(api, _list_path(crd)) for crd in crds))
    _create(api, "/api/v1/nodes", _node())
    processes.start("kube-controller-manager", parts.controller_manager(site), env=_environment())
    processes.start("kube-scheduler", parts.scheduler(site), env=_environment())
    processes.start("kwok", parts.kwok(site), env=_environment())
    if kro:
        processes.start("kro", parts.kro(site), env=_environment())
        wait.until("kro is ready", lambda: is_healthy(site.ports.kro, "/readyz"))
    wait.until(f"{NODE} is ready", lambda: _is_ready(_get(api, f"/api/v1/nodes/{NODE}")))
    wait.until("namespaces get their objects", lambda: _get(api, "/api/v1/namespaces/default/serviceaccounts/default") is not None)


def restart_api_server(site: parts.Site, api: Api, processes: Processes, *, within: float = READY_WITHIN) -> None:
    """Start the API server again after it was stopped, on its port and with its objects, and return when it is ready.

    Args:
        site: where it is.
        api: the API server as an administrator.
        processes: who owns the parts.
        within: seconds that it may take.

    Raises:
        ControlPlaneError: a part ended, or it was not ready in time.
    """
    _start_api_server(site, api, processes, _Wait(processes, within))


def _start_api_server(site: parts.Site, api: Api, processes: Processes, wait: "_Wait") -> None:
    processes.start(API_SERVER, parts.api_server(site), env=_environment())
    wait.until("the API server is ready", lambda: _get(api, "/readyz") is not None)


@attrs.frozen
class _Wait:
    """One deadline for all that is awaited, and an eye on the parts meanwhile."""

    processes: Processes
    within: float
    began: float = attrs.field(factory=time.monotonic)

    def until(self, what: str, condition: Callable[[], bool]) -> None:
        """Return as soon as the condition holds, if all parts run."""
        while True:
            holds = condition()
            if exited := self.processes.exited():
                raise _why(exited, self.processes.logs)
            if holds:
                return
            if time.monotonic() - self.began > self.within:
                logs = self.processes.logs
                raise ControlPlaneError(f"the control plane was not ready within {self.within:g} s: awaited that {what}; see {logs}")
            time.sleep(_LOOK_EVERY)


def _environment() -> dict[str, str]:
    """This process's own; and parts that live for minutes need not collect their garbage as often: it is a fifth of their time."""
    return {**os.environ, "GOGC": "300"}


def _why(exited: Mapping[str, int], logs: Path) -> Exception:
    """Make the error for parts that ended; one that lost its port comes first, since others end for want of it."""
    said = {name: (logs / f"{name}.log").read_text(errors="replace") for name in exited}
    for name, text in said.items():
        if "address already in use" in text:
            return PortTakenError(name)
    name, code = next(iter(exited.items()))
    return ControlPlaneError(
        "\n".join((f"{name} ended with exit code {code}; the end of {logs / name}.log:", *said[name].splitlines()[-_LAST_LINES:]))
    )


def _node() -> dict[str, Any]:
    size = {"cpu": "1000", "memory": "1000Gi", "pods": "10000"}
    return {"apiVersion": "v1", "kind": "Node", "metadata": {"name": NODE}, "status": {"allocatable": size, "capacity": size}}


def _create(api: Api, path: str, manifest: Any) -> Any:
    status, answer = api.request("POST", path, manifest)
    if status != HTTPStatus.CREATED:
        raise ControlPlaneError(f"the API server refused {manifest['kind']} {manifest['metadata']['name']}: {answer}")
    return answer


def _get(api: Api, path: str) -> Any | None:
    """Give what is there, or None while there is nothing, or nobody to ask."""
    try:
        status, answer = api.request("GET", path)
    except OSError:
        return None
    return answer if status == HTTPStatus.OK else None


def _list_path(crd: Mapping[str, Any]) -> str:
    spec = crd["spec"]
    return f"/apis/{spec['group']}/{spec['versions'][0]['name']}/{spec['names']['plural']}"


def _is_ready(node: Any | None) -> bool:
    conditions = () if node is None else node["status"].get("conditions", ())
    return any(c["type"] == "Ready" and c["status"] == "True" for c in conditions)
