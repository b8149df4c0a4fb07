"""The parts of the control plane as command lines: pure functions of where things are."""

from pathlib import Path

import attrs

from tests.cluster.build import Artefacts
from tests.cluster.credentials import Credentials

_QUICK = ("--kube-api-qps=500", "--kube-api-burst=1000")
_LOOPBACK = "127.0.0.1"


@attrs.frozen
class Ports:
    """The loopback ports that one control plane listens on."""

    etcd: int
    peer: int
    api: int
    kro: int


@attrs.frozen
class Site:
    """Where one control plane is.

    Args:
        artefacts: what was built.
        folder: everything that this control plane writes is below it.
        ports: what it listens on.
        credentials: who may talk to it.
    """

    artefacts: Artefacts
    folder: Path
    ports: Ports
    credentials: Credentials

    @property
    def audit_log(self) -> Path:
        """The file in which the API server writes down what it was asked."""
        return self.folder / "logs" / "audit.jsonl"


def etcd(site: Site) -> list[str]:
    """Give etcd's command line; it forgets everything in the end, so nothing is synced to the disk."""
    client, peer = (f"http://{_LOOPBACK}:{port}" for port in (site.ports.etcd, site.ports.peer))
    return [
        str(site.artefacts.binary("etcd")),
        f"--data-dir={site.folder}/etcd",
        "--unsafe-no-fsync",
        "--log-level=warn",
        f"--listen-client-urls={client}",
        f"--advertise-client-urls={client}",
        f"--listen-peer-urls={peer}",
        f"--initial-advertise-peer-urls={peer}",
        f"--initial-cluster=default={peer}",
    ]


def api_server(site: Site) -> list[str]:
    """Give the API server's command line.

    Its keys in etcd start with a prefix of its own: should another control plane take our etcd's port first, neither sees the other's
    objects until we notice. ServiceAccount is off, so that pods need no token, and TaintNodesByCondition, since nobody here would remove
    the taint.
    """
    keys = site.credentials
    return [
        str(site.artefacts.binary("kube-apiserver")),
        f"--etcd-servers=http://{_LOOPBACK}:{site.ports.etcd}",
        f"--etcd-prefix=/{site.folder.name}",
        f"--bind-address={_LOOPBACK}",
        f"--advertise-address={_LOOPBACK}",
        f"--secure-port={site.ports.api}",
        f"--tls-cert-file={keys.certificate}",
        f"--tls-private-key-file={keys.key}",
        f"--token-auth-file={keys.tokens}",
        "--authorization-mode=RBAC",
        "--service-cluster-ip-range=10.0.0.0/16",
        "--service-account-issuer=https://kubernetes.default.svc",
        f"--service-account-key-file={keys.key}",
        f"--service-account-signing-key-file={keys.key}",
        "--enable-priority-and-fairness=false",
        "--allow-privileged=true",  # as most clusters have it
        "--disable-admission-plugins=ServiceAccount,TaintNodesByCondition",
        f"--audit-policy-file={site.folder}/audit-policy.json",
        f"--audit-log-path={site.audit_log}",
        "--audit-log-maxsize=0",  # one file, however long
    ]


def controller_manager(site: Site) -> list[str]:
    """Give the controller manager's command line; no controller of real nodes runs, since kwok has the only node."""
    return [
        str(site.artefacts.binary("kube-controller-manager")),
        f"--kubeconfig={site.credentials.kubeconfig('controller-manager')}",
        "--leader-elect=false",
        "--secure-port=0",
        "--controllers=*,-node-ipam-controller,-node-lifecycle-controller",
        f"--service-account-private-key-file={site.credentials.key}",
        f"--root-ca-file={site.credentials.authority}",
        *_QUICK,
    ]


def scheduler(site: Site) -> list[str]:
    """Give the scheduler's command line."""
    kubeconfig = site.credentials.kubeconfig("scheduler")
    return [str(site.artefacts.binary("kube-scheduler")), f"--kubeconfig={kubeconfig}", "--leader-elect=false", "--secure-port=0", *_QUICK]


def kwok(site: Site) -> list[str]:
    """Give the command line of kwok, which plays the node and its pods."""
    return [
        str(site.artefacts.binary("kwok")),
        f"--kubeconfig={site.credentials.kubeconfig('kwok')}",
        "--manage-all-nodes=true",
        f"--node-ip={_LOOPBACK}",
        f"--config={site.folder}/stages.yaml",
    ]


def kro(site: Site) -> list[str]:
    """Give kro's command line; its defaults (10 events a second, one worker, 3 s between two looks) would be most of a test's time."""
    return [
        str(site.artefacts.binary("kro")),
        f"--kubeconfig={site.credentials.kubeconfig('kro')}",
        "--metrics-bind-address=0",
        f"--health-probe-bind-address={_LOOPBACK}:{site.ports.kro}",
        "--instance-requeue-interval=250ms",
        "--rgd-progress-requeue-delay=250ms",
        "--resource-graph-definition-concurrent-reconciles=4",
        "--graph-revision-concurrent-reconciles=4",
        "--dynamic-controller-concurrent-reconciles=8",
        "--dynamic-controller-rate-limiter-rate-limit=1000",
        "--dynamic-controller-rate-limiter-burst-limit=2000",
        "--client-qps=500",
        "--client-burst=1000",
    ]
