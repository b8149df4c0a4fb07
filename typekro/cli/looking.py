"""The arguments of the commands that look: at what is recorded, and at what scripts define; and what each does with them."""

import argparse
from pathlib import Path
from typing import Any

from typekro.cli.options import add_app, add_file, add_json, add_local, add_state, add_verbose
from typekro.errors import UsageError, compose

FORMATS = ("tree", "mermaid", "dot")
OUTPUTS = ("yaml", "tree", "json")
_RUNS = 20


def add_status(commands: Any) -> None:
    """Adds `typekro status`."""
    parser = commands.add_parser(
        "status",
        help="how an app stands: its lock, its last run, what is not ready",
        description="Tells from the state who holds the lock, how the last run ended, and which resources are not ready and why. "
        "Asks no cluster and takes no lock.",
    )
    add_app(parser)
    add_json(parser)
    add_state(parser)
    parser.set_defaults(command=_status)


def add_doctor(commands: Any) -> None:
    """Adds `typekro doctor`."""
    parser = commands.add_parser(
        "doctor",
        help="what is wrong with the cluster, kro, permissions and the state",
        description="Checks the connection, the versions of Kubernetes and kro, what you are allowed there, and the state file of an app "
        "where there is one. Changes nothing and takes no lock. Exits with 1 where something does not work.",
    )
    add_app(parser)
    parser.add_argument("--context", help="which cluster, as kubectl knows it (default: its current one)")
    add_local(parser)
    parser.add_argument("--rbac", action="store_true", help="print the smallest roles that typekro needs, as YAML, and check nothing")
    add_json(parser)
    add_state(parser)
    parser.set_defaults(command=_doctor)


def add_runs(commands: Any) -> None:
    """Adds `typekro runs`."""
    parser = commands.add_parser(
        "runs",
        help="the last runs of an app and what they did",
        description="Lists the last runs, newest first. What a run did is known of the last 50. Takes no lock.",
    )
    add_app(parser)
    parser.add_argument("--limit", metavar="N", type=_number, default=_RUNS, help=f"how many runs at most (default: {_RUNS})")
    add_json(parser)
    add_state(parser)
    parser.set_defaults(command=_runs)


def add_show(commands: Any) -> None:
    """Adds `typekro state show`."""
    parser = commands.add_parser(
        "show",
        help="show one record whole",
        description="Shows all that is recorded of a resource, and what happened to it last, as YAML. Takes no lock.",
        usage="typekro state show ID [--app APP] [--stage STAGE] [--state FILE] [--verbose]",
    )
    parser.add_argument("id", metavar="ID", help="a resource, as `typekro state list` shows it")
    add_app(parser, named=True)
    add_state(parser)
    parser.set_defaults(command=_show)


def add_unlock(commands: Any) -> None:
    """Adds `typekro state unlock`."""
    parser = commands.add_parser(
        "unlock",
        help="break the lock of a run on another machine",
        description="Takes the lock from a run whose process is on another machine and cannot be asked. If that goes on all the same, it "
        "can record nothing more. Refused where the process is on this machine and lives: the lock of a process goes with it.",
        usage="typekro state unlock RUN_ID [--app APP] [--stage STAGE] [--state FILE] [--verbose]",
    )
    parser.add_argument("run", metavar="RUN_ID", help="the run that holds the lock, as `typekro runs` shows it")
    add_app(parser, named=True)
    add_state(parser)
    parser.set_defaults(command=_unlock)


def add_export(commands: Any) -> None:
    """Adds `typekro state export`."""
    parser = commands.add_parser(
        "export",
        help="write all records of an app as JSON",
        description="Writes a stage and all its records as one JSON document, which `typekro state import` restores. It holds all that the "
        "state does, secrets as they are encrypted there. Takes no lock.",
    )
    add_app(parser)
    parser.add_argument("--output", metavar="FILE", default="-", help="where it goes, a new file for you alone (default: standard output)")
    parser.add_argument("--force", action="store_true", help="replace that file where it is there")
    add_state(parser)
    parser.set_defaults(command=_export)


