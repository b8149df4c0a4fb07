"""`typekro render`: the ResourceGraphDefinitions of a script's graphs as YAML, for whoever applies them by other means."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from typekro.cli.places import shown
from typekro.cli.scripts import some_graphs_of
from typekro.errors import RefusedError, UsageError, compose

_WRITTEN_BY = "# written by `typekro render`"


def render(file: Path, output: str | None = None) -> None:
    """Prints the definitions that a script makes, or writes each to a file of its own.

    Args:
        file: the script; it is imported, not run.
        output: the folder for files `NAME.yaml`; None or `-` for standard output, where `---` separates them.

    Raises:
        UsageError: the script is not there, has no graphs, or has two of one name; or the folder cannot be written.
        RefusedError: a file of that name is there, and `typekro render` did not write it.
        DefinitionError: a graph cannot be meant.
        Exception: whatever else the script raised.
    """
    graphs = some_graphs_of(file)
    if output in {None, "-"}:
        print("---\n".join(graph.to_yaml() for graph in graphs), end="")
        return
    twice = [name for name, number in Counter(graph.name for graph in graphs).items() if number > 1]
    if twice:
        why = "each is written to a file of its name; in a cluster one would replace the other too"
        raise UsageError(compose(f"{shown(file)}: several graphs are called {', '.join(twice)}", why))
    head = f"{_WRITTEN_BY} from {file.name}\n"
    _write(Path(str(output)), {f"{graph.name}.yaml": head + graph.to_yaml() for graph in graphs})


def _write(folder: Path, texts: Mapping[str, str]) -> None:
    """All files, or none where one of them is somebody else's."""
    try:
        for name in texts:
            _refuse_stranger(folder / name)
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            (folder / name).write_text(text, "utf-8")
            print(shown(folder / name))
    except OSError as error:
        raise UsageError(compose(f"{shown(str(error.filename or folder))} cannot be written", str(error.strerror))) from error


def _refuse_stranger(path: Path) -> None:
    if not path.exists():
        return
    with path.open(encoding="utf-8", errors="replace") as file:
        first = file.readline()
    if not first.startswith(_WRITTEN_BY):
        why = "nothing was written: typekro render replaces no file but its own"
        raise RefusedError(compose(f"{shown(path)} is there, and was not written by typekro render", why, "--output ANOTHER_FOLDER"))
