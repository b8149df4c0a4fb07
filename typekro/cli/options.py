"""Arguments that several commands have."""

import argparse
from pathlib import Path
from typing import Any

_APP = "the app (default: the only one in the project's state folder)"


def add_app(parser: argparse.ArgumentParser, *, named: bool = False) -> None:
    """Adds the app, as an argument of its own; or as `--app`, where other names stand there."""
    if named:
        parser.add_argument("--app", help=_APP)
    else:
        parser.add_argument("app", metavar="APP", nargs="?", help=_APP)


def add_state(parser: argparse.ArgumentParser, *, requests: bool = False) -> None:
    """Adds what says which records are meant, and `--verbose`."""
    parser.add_argument("--stage", default="dev", help="which copy of the app (default: dev)")
    add_file(parser, requests=requests)


def add_file(parser: argparse.ArgumentParser, *, requests: bool = False) -> None:
    """Adds the state file, and `--verbose`."""
    parser.add_argument("--state", metavar="FILE", type=Path, help="the state file (default: state/APP.sqlite in the project)")
    add_verbose(parser, requests=requests)


def add_local(parser: argparse.ArgumentParser, *, instead: str = "kubectl's current one") -> None:
    """Adds `--local`.

    Args:
        parser: the command's.
        instead: what is used without it.
    """
    parser.add_argument(
        "--local",
        metavar="PATH",
        nargs="?",
        const="",
        action=_Local,
        help=f"use a local cluster in place of {instead}: it lives in this file (default: state/local-cluster.db in the project)",
    )


class _Local(argparse.Action):
    """A script that stands behind `--local` is meant as the script, and would be taken for the file."""

    def __call__(
        self, parser: argparse.ArgumentParser, namespace: argparse.Namespace, values: Any, option_string: str | None = None
    ) -> None:
        if str(values).endswith(".py"):
            parser.error(
                f"argument {option_string}: {values} is a script, which stands in front of it: {parser.prog} {values} {option_string}"
            )
        setattr(namespace, self.dest, values)


def add_json(parser: argparse.ArgumentParser) -> None:
    """Adds `--json`."""
    parser.add_argument("--json", dest="as_json", action="store_true", help="print one JSON document, for programs")


def add_verbose(parser: argparse.ArgumentParser, *, requests: bool = False) -> None:
    """Adds `--verbose`.

    Args:
        parser: the command's.
        requests: it shows requests too.
    """
    shown = "tracebacks of all errors, and each request to the cluster" if requests else "tracebacks of all errors"
    parser.add_argument("--verbose", action="store_true", help=f"show {shown}")