def add_restore(commands: Any) -> None:
    """Adds `typekro state import`."""
    parser = commands.add_parser(
        "import",
        help="restore what `typekro state export` wrote",
        description="Restores an exported stage into a state file that has no records of it. It keeps the identity by which its objects "
        "are known; so of two copies only one may be used from then on.",
        usage="typekro state import FILE [--stage STAGE] [--state FILE] [--verbose]",
    )
    parser.add_argument("file", metavar="FILE", help="the document, - for standard input")
    parser.add_argument("--stage", help="refuse a document of another stage")
    add_file(parser)
    parser.set_defaults(command=_restore)


def add_recover(commands: Any) -> None:
    """Adds `typekro state recover`."""
    parser = commands.add_parser(
        "recover",
        help="make the records of an app anew from what is in the cluster",
        description="Where a state file is lost: finds what a stage made in a cluster, by its labels, and records it again. "
        "Changes nothing in the cluster. What the app made elsewhere is not found.",
        usage="typekro state recover APP [--stage STAGE] [--context CONTEXT | --local [PATH]] [--lineage UUID] [--state FILE] [--verbose]",
    )
    parser.add_argument("app", metavar="APP", help="the app")
    parser.add_argument("--context", help="which cluster, as kubectl knows it (default: its current one)")
    add_local(parser)
    parser.add_argument("--lineage", metavar="UUID", help="which state, where objects of several are there")
    add_state(parser)
    parser.set_defaults(command=_recover)


def add_render(commands: Any) -> None:
    """Adds `typekro render`."""
    parser = commands.add_parser(
        "render",
        help="print the ResourceGraphDefinitions of a script as YAML",
        description="Imports a script, without running it, and prints the ResourceGraphDefinitions of its graphs. Asks no cluster.",
    )
    parser.add_argument("file", metavar="FILE", type=Path, help="the script")
    parser.add_argument("--output", metavar="FOLDER", help="write each to a file NAME.yaml (default: all to standard output)")
    add_verbose(parser)
    parser.set_defaults(command=_render)


def add_preview(commands: Any) -> None:
    """Adds `typekro preview`."""
    parser = commands.add_parser(
        "preview",
        help="show what kro would make of an instance",
        description="Shows the objects that kro would make of an instance, what waits for what, and the status. Asks no cluster: what only "
        "one knows is not there, unless --observed says it.",
    )
    parser.add_argument("file", metavar="FILE", help="a script, or YAML with ResourceGraphDefinitions; - for standard input")
    parser.add_argument("spec", metavar="SPEC", help="YAML or JSON with a spec, or with an instance; - for standard input")
    parser.add_argument("--graph", metavar="NAME", help="which graph, where there are several (default: by the kind of the instance)")
    parser.add_argument("--name", help="the instance's name (default: what SPEC says)")
    parser.add_argument("--namespace", help="the instance's namespace (default: what SPEC says, else default)")
    parser.add_argument("--observed", metavar="FILE", help="what the cluster is taken to have, by the ids of nodes")
    parser.add_argument("--ready", metavar="ID", action="append", default=[], help="a resource that counts as ready once it is applied")
    parser.add_argument("--all-ready", action="store_true", help="all resources count as ready once they are applied")
    parser.add_argument("--not-ready", metavar="ID", action="append", default=[], help="a resource that does not count as ready")
    parser.add_argument("--output", choices=OUTPUTS, default="tree", help="as what it is printed (default: tree)")
    add_verbose(parser)
    parser.set_defaults(command=_preview)


