"""Where the cluster is and how to be let in: kubeconfig files, or the credentials of the pod that we run in.

Importing this imports kubernetes_asyncio with all its models: only connecting may do so.
"""

import difflib
import logging
import os
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import attrs
import kubernetes_asyncio.client
import kubernetes_asyncio.config
import yaml

from typekro.errors import compose
from typekro.kubernetes.errors import IN_CLUSTER, ClusterConfigError

SERVICE_ACCOUNT = Path("/var/run/secrets/kubernetes.io/serviceaccount")
"""Where a pod finds its token, the cluster's certificate and its namespace."""

# Half of its types are unknown to the type checkers.
_client: Any = kubernetes_asyncio.client
_config: Any = kubernetes_asyncio.config

# It logs what it raises, and logging prints that where an application has set nothing up: we tell it ourselves.
logging.getLogger("kubernetes_asyncio").addHandler(logging.NullHandler())


class Configuration(Protocol):
    """What we read of the library's class of this name."""

    host: str
    cert_file: str | None

    async def auth_settings(self) -> dict[str, dict[str, str]]:
        """The headers of authentication: each has `key` and `value`."""
        ...


@attrs.frozen(kw_only=True)
class Access:
    """A way into a cluster.

    Args:
        context: the name of the kubeconfig's context, or `in-cluster`.
        namespace: the default namespace.
        load: reads everything anew, credentials too: files, exec plugins, auth providers.
    """

    context: str
    namespace: str
    load: Callable[[], Awaitable[Configuration]]


def find_access(
    *,
    context: str | None,
    kubeconfig: str | None,
    namespace: str | None,
    environ: Mapping[str, str] = os.environ,
    service_account: Path = SERVICE_ACCOUNT,
) -> Access:
    """Finds the way in that kubectl would take.

    Args:
        context: the name of a context; the current one by default.
        kubeconfig: a path; by default the files of KUBECONFIG, else ~/.kube/config, else the credentials of our pod.
        namespace: the default namespace; by default the context's, else `default`.
        environ: the environment variables.
        service_account: where a pod's credentials are.

    Raises:
        ClusterConfigError: no kubeconfig, or it has no such context.
    """
    paths = _existing(kubeconfig, environ)
    if paths:
        return _by_kubeconfig(paths, context, namespace)
    if context is None and kubeconfig is None and "KUBERNETES_SERVICE_HOST" in environ and (service_account / "token").exists():
        return _by_service_account(service_account, namespace, environ)
    raise _no_kubeconfig(kubeconfig, environ, context)


def _candidates(kubeconfig: str | None, environ: Mapping[str, str]) -> list[str]:
    if kubeconfig is not None:
        return [str(Path(kubeconfig).expanduser())]
    return [each for each in environ.get("KUBECONFIG", "").split(os.pathsep) if each] or [str(Path("~/.kube/config").expanduser())]


def _existing(kubeconfig: str | None, environ: Mapping[str, str]) -> list[str]:
    return [each for each in _candidates(kubeconfig, environ) if Path(each).is_file() and Path(each).stat().st_size]


def _no_kubeconfig(kubeconfig: str | None, environ: Mapping[str, str], context: str | None) -> ClusterConfigError:
    if kubeconfig is not None:
        return ClusterConfigError(
            compose(f"there is no kubeconfig at {kubeconfig}", (), "give Cluster(kubeconfig=...) the path of one"), context
        )
    source = "KUBECONFIG" if environ.get("KUBECONFIG") else "KUBECONFIG is not set"
    what = f"no kubeconfig was found, so it is not known which cluster is meant{f' by context {context}' if context else ''}"
    why = f"looked for {', '.join(_candidates(None, environ))} ({source})"
    hints = "set KUBECONFIG, or write Cluster(kubeconfig=PATH)", "to try it without one: --local, or cluster=LocalCluster()"
    return ClusterConfigError(compose(what, why, hints), context)


def _by_kubeconfig(paths: Sequence[str], context: str | None, namespace: str | None) -> Access:
    files = [_read(path) for path in paths]
    where = ", ".join(paths)
    # As kubectl does it: the first file that says something is right.
    contexts: dict[str, Mapping[str, Any]] = {}
    for each in (entry for file in files for entry in file.get("contexts") or ()):
        contexts.setdefault(each.get("name", ""), each.get("context") or {})
    chosen = context or next((str(file["current-context"]) for file in files if file.get("current-context")), None)
    if chosen is None:
        raise _no_context(where, contexts)
    if chosen not in contexts:
        raise _unknown_context(chosen, where, contexts)

    async def load() -> Configuration:
        configuration: Configuration = _client.Configuration()
        try:
            await _config.load_kube_config(os.pathsep.join(paths), chosen, configuration, persist_config=False)
        except Exception as error:
            # A plugin, a certificate file, a login service: what the library meets there, it raises as whatever it is.
            raise ClusterConfigError(
                compose(f"the credentials of context {chosen} cannot be had", _explain(error), f"look at {where}"), chosen
            ) from error
        return configuration

    return Access(context=chosen, namespace=namespace or contexts[chosen].get("namespace") or "default", load=load)


def _read(path: str) -> Mapping[str, Any]:
    try:
        document = yaml.safe_load(Path(path).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise ClusterConfigError(compose(f"the kubeconfig {path} cannot be read", str(error))) from error
    if not isinstance(document, dict):
        raise ClusterConfigError(compose(f"the kubeconfig {path} cannot be read", "it is not a mapping"))
    return document  # pyright: ignore[reportUnknownVariableType] - YAML has no type


def _no_context(where: str, contexts: Mapping[str, Any]) -> ClusterConfigError:
    names = ", ".join(sorted(contexts)) or "none"
    example = min(contexts, default="NAME")
    hint = f'kubectl config use-context {example}, or write Cluster(context="{example}")'
    return ClusterConfigError(
        compose(
            "no context is chosen, so it is not known which cluster is meant",
            f"contexts in {where}: {names}; none is the current one",
            hint,
        )
    )


def _unknown_context(name: str, where: str, contexts: Mapping[str, Any]) -> ClusterConfigError:
    near = difflib.get_close_matches(name, list(contexts), 1)
    hint = f"did you mean {near[0]}?" if near else "kubectl config get-contexts"
    return ClusterConfigError(
        compose(f"there is no context {name}", f"contexts in {where}: {', '.join(sorted(contexts)) or 'none'}", hint), name
    )


def _by_service_account(folder: Path, namespace: str | None, environ: Mapping[str, str]) -> Access:
    inside = folder / "namespace"

    async def load() -> Configuration:
        configuration: Configuration = _client.Configuration()
        try:
            _config.load_incluster_config(
                configuration, token_filename=str(folder / "token"), cert_filename=str(folder / "ca.crt"), environ=environ
            )
        except Exception as error:
            # As above: whatever the library meets.
            raise ClusterConfigError(
                compose("the credentials of this pod cannot be had", _explain(error), f"look at {folder}"), IN_CLUSTER
            ) from error
        return configuration

    own = inside.read_text(encoding="utf-8").strip() if inside.is_file() else ""
    return Access(context=IN_CLUSTER, namespace=namespace or own or "default", load=load)


def _explain(error: Exception) -> str:
    text = str(error) or type(error).__name__
    return f"no such command: {error.filename}" if isinstance(error, FileNotFoundError) and error.filename else text
