"""`typekro secrets`, and what the other commands show of secrets: nothing."""

import json
from pathlib import Path

import pytest
import yaml

from tests.cli.parts import Done, typekro, write
from typekro.cli import main

PASSWORD = "correct horse battery"  # noqa: S105 - of nothing
SCRIPT = """
    async def main() -> None:
        async with alchemy("infra"):
            File("login", path="login.txt", content=f"password: {typekro.secret.env('LOGIN')}")

    if __name__ == "__main__":
        typekro.run(main)
    """
FAILING = """
    class Refused(File):
        async def create(self, context: Context) -> int:
            raise TypeKroError(f"{self.content} was refused") from ValueError(f"no {self.content}")  # not correct horse battery

    async def main() -> None:
        async with alchemy("infra"):
            Refused("login", path="login.txt", content=typekro.secret("correct horse battery"))

    typekro.run(main)
    """


def run(here: Path, *arguments: str, **environment: str) -> Done:
    return typekro(here, *arguments, **{"TYPEKRO_PASSPHRASE": "open sesame", "LOGIN": PASSWORD, **environment})


def kept(here: Path) -> bytes:
    return b"".join(path.read_bytes() for path in (here / "state").iterdir())


def test_a_script_has_one_from_the_environment_and_nothing_shows_it(tmp_path: Path) -> None:
    write(tmp_path, SCRIPT)

    commands = [
        ("plan", "infra.py", "--json"),
        ("up", "infra.py"),
        ("plan", "infra.py", "--out", "plan.json"),
        ("state", "show", "login"),
        ("state", "export"),
        ("status",),
    ]
    done = [run(tmp_path, *command) for command in commands]

    assert [each.code for each in done] == [2, 0, 0, 0, 0, 0]
    assert (tmp_path / "login.txt").read_text("utf-8") == f"password: {PASSWORD}"
    assert not any(PASSWORD in each.out + each.err for each in done)
    assert yaml.safe_load(done[3].out)["props"] == {"path": "login.txt", "content": "<secret>"}
    assert PASSWORD.encode() not in kept(tmp_path)
    document = json.loads(done[4].out)
    assert (document["key"]["method"], list(document["records"][0]["props"]["content"])) == ("passphrase", ["$typekro.secret"])


def test_a_plan_of_a_changed_one_says_that_it_changes(tmp_path: Path) -> None:
    write(tmp_path, SCRIPT)
    run(tmp_path, "up", "infra.py")

    done = run(tmp_path, "plan", "infra.py", LOGIN="another horse")

    assert done.out == '~ update login\n    content: "password: <secret>" -> "<secret changed>"\nplan: 1 to update\n'


@pytest.mark.parametrize("more", [(), ("--verbose",)])
def test_an_error_that_says_it_back_is_told_without_it(tmp_path: Path, more: tuple[str, ...]) -> None:
    write(tmp_path, FAILING)

    done = run(tmp_path, "up", "infra.py", *more)

    assert done.code == 3
    assert done.error.endswith("error: <secret> was refused\n  at infra.py:32\ncaused by: ValueError: no <secret>\n")
    assert ("# not <secret>" in done.err) is bool(more)
    assert PASSWORD not in done.out + done.err


def test_without_a_passphrase_it_is_refused(tmp_path: Path) -> None:
    write(tmp_path, SCRIPT)

    done = typekro(tmp_path, "up", "infra.py", LOGIN=PASSWORD)

    assert done.code == 5
    assert done.error.startswith("error: login has a secret, and there is nothing to encrypt it under in the state: it was not touched\n")
    assert not (tmp_path / "login.txt").exists()


def test_secrets_are_put_under_another_passphrase(tmp_path: Path) -> None:
    write(tmp_path, SCRIPT)
    run(tmp_path, "up", "infra.py")

    done = run(tmp_path, "secrets", "rotate", TYPEKRO_NEW_PASSPHRASE="open barley")  # noqa: S106 - of nothing

    assert (done.code, done.out) == (0, "state/infra.sqlite: its secrets are opened by another passphrase from here on\n")
    old = run(tmp_path, "up", "infra.py")
    new = run(tmp_path, "up", "infra.py", TYPEKRO_PASSPHRASE="open barley")  # noqa: S106 - of nothing
    assert (old.code, new.code) == (5, 0)
    assert new.err.endswith("succeeded: 1 unchanged (nothing was written)\n")


def test_secrets_are_put_under_a_key_file(tmp_path: Path) -> None:
    write(tmp_path, SCRIPT)
    run(tmp_path, "up", "infra.py")

    made = run(tmp_path, "secrets", "keygen", "key")
    run(tmp_path, "secrets", "rotate", "infra", TYPEKRO_NEW_KEY_FILE="key")
    done = typekro(tmp_path, "destroy", TYPEKRO_KEY_FILE="key")

    assert made.out == f"made key: export TYPEKRO_KEY_FILE={tmp_path / 'key'}\n"
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600
    assert (done.code, (tmp_path / "login.txt").exists()) == (0, False)


@pytest.mark.parametrize(
    ("environment", "told"),
    [
        ({}, "state/infra.sqlite was not changed: it is not said what opens it"),
        ({"TYPEKRO_PASSPHRASE": "a"}, "state/infra.sqlite was not changed: it is not said what is to open it"),
        (
            {"TYPEKRO_PASSPHRASE": "a", "TYPEKRO_NEW_PASSPHRASE": "b", "TYPEKRO_NEW_KEY_FILE": "c"},
            "TYPEKRO_NEW_PASSPHRASE and TYPEKRO_NEW_KEY_FILE are both set",
        ),
        (
            {"TYPEKRO_PASSPHRASE": "a", "TYPEKRO_NEW_PASSPHRASE": "b"},
            "{state} has no secrets: there is nothing to be encrypted anew",
        ),
        ({"TYPEKRO_PASSPHRASE": "a", "TYPEKRO_NEW_PASSPHRASE": ""}, "TYPEKRO_NEW_PASSPHRASE is empty"),
    ],
)
def test_what_cannot_be_rotated_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], environment: dict[str, str], told: str
) -> None:
    write(tmp_path, SCRIPT.replace("{typekro.secret.env('LOGIN')}", "none"))
    typekro(tmp_path, "up", "infra.py")
    monkeypatch.chdir(tmp_path)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    code = main(["secrets", "rotate"])

    assert (code, capsys.readouterr().err.splitlines()[0]) == (1, f"error: {told.replace('{state}', str(tmp_path / 'state/infra.sqlite'))}")


def test_a_key_file_is_never_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["secrets", "keygen", str(tmp_path / "key")]) == 0
    assert main(["secrets", "keygen", str(tmp_path / "key")]) == 5
    assert "is there already" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("command", "words"),
    [("rotate", ["APP", "--state FILE", "TYPEKRO_PASSPHRASE", "TYPEKRO_NEW_KEY_FILE"]), ("keygen", ["FILE", "TYPEKRO_KEY_FILE"])],
)
def test_help_tells_all_that_there_is(capsys: pytest.CaptureFixture[str], command: str, words: list[str]) -> None:
    with pytest.raises(SystemExit):
        main(["secrets", command, "--help"])

    printed = capsys.readouterr().out
    assert [word for word in words if word not in printed] == []