def add_graph(commands: Any) -> None:
    """Adds `typekro graph`."""
    parser = commands.add_parser(
        "graph",
        help="what the graphs of a script consist of",
        description="Imports a script, without running it, and shows the resources of its graphs in the order in which kro makes them, "
        "what each needs, and on what conditions it is made. Asks no cluster.",
    )
    parser.add_argument("file", metavar="FILE", type=Path, help="the script")
    parser.add_argument("--format", choices=FORMATS, default="tree", help="a tree, or text for Mermaid or Graphviz (default: tree)")
    add_verbose(parser)
    parser.set_defaults(command=_graph)


def _number(text: str) -> int:
    number = int(text) if text.isdecimal() else 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 1")
    return number


# What each does is imported when it is asked for: it brings SQLite or the schemas of Kubernetes, and help needs neither.


def _status(options: argparse.Namespace, _: list[str]) -> None:
    from typekro.cli.status import print_status  # noqa: PLC0415 - see above

    print_status(options.app, options.stage, options.state, as_json=options.as_json)


def _doctor(options: argparse.Namespace, _: list[str]) -> None:
    import anyio  # noqa: PLC0415 - see above

    from typekro.cli.doctor import doctor, print_roles  # noqa: PLC0415 - see above

    which = (options.app, options.stage, options.state, _cluster(options))
    if options.rbac:
        anyio.run(print_roles, *which)
    else:
        anyio.run(doctor, *which, options.as_json)


def _runs(options: argparse.Namespace, _: list[str]) -> None:
    from typekro.cli.runs import print_runs  # noqa: PLC0415 - see above

    print_runs(options.app, options.stage, options.state, limit=options.limit, as_json=options.as_json)


def _show(options: argparse.Namespace, _: list[str]) -> None:
    from typekro.cli.show import show  # noqa: PLC0415 - see above

    show(options.id, options.app, options.stage, options.state)


def _unlock(options: argparse.Namespace, _: list[str]) -> None:
    from typekro.cli.unlocking import unlock_stage  # noqa: PLC0415 - see above

    unlock_stage(options.run, options.app, options.stage, options.state)


def _export(options: argparse.Namespace, _: list[str]) -> None:
    from typekro.cli.exporting import export_state  # noqa: PLC0415 - see above

    export_state(options.app, options.stage, options.state, output=options.output, force=options.force)


def _restore(options: argparse.Namespace, _: list[str]) -> None:
    from typekro.cli.exporting import import_state  # noqa: PLC0415 - see above

    import_state(options.file, options.stage, options.state)


def _recover(options: argparse.Namespace, _: list[str]) -> None:
    import anyio  # noqa: PLC0415 - see above

    from typekro.cli.recovering import recover_state  # noqa: PLC0415 - see above

    async def work() -> None:
        await recover_state(options.app, options.stage, options.state, cluster=_cluster(options), lineage=options.lineage)

    anyio.run(work)


def _render(options: argparse.Namespace, _: list[str]) -> None:
    from typekro.cli.render import render  # noqa: PLC0415 - see above

    render(options.file, options.output)


def _preview(options: argparse.Namespace, _: list[str]) -> None:
    from typekro.cli.preview import Wanted, preview  # noqa: PLC0415 - see above

    names = ("file", "spec", "graph", "name", "namespace", "observed", "not_ready")
    wanted = Wanted(**{name: getattr(options, name) for name in names}, ready=options.all_ready or options.ready)
    preview(wanted, options.output)


def _graph(options: argparse.Namespace, _: list[str]) -> None:
    from typekro.cli.graph import graph  # noqa: PLC0415 - see above

    graph(options.file, options.format)


def _cluster(options: argparse.Namespace) -> Any:
    """The cluster that `--context` or `--local` chose."""
    from typekro.kubernetes import Cluster  # noqa: PLC0415 - see above

    if options.local is None:
        return Cluster(context=options.context)
    from typekro.cli.local import LocalClusters  # noqa: PLC0415 - see above

    if options.context is not None:
        raise UsageError(compose("--context and --local say which cluster", "one of them would be ignored", "leave one of them out"))
    return LocalClusters(options.local, None)("")
