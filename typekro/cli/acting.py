"""The arguments of the commands that run scripts, or act on what is recorded: up, plan, destroy; and what each does with them."""

import argparse
from functools import partial
from pathlib import Path
from typing import Any

from typekro.cli.options import add_app, add_json, add_local, add_state, add_verbose
from typekro.cli.places import shown


def add_up(commands: Any) -> None:
    """Adds `typekro up`."""
    parser = commands.add_parser(
        "up",
        help="run a script: make what it declares, delete what it no longer declares",
        description="Runs a Python script as `python FILE` would. Arguments behind -- are the script's own.",
        usage="typekro up FILE [--local [PATH]] [--stage STAGE] [--direct] [--no-refresh] [--confirm] [--plan PLAN] [--events jsonl] "
        "[--verbose] [-- ARGUMENT ...]",
    )
    _add_script(parser)
    parser.add_argument("--confirm", action="store_true", default=None, help="a yes has to be typed before anything is deleted")
    parser.add_argument("--plan", metavar="PLAN", type=Path, help="do what `typekro plan --out PLAN` showed, and nothing else")
    parser.add_argument(
        "--events",
        choices=["jsonl"],
        help="write what happens to standard output, for programs: one JSON document a line; what the script prints goes to standard error",
    )
    add_verbose(parser, requests=True)
    parser.set_defaults(command=_up, for_script=True)


def add_plan(commands: Any) -> None:
    """Adds `typekro plan`."""
    parser = commands.add_parser(
        "plan",
        help="show what `up` would do, and do nothing",
        description="Runs a Python script without touching anything, and shows what `typekro up` would create, change and delete. "
        "Exit codes: 0 nothing to do, 2 something to do. Arguments behind -- are the script's own.",
        usage="typekro plan FILE [--local [PATH]] [--stage STAGE] [--direct] [--no-refresh] [--out PLAN] [--json] [--verbose] "
        "[-- ARGUMENT ...]",
    )
    _add_script(parser)
    parser.add_argument("--out", metavar="PLAN", type=Path, help="write the plan to a file, for `typekro up --plan PLAN`")
    add_json(parser)
    add_verbose(parser, requests=True)
    parser.set_defaults(command=_plan, for_script=True)


def add_destroy(commands: Any) -> None:
    """Adds `typekro destroy`."""
    parser = commands.add_parser(
        "destroy",
        help="delete all that is recorded of an app",
        description="Deletes what is recorded, dependents first, as the app's script with an empty body would. Runs no script.",
    )
    add_app(parser)
    parser.add_argument("--confirm", action="store_true", help="a yes has to be typed before anything is deleted")
    parser.add_argument("--context", help="which cluster, as kubectl knows it (default: its current one)")
    parser.add_argument(
        "--cluster",
        metavar="NAME=CONTEXT",
        action="append",
        default=[],
        dest="clusters",
        help="which cluster a name in the script's clusters= stands for, as kubectl knows it; once for each name",
    )
    add_local(parser)
    add_state(parser, requests=True)
    parser.set_defaults(command=_destroy)


def _add_script(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, help="the script; it enters an app: async with alchemy(...)")
    add_local(parser, instead="those that the script names")
    parser.add_argument("--stage", help="which copy of the app, with records of its own, where the script does not say (default: dev)")
    parser.add_argument(
        "--direct",
        dest="mode",
        action="store_const",
        const="direct",
        help="deploy graphs without kro, where the script does not say; what kro deployed before is taken over as it is",
    )
    parser.add_argument(
        "--no-refresh",
        dest="refresh",
        action="store_false",
        default=None,
        help="do not look at what exists: unchanged resources give what is recorded, and what was changed outside is not repaired",
    )


# What each does is imported when it is asked for: it brings the engine, and help needs none.


def _up(options: argparse.Namespace, arguments: list[str]) -> None:
    from typekro.cli.up import up  # noqa: PLC0415 - see above

    agreed, clusters = None, _clusters(options)
    if options.plan is not None:
        from typekro.cli.plan import read_plan  # noqa: PLC0415 - see above
        from typekro.orchestrator.launch import Launch  # noqa: PLC0415 - see above

        chosen = {name: getattr(options, name) for name in ("stage", "refresh", "mode")}
        launch = Launch(**chosen, clusters=clusters, script=shown(options.file), arguments=arguments)
        agreed = read_plan(options.plan, partial(launch.plan_command, options.stage))
    chosen = {name: getattr(options, name) for name in ("stage", "refresh", "confirm", "mode", "verbose")}
    up(options.file, arguments, **chosen, plan=agreed, events=options.events is not None, clusters=clusters)


def _plan(options: argparse.Namespace, arguments: list[str]) -> None:
    from typekro.cli.plan import plan  # noqa: PLC0415 - see above

    chosen = {name: getattr(options, name) for name in ("stage", "refresh", "mode", "verbose")}
    plan(options.file, arguments, **chosen, out=options.out, as_json=options.as_json, clusters=_clusters(options))


def _destroy(options: argparse.Namespace, _: list[str]) -> None:
    import anyio  # noqa: PLC0415 - help needs no event loop

    from typekro.cli.destroy import destroy  # noqa: PLC0415 - see above

    async def work() -> None:
        chosen = {"context": options.context, "clusters": options.clusters, "confirm": options.confirm, "verbose": options.verbose}
        await destroy(options.app, options.stage, options.state, **chosen, local=_clusters(options))

    anyio.run(work)


def _clusters(options: argparse.Namespace) -> Any:
    """What `--local` chose; None where it was not said."""
    if options.local is None:
        return None
    from typekro.cli.local import LocalClusters  # noqa: PLC0415 - see above

    return LocalClusters(options.local, getattr(options, "file", None))
