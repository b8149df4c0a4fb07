"""Which cluster is meant, as kubectl would understand it."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from tests.kubernetes.stand_in import write_kubeconfig
from typekro.kubernetes import ClusterConfigError
from typekro.kubernetes.config import Access, find_access

pytestmark = pytest.mark.anyio


def find(environ: dict[str, str] | None = None, **how: Any) -> Access:
    wanted: dict[str, Any] = {"context": None, "kubeconfig": None, "namespace": None, "service_account": Path("/nowhere"), **how}
    return find_access(**wanted, environ=environ if environ is not None else {"KUBECONFIG": "/nowhere"})


def write(path: Path, **sections: Any) -> str:
    path.write_text(json.dumps(sections))
    return str(path)


def contexts(*names: str, **context: str) -> list[dict[str, Any]]:
    return [{"name": name, "context": {"cluster": "c", "user": "u", **context}} for name in names]


def test_the_current_context_and_its_namespace_are_taken(tmp_path: Path) -> None:
    path = write(tmp_path / "config", **{"current-context": "dev", "contexts": contexts("dev", namespace="team")})

    found = find(kubeconfig=path)

    assert (found.context, found.namespace) == ("dev", "team")


def test_context_and_namespace_may_be_named(tmp_path: Path) -> None:
    path = write(tmp_path / "config", **{"current-context": "dev", "contexts": contexts("dev", "prod", namespace="team")})

    found = find(kubeconfig=path, context="prod", namespace="mine")

    assert (found.context, found.namespace) == ("prod", "mine")


def test_without_a_namespace_it_is_default(tmp_path: Path) -> None:
    assert find(kubeconfig=str(write_kubeconfig(tmp_path / "config", "http://x"))).namespace == "default"


async def test_of_several_files_the_first_that_says_something_is_right(tmp_path: Path) -> None:
    first = write(tmp_path / "first", **{"contexts": contexts("dev", namespace="first"), "current-context": "dev"})
    second = write(
        tmp_path / "second",
        **{
            "current-context": "prod",
            "contexts": contexts("dev", "prod", namespace="second"),
            "clusters": [{"name": "c", "cluster": {"server": "http://cluster:1/"}}],
            "users": [{"name": "u", "user": {"token": "secret"}}],
        },
    )
    missing = str(tmp_path / "missing")

    found = find({"KUBECONFIG": os.pathsep.join([missing, first, second])})

    assert (found.context, found.namespace) == ("dev", "first")
    assert (await found.load()).host == "http://cluster:1"


async def test_a_token_file_is_read_anew_each_time(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("old")
    found = find(kubeconfig=str(write_kubeconfig(tmp_path / "config", "http://x", {"tokenFile": "token"})))
    before = await (await found.load()).auth_settings()
    (tmp_path / "token").write_text("new")

    after = await (await found.load()).auth_settings()

    assert [before["BearerToken"]["value"], after["BearerToken"]["value"]] == ["Bearer old", "Bearer new"]


async def test_in_a_pod_its_own_credentials_are_taken(tmp_path: Path) -> None:
    for name, text in {"token": "pod", "ca.crt": "certificate", "namespace": "inside\n"}.items():
        (tmp_path / name).write_text(text)
    pod = {"KUBERNETES_SERVICE_HOST": "10.0.0.1", "KUBERNETES_SERVICE_PORT": "443", "KUBECONFIG": "/nowhere"}

    found = find(pod, service_account=tmp_path)
    configuration = await found.load()

    assert (found.context, found.namespace, configuration.host) == ("in-cluster", "inside", "https://10.0.0.1:443")
    assert (await configuration.auth_settings())["BearerToken"]["value"] == "Bearer pod"


async def test_a_pod_without_a_certificate_is_told(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("pod")
    pod = {"KUBERNETES_SERVICE_HOST": "10.0.0.1", "KUBERNETES_SERVICE_PORT": "443", "KUBECONFIG": "/nowhere"}

    with pytest.raises(ClusterConfigError) as caught:
        await find(pod, service_account=tmp_path).load()

    assert str(caught.value) == (
        f"the credentials of this pod cannot be had\n  Service certification file does not exists.\nhint: look at {tmp_path}"
    )


def test_a_context_that_does_not_exist_is_told_with_the_nearest(tmp_path: Path) -> None:
    path = write(tmp_path / "config", contexts=contexts("kind-dev", "prod"))

    with pytest.raises(ClusterConfigError) as caught:
        find(kubeconfig=path, context="kind-dve")

    assert str(caught.value) == f"there is no context kind-dve\n  contexts in {path}: kind-dev, prod\nhint: did you mean kind-dev?"


def test_a_context_like_no_other_is_told_with_the_command_that_lists_them(tmp_path: Path) -> None:
    path = write(tmp_path / "config", contexts=[])

    with pytest.raises(ClusterConfigError) as caught:
        find(kubeconfig=path, context="dev")

    assert str(caught.value) == f"there is no context dev\n  contexts in {path}: none\nhint: kubectl config get-contexts"


def test_without_a_current_context_one_has_to_be_chosen(tmp_path: Path) -> None:
    path = write(tmp_path / "config", contexts=contexts("prod", "dev"))

    with pytest.raises(ClusterConfigError) as caught:
        find(kubeconfig=path)

    assert str(caught.value) == (
        "no context is chosen, so it is not known which cluster is meant\n"
        f"  contexts in {path}: dev, prod; none is the current one\n"
        'hint: kubectl config use-context dev, or write Cluster(context="dev")'
    )


def test_a_kubeconfig_that_was_named_has_to_exist() -> None:
    with pytest.raises(ClusterConfigError) as caught:
        find(kubeconfig="/nowhere/config")

    assert str(caught.value) == "there is no kubeconfig at /nowhere/config\nhint: give Cluster(kubeconfig=...) the path of one"


def test_no_kubeconfig_at_all_is_told_with_the_places() -> None:
    with pytest.raises(ClusterConfigError) as caught:
        find({"KUBECONFIG": "/nowhere/a:/nowhere/b"})

    assert str(caught.value) == (
        "no kubeconfig was found, so it is not known which cluster is meant\n"
        "  looked for /nowhere/a, /nowhere/b (KUBECONFIG)\n"
        "hint: set KUBECONFIG, or write Cluster(kubeconfig=PATH)\n"
        "hint: to try it without one: --local, or cluster=LocalCluster()"
    )


@pytest.mark.parametrize(("text", "reason"), [("- a list", "it is not a mapping"), ("{", "while parsing a flow node")])
def test_a_kubeconfig_that_is_none_is_told(tmp_path: Path, text: str, reason: str) -> None:
    path = tmp_path / "config"
    path.write_text(text)

    with pytest.raises(ClusterConfigError) as caught:
        find(kubeconfig=str(path))

    assert str(caught.value).startswith(f"the kubeconfig {path} cannot be read\n  {reason}")


async def test_a_context_whose_cluster_is_missing_is_told(tmp_path: Path) -> None:
    path = write(tmp_path / "config", **{"contexts": contexts("dev"), "clusters": [], "users": [], "current-context": "dev"})

    with pytest.raises(ClusterConfigError) as caught:
        await find(kubeconfig=path).load()

    assert str(caught.value) == (
        "the credentials of context dev cannot be had\n"
        f"  Invalid kube-config file. Expected object with name c in {path}/clusters list\nhint: look at {path}"
    )
