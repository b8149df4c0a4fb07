"""Fixtures for tests with pytest of whoever has typekro: a local cluster for each test, in the process or served."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

# This module is imported whenever pytest starts where typekro is installed: what it needs, it imports when a test asks for it.
if TYPE_CHECKING:
    from typekro.local.cluster import LocalCluster
    from typekro.local.serving import Served


@pytest.fixture
def local_cluster() -> "LocalCluster":
    """A Kubernetes cluster with kro in this process, new for each test; give it to an app.

    `local_cluster.server` shows what is in it, `local_cluster.writes()` what was done, `local_cluster.faults` makes things go wrong, and
    `local_cluster.workloads` says what does not become ready.

    Example:
        ```python
        async def test_the_second_run_writes_nothing(local_cluster, tmp_path):
            await deploy(local_cluster, state=tmp_path / "infra.sqlite")
            mark = local_cluster.mark()
            await deploy(local_cluster, state=tmp_path / "infra.sqlite")
            assert local_cluster.writes(since=mark) == []
        ```
    """
    from typekro.local.cluster import LocalCluster  # noqa: PLC0415 - see above

    return LocalCluster()


@pytest.fixture
def served_local_cluster(local_cluster: "LocalCluster") -> "Iterator[Served]":
    """The same, served on loopback by a thread, for kubectl and other clients: `.kubeconfig` is the path of its kubeconfig.

    Beside it, `local_cluster` is the cluster that is served.

    Example:
        ```python
        def test_kubectl_finds_it(served_local_cluster):
            subprocess.run(["kubectl", "--kubeconfig", served_local_cluster.kubeconfig, "get", "namespaces"], check=True)
        ```
    """
    with local_cluster.serve_in_background() as served:
        yield served
