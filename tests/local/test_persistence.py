import json
import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from typekro.errors import LockedError, StateError
from typekro.holders import whoami
from typekro.local.persistence import ClusterFile, Saved

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def file(path: Path) -> ClusterFile:
    return ClusterFile(path, lambda: NOW)


def reopened(path: Path) -> Saved:
    again = file(path)
    try:
        return again.open()
    finally:
        again.close()


def test_what_was_written_is_there_for_the_next_one(tmp_path: Path) -> None:
    first = file(tmp_path / "state" / "a.db")

    assert first.open() == Saved({}, {})
    first.write({"a": "1", "b": "2"}, {"revision": "7"})
    first.write({"a": None, "c": "3"}, {"revision": "8"})
    first.close()

    assert reopened(tmp_path / "state" / "a.db") == Saved({"b": "2", "c": "3"}, {"revision": "8"})


def test_while_it_is_served_the_second_is_told_how_to_get_in(tmp_path: Path) -> None:
    one, two = file(tmp_path / "a.db"), file(tmp_path / "a.db")
    one.open()
    one.say("serving", tmp_path / "my config")

    with pytest.raises(LockedError) as raised:
        two.open()
    one.say("in use")
    with pytest.raises(LockedError) as afterwards:
        two.open()
    one.close()

    assert raised.value.message == (
        f"the local cluster {tmp_path / 'a.db'} is held by {whoami()}, pid {os.getpid()}, serving since 03:04:05 (0 s ago)\n"
        "  one process at a time runs a local cluster\n"
        f"hint: go through what serves it, without --local: export KUBECONFIG='{tmp_path / 'my config'}'\n"
        "hint: or stop that, with Ctrl-C"
    )
    assert afterwards.value.message.splitlines()[0] == (
        f"the local cluster {tmp_path / 'a.db'} is held by {whoami()}, pid {os.getpid()}, in use since 03:04:05 (0 s ago)"
    )


def test_it_is_there_without_a_goodbye_too(tmp_path: Path) -> None:
    code = (
        "import datetime, os, pathlib, sys\n"
        "from typekro.local.persistence import ClusterFile\n"
        "one = ClusterFile(pathlib.Path(sys.argv[1]), lambda: datetime.datetime.now(datetime.UTC))\n"
        "one.open()\n"
        "one.write({'a': '1'}, {'revision': '7'})\n"
        "os._exit(9)"
    )

    done = subprocess.run([sys.executable, "-c", code, tmp_path / "a.db"], check=False)

    assert done.returncode == 9
    assert reopened(tmp_path / "a.db") == Saved({"a": "1"}, {"revision": "7"})


def test_the_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    one = file(tmp_path / "a.db")
    one.open()
    one.write({"a": "1"}, {})

    assert {path.name: oct(path.stat().st_mode & 0o777) for path in tmp_path.iterdir()} == {
        "a.db": "0o600",
        "a.db-wal": "0o600",
        "a.db.lock": "0o600",
    }
    one.close()


def test_the_second_is_told_who_has_it(tmp_path: Path) -> None:
    one, two = file(tmp_path / "a.db"), file(tmp_path / "a.db")
    one.open()

    with pytest.raises(LockedError) as raised:
        two.open()

    assert re.sub(r"by \S+@\S+,", "by ana@laptop,", str(raised.value)) == (
        f"the local cluster {tmp_path / 'a.db'} is held by ana@laptop, pid {os.getpid()}, in use since 03:04:05 (0 s ago)\n"
        "  one process at a time runs a local cluster\n"
        "hint: wait until it ends, or end it\n"
        "hint: to use one from several processes, serve it: typekro local start"
    )
    assert not two.is_open
    one.close()
    two.open()
    two.close()


def test_who_has_just_come_is_told_without_a_name(tmp_path: Path) -> None:
    one, two = file(tmp_path / "a.db"), file(tmp_path / "a.db")
    one.open()
    (tmp_path / "a.db.lock").write_text("")

    with pytest.raises(LockedError, match=re.escape(f"the local cluster {tmp_path / 'a.db'} is held by a process that has just begun")):
        two.open()

    one.close()


def said(path: Path) -> str:
    one = file(path)
    with pytest.raises(StateError) as raised:
        one.open()
    assert not one.is_open
    return str(raised.value).removeprefix(f"{path}: this cannot be used as a local cluster\n  ")


HINT = "\n  nothing was changed\nhint: name another file: --local PATH, or LocalCluster(PATH)"


def test_a_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "a.db")) as other:
        other.execute("CREATE TABLE theirs (a)")
    before = (tmp_path / "a.db").read_bytes()

    assert said(tmp_path / "a.db") == f"it is an SQLite database of another program{HINT}"
    assert (tmp_path / "a.db").read_bytes() == before


def test_what_is_no_database_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "a.db").write_text("a letter to a friend, which is longer than the head of a database is" * 10)

    assert said(tmp_path / "a.db") == f"SQLite says: file is not a database{HINT}"


def test_a_file_of_a_newer_typekro_is_left_alone(tmp_path: Path) -> None:
    one = file(tmp_path / "a.db")
    one.open()
    one.close()
    with closing(sqlite3.connect(tmp_path / "a.db")) as newer:
        newer.execute("PRAGMA user_version=2")

    assert said(tmp_path / "a.db") == f"its format is version 2, and this typekro knows versions up to 1{HINT}"


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "a.db").mkdir()

    assert said(tmp_path / "a.db") == f"SQLite says: unable to open database file{HINT}"


def test_a_place_that_cannot_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("")

    assert said(tmp_path / "a" / "b" / "a.db") == f"[Errno 20] Not a directory: '{tmp_path / 'a' / 'b'}'{HINT}"


def test_what_cannot_be_written_is_not_half_there(tmp_path: Path) -> None:
    one = file(tmp_path / "a.db")
    one.open()
    one.write({"a": "1"}, {"revision": "1"})

    with pytest.raises(StateError, match="SQLite says"):
        one.write({"a": "2", "b": json.loads("[1]")}, {"revision": "2"})

    one.close()
    assert reopened(tmp_path / "a.db") == Saved({"a": "1"}, {"revision": "1"})
