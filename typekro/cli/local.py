"""Local clusters on the command line: `--local`, and `typekro local start`, which serves one until it is stopped."""

import argparse
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from typekro.cli.options import add_verbose
from typekro.cli.places import shown

if TYPE_CHECKING:
    from typekro.local.cluster import LocalCluster
    from typekro.local.serving import Served

_NAME = "local-cluster"
_PORTS = range(65536)


def default_file(script: Path | None) -> Path:
    """The file that a local cluster lives in where none is named: in the folder where the state of the apps of a script is by default.

    Args:
        script: the script; None where none is run, and the current folder counts.
    """
    from typekro.orchestrator.state.location import default_path  # noqa: PLC0415 - help needs none of it

    return default_path(_NAME, script).with_suffix(".db")  # no app's: their files end with .sqlite


class LocalClusters:
    """The local clusters that stand for those of an app, by name; an empty name is the cluster that goes by none.

    Args:
        chosen: the path of the file; empty for the default one.
        script: the script; None where none is run.
    """

    def __init__(self, chosen: str, script: Path | None) -> None:
        self._main = Path(chosen).absolute() if chosen else default_file(script)
        is_default, named = self._main == default_file(None), shlex.quote(shown(self._main))
        self.option = "--local" if is_default else f"--local {named}"
        self.opened = "typekro local start" if is_default else f"typekro local start --path {named}"
        self._made: dict[str, LocalCluster] = {}

    def __call__(self, name: str) -> "LocalCluster":
        """The cluster of a name: the same one at each call."""
        from typekro.local.cluster import LocalCluster  # noqa: PLC0415 - help needs none of it

        if name not in self._made:
            main = self._main
            self._made[name] = LocalCluster(main.with_name(f"{main.stem}-{name}{main.suffix}") if name else main)
        return self._made[name]


def add_local_commands(commands: Any) -> None:
    """Adds `typekro local` and its commands."""
    local = commands.add_parser(
        "local",
        help="a local cluster with kro, of Python alone",
        description="A Kubernetes cluster with kro in one Python process, for tests and demonstrations: no container runs in it.",
    )
    of_local = local.add_subparsers(metavar="COMMAND", title="commands", required=True)
    starting = of_local.add_parser(
        "start",
        help="serve it on loopback until Ctrl-C, for kubectl",
        description="Serves a local cluster on 127.0.0.1 until Ctrl-C, and writes a kubeconfig for you alone, which goes at the end. "
        "The cluster lives in a file; by default in the one that `typekro up FILE --local` uses.",
        usage="typekro local start [--port N] [--path FILE] [--kubeconfig FILE] [--verbose]",
    )
    starting.add_argument("--port", metavar="N", type=_port, default=0, help="the port (default: any that is free)")
    starting.add_argument(
        "--path", metavar="FILE", type=Path, help="the file that it lives in (default: state/local-cluster.db in the project)"
    )
    starting.add_argument("--kubeconfig", metavar="FILE", type=Path, help="where the kubeconfig goes (default: beside that file)")
    add_verbose(starting)
    starting.set_defaults(command=_start)


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) not in _PORTS:
        raise argparse.ArgumentTypeError(f"{text!r} is no port")
    return int(text)


def _start(options: argparse.Namespace, _: list[str]) -> None:
    import anyio  # noqa: PLC0415 - help needs no event loop

    path = options.path or default_file(None)
    anyio.run(serve, path, options.port, options.kubeconfig or path.with_suffix(".kubeconfig"))


async def serve(path: Path, port: int, kubeconfig: Path) -> None:
    """Serves a local cluster until the process is told to stop, by Ctrl-C or SIGTERM.

    Args:
        path: the file that it lives in.
        port: the port; 0 for any that is free.
        kubeconfig: where the kubeconfig goes.

    Raises:
        UsageError: the port is taken, or the kubeconfig cannot be written.
        LockedError: another process has the file.
        StateError: the file cannot be used.
    """
    import signal  # noqa: PLC0415 - help needs none of these

    import anyio  # noqa: PLC0415 - see above

    from typekro.local.cluster import LocalCluster  # noqa: PLC0415 - see above

    cluster = LocalCluster(path)
    with anyio.open_signal_receiver(signal.SIGINT, signal.SIGTERM) as signals:
        async with cluster.serve(port=port, kubeconfig=kubeconfig) as served:
            sys.stdout.writelines(f"{line}\n" for line in _how(cluster, served))
            sys.stdout.flush()
            async for _ in signals:
                break
    print("stopped")


def _how(cluster: "LocalCluster", served: "Served") -> list[str]:
    return [
        f"{cluster} at {served.server}; stop it with Ctrl-C",
        f"  export KUBECONFIG={shown(served.kubeconfig)}",
        "  kubectl get namespaces",
    ]
