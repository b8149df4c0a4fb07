"""`typekro secrets`: key files, and another passphrase for the secrets of a state file."""

import argparse
from pathlib import Path
from typing import Any, Final

from typekro.cli.options import add_app, add_state, add_verbose
from typekro.errors import UsageError, compose

_NEW: Final[tuple[str, str]] = ("TYPEKRO_NEW_PASSPHRASE", "TYPEKRO_NEW_KEY_FILE")


def add_secrets(commands: Any) -> None:
    """Adds `typekro secrets` and its commands."""
    secrets = commands.add_parser(
        "secrets",
        help="what the secrets in a state file are encrypted under",
        description="What secrets in a state file are encrypted under.",
    )
    of_secrets = secrets.add_subparsers(metavar="COMMAND", title="commands", required=True)
    rotating = of_secrets.add_parser(
        "rotate",
        help="put the secrets of a state file under another passphrase",
        description="Puts the secrets of a state file, of all its stages, under another passphrase or key file. What opens them now is "
        "told by TYPEKRO_PASSPHRASE or TYPEKRO_KEY_FILE, what is to open them by TYPEKRO_NEW_PASSPHRASE or TYPEKRO_NEW_KEY_FILE.",
    )
    add_app(rotating)
    add_state(rotating)
    rotating.set_defaults(command=_rotate)
    making = of_secrets.add_parser(
        "keygen",
        help="make a key file",
        description="Makes a key file, for you alone; TYPEKRO_KEY_FILE names it to runs, in the place of a passphrase.",
    )
    making.add_argument("file", metavar="FILE", type=Path, help="where it goes: a new file")
    add_verbose(making)
    making.set_defaults(command=_keygen)


def _rotate(options: argparse.Namespace, _: list[str]) -> None:
    from typekro.cli.places import shown  # noqa: PLC0415 - help needs none of these
    from typekro.cli.state import find  # noqa: PLC0415 - see above
    from typekro.orchestrator.keys import OPENING, key_source  # noqa: PLC0415 - see above
    from typekro.orchestrator.rotating import rotate  # noqa: PLC0415 - see above

    found = find(options.app, options.stage, options.state)
    old, new = key_source(), key_source(names=_NEW)
    if old is None:
        raise UsageError(compose(f"{shown(found.path)} was not changed: it is not said what opens it", (), OPENING.values()))
    if new is None:
        what = f"{shown(found.path)} was not changed: it is not said what is to open it"
        raise UsageError(compose(what, f"{_NEW[0]} or {_NEW[1]} says it", f"export {_NEW[0]}=..."))
    rotate(found.path, old, new)
    print(f"{shown(found.path)}: its secrets are opened by another {new.method} from here on")


def _keygen(options: argparse.Namespace, _: list[str]) -> None:
    from typekro.orchestrator.keys import KEY_FILE, make_key_file  # noqa: PLC0415 - help needs no keys

    make_key_file(options.file)
    print(f"made {options.file}: export {KEY_FILE}={options.file.absolute()}")
