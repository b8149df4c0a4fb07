"""Where the state of an app is kept by default, and what apps and stages may be called."""

import re
from pathlib import Path

from typekro.errors import UsageError, compose, missing_f

LONGEST_NAME = 60
LONGEST_PAIR = 119  # app and stage become the field manager `typekro:<app>/<stage>`, to which Kubernetes gives 128 bytes

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def default_path(app: str, script: Path | None) -> Path:
    """The file that keeps an app's state, whatever the current folder is.

    Args:
        app: the app's name.
        script: the script that makes the app; None where there is none, in an interactive session for example.

    Returns:
        `state/<app>.sqlite` in the nearest folder, at or above the script, that has a `state/` folder or a `pyproject.toml`; where no
        folder has, beside the script. Without a script, the current folder stands for the script's.
    """
    home = Path.cwd() if script is None else script.resolve().parent
    project = next((folder for folder in (home, *home.parents) if _is_project(folder)), home)
    return project / "state" / f"{app}.sqlite"


def _is_project(folder: Path) -> bool:
    return (folder / "state").is_dir() or (folder / "pyproject.toml").is_file()


def check_name(what: str, name: str) -> None:
    """Refuses a name that could not be a part of file names and labels.

    Args:
        what: what is named so: `app` or `stage`.
        name: its name.

    Raises:
        UsageError: other characters than letters, digits, `-`, `_` and `.`, another start than a letter or a digit, or over 60 bytes.

    Example:
        >>> check_name("stage", "prod")
    """
    if not _NAME.fullmatch(name):
        why = "names of apps and stages consist of letters (a-z, A-Z), digits, `-`, `_` and `.`, and start with a letter or a digit"
        raise UsageError(compose(f"{name!r} cannot be the name of {_article(what)} {what}", why, _hint(what, name)), {"name": name})
    if len(name) > LONGEST_NAME:
        why = f"it has {len(name)} bytes, and names of apps and stages have at most {LONGEST_NAME}"
        raise UsageError(compose(f"{name!r} cannot be the name of {_article(what)} {what}", why), {"name": name})


def check_names(app: str, stage: str) -> None:
    """Refuses an app and a stage that could not be named so, by themselves or together.

    Raises:
        UsageError: as for `check_name`; or both have more than 119 bytes together.
    """
    check_name("app", app)
    check_name("stage", stage)
    if (total := len(app) + len(stage)) > LONGEST_PAIR:
        why = f"together they have {total} bytes, and Kubernetes leaves {LONGEST_PAIR} of a field manager's name to them"
        raise UsageError(compose(f"the names of app {app!r} and stage {stage!r} are too long", why), {"app": app, "stage": stage})


def _article(what: str) -> str:
    return "an" if what[0] in "aeiou" else "a"


def _hint(what: str, name: str) -> list[str]:
    if text := missing_f(name):
        return [f"{what} {text[0]}"]
    better = re.sub(r"[^A-Za-z0-9._-]+", "-", name).strip("-._")[:LONGEST_NAME]
    return [f'{what} "{better}"'] if better else []
