"""The arguments of the command `typekro`, and what each command does with them."""

import argparse  # of the standard library: four commands need no more, and it costs a script nothing
import sys
from collections.abc import Sequence
from typing import Any

from typekro.cli import acting, local, looking, secrets
from typekro.cli.options import add_app, add_state, add_verbose
from typekro.cli.parser import Parser
from typekro.cli.telling import guarded
from typekro.errors import UsageError, compose

_USAGE = 2


def main(argv: Sequence[str] | None = None) -> int:
    """The command `typekro`.

    Args:
        argv: what stands behind `typekro`; by default what the process was started with.

    Returns:
        The exit code: 0 ok, 1 error, 2 wrong arguments or a plan with something to do, 3 resources failed, 4 another run holds the lock,
            5 refused, 130 interrupted.

    Raises:
        SystemExit: the arguments are wrong, or help was asked for; or a script raised it.
    """
    given = list(sys.argv[1:] if argv is None else argv)
    cut = given.index("--") if "--" in given else len(given)
    parser = _parser()
    options = parser.parse_args(given[:cut])
    for_script = given[cut + 1 :]
    if "command" not in options:
        parser.print_help(sys.stderr)
        return _USAGE
    if for_script and "for_script" not in options:
        parser.error("only `typekro up` and `typekro plan` pass arguments on to a script, behind --")
    return guarded(lambda: options.command(options, for_script), verbose=options.verbose)


def _list(options: argparse.Namespace, _: list[str]) -> None:
    import anyio  # noqa: PLC0415 - help needs no event loop

    from typekro.cli.state import list_records  # noqa: PLC0415 - nor the engine

    anyio.run(list_records, options.app, options.stage, options.state)


def _forget(options: argparse.Namespace, _: list[str]) -> None:
    import anyio  # noqa: PLC0415 - help needs no event loop

    from typekro.cli.state import forget  # noqa: PLC0415 - nor the engine

    anyio.run(forget, options.ids, options.cluster, options.app, options.stage, options.state)


def _import(options: argparse.Namespace, _: list[str]) -> None:
    from typekro.cli.importing import import_cluster, import_files  # noqa: PLC0415 - it brings YAML and the client, and help needs neither

    if not options.cluster:
        if options.context is not None:
            hint = "typekro import --cluster --context CONTEXT"
            raise UsageError(compose("--context says which cluster, and no cluster is asked for", (), hint))
        import_files(options.names, options.output)
        return
    import anyio  # noqa: PLC0415 - files need no event loop

    from typekro.kubernetes import Cluster  # noqa: PLC0415 - nor a cluster

    anyio.run(import_cluster, options.names, Cluster(context=options.context), options.output)


def _check(options: argparse.Namespace, _: list[str]) -> None:
    from typekro.cli.check import check_files  # noqa: PLC0415 - it brings the schemas of Kubernetes, and help needs none

    check_files(options.files, strict=options.strict, trust=options.trust)


class _Version(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> None:
        from importlib.metadata import version  # noqa: PLC0415 - slow, and only needed here

        print(f"typekro {version('typekro')}")
        parser.exit()


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="typekro",
        description="Deploys what Python scripts declare, and takes down what they no longer declare.",
        epilog="exit codes: 0 ok, 1 error, 2 wrong arguments (plan: something to do), 3 resources failed, 4 another run holds the lock, "
        "5 refused, 130 interrupted",
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="print the version and exit")
    commands = parser.add_subparsers(metavar="COMMAND", title="commands")
    acting.add_up(commands)
    acting.add_plan(commands)
    acting.add_destroy(commands)
    _add_check(commands)
    looking.add_status(commands)
    looking.add_doctor(commands)
    looking.add_runs(commands)
    looking.add_render(commands)
    looking.add_preview(commands)
    looking.add_graph(commands)
    _add_import(commands)
    secrets.add_secrets(commands)
    local.add_local_commands(commands)
    state = commands.add_parser(
        "state", help="what is recorded of an app's resources", description="Shows and edits what is recorded of an app's resources."
    )
    of_state = state.add_subparsers(metavar="COMMAND", title="commands", required=True)
    _add_list(of_state)
    looking.add_show(of_state)
    _add_forget(of_state)
    looking.add_unlock(of_state)
    looking.add_export(of_state)
    looking.add_restore(of_state)
    looking.add_recover(of_state)
    return parser


def _add_check(commands: Any) -> None:
    checking = commands.add_parser(
        "check",
        help="say what kro would refuse, without a cluster",
        description="Checks ResourceGraphDefinitions in YAML files, and the graphs that Python scripts define, as kro does. The files are "
        "checked together: the kinds that their CRDs and ResourceGraphDefinitions make are known in all of them.",
    )
    checking.add_argument("files", metavar="FILE", nargs="+", help="YAML files, Python scripts, or - for YAML on standard input")
    checking.add_argument("--strict", action="store_true", help="take warnings for problems")
    checking.add_argument("--trust", action="store_true", help="take for granted that kinds exist of which nothing is known here")
    add_verbose(checking)
    checking.set_defaults(command=_check)


def _add_import(commands: Any) -> None:
    importing = commands.add_parser(
        "import",
        help="write typed classes for the kinds of CRDs",
        description="Writes a Python module for each group version that CRDs define, with a class for each kind.",
        usage="typekro import (FILE ... | --cluster [NAME ...]) [--output FOLDER] [--context CONTEXT] [--verbose]",
    )
    importing.add_argument(
        "names", metavar="FILE | NAME", nargs="*", help="YAML files, - for standard input; or with --cluster CRDs, their groups or kinds"
    )
    importing.add_argument("--cluster", action="store_true", help="read the CRDs of a cluster: those that are named, else all")
    importing.add_argument("--context", help="which cluster, as kubectl knows it (default: its current one)")
    importing.add_argument("--output", metavar="FOLDER", default=".", help="where the modules go, - for standard output (default: here)")
    add_verbose(importing)
    importing.set_defaults(command=_import)


def _add_list(commands: Any) -> None:
    listing = commands.add_parser(
        "list",
        help="list the records of an app",
        description="Lists what is recorded of an app's resources, in the order in which they were first made. Takes no lock.",
    )
    add_app(listing)
    add_state(listing)
    listing.set_defaults(command=_list)


def _add_forget(commands: Any) -> None:
    forgetting = commands.add_parser(
        "forget",
        aliases=["rm"],
        help="drop records, and touch nothing outside",
        description="Drops records. What they are about stays as it is, and is typekro's no longer.",
        usage="typekro state forget [ID ...] [--cluster UID] [--app APP] [--stage STAGE] [--state FILE] [--verbose]",
    )
    forgetting.add_argument("ids", metavar="ID", nargs="*", help="a resource, as `typekro state list` shows it")
    forgetting.add_argument("--cluster", metavar="UID", help="all resources in this cluster (the UID of its namespace kube-system)")
    add_app(forgetting, named=True)
    add_state(forgetting)
    forgetting.set_defaults(command=_forget)
