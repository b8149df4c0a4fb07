"""What a state file is about, looked up without making anything in it."""

from contextlib import closing
from pathlib import Path

from typekro.orchestrator.state.database import open_database


def stages_in(path: Path) -> list[tuple[str, str]]:
    """The apps and stages that a state file has records of, or had.

    Args:
        path: the file; it has to be there.

    Raises:
        StateError: it is not ours, damaged, newer, or cannot be read.
    """
    with closing(open_database(path)) as database:
        return [
            (str(app), str(stage)) for app, stage in database.conn.execute("SELECT app, stage FROM stack ORDER BY app, stage").fetchall()
        ]
