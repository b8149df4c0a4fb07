"""Secrets: handlers get them, and nobody else does: not the state file, not a plan, no error and no line of a run."""

import base64
import copy
import json
import pickle
import tempfile
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import anyio
import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.orchestrator.parts import Bench, Seen, Thing
from typekro.errors import DefinitionError, RefusedError, RunError, StateError, UsageError
from typekro.expressions import expression_of
from typekro.orchestrator import App, Context, Report, Resource, alchemy
from typekro.orchestrator.keys import KeySource, key_source, make_key_file
from typekro.orchestrator.launch import Launch, begin_launch
from typekro.orchestrator.plan import Plan
from typekro.orchestrator.redacting import apart, known, redacted_json, scrub
from typekro.orchestrator.report import Event
from typekro.orchestrator.rotating import rotate
from typekro.orchestrator.secrets import secret
from typekro.orchestrator.state.document import read, written
from typekro.orchestrator.state.reading import snapshot
from typekro.orchestrator.state.restoring import restore
from typekro.orchestrator.state.sqlite import SqliteStore
from typekro.orchestrator.vault import SEALED, Vault, shown

pytestmark = pytest.mark.anyio

PASSWORD = "correct horse battery"  # noqa: S105 - of nothing
KEY = KeySource(method="passphrase", material=b"Open Sesame", told="TYPEKRO_PASSPHRASE", cost=4)
OTHER = attrs.evolve(KEY, material=b"Open Barley")


@pytest.fixture(autouse=True)
def _alone() -> Iterator[None]:  # pyright: ignore[reportUnusedFunction] - pytest calls it
    with apart():
        yield


async def up(bench: Bench, *texts: str, key: KeySource | None = KEY) -> list[Seen]:
    """A run that declares a thing for each text: `thing-0`, `thing-1`."""
    async with bench.app(key=key):
        things = [Thing(f"thing-{number}", text=text) for number, text in enumerate(texts)]
        return [await thing for thing in things]


async def planned(bench: Bench, *texts: str) -> Plan:
    launch = Launch(operation="plan")

    async def run() -> None:
        begin_launch(launch)
        async with bench.app(operation="plan", key=KEY):
            for number, text in enumerate(texts):
                Thing(f"thing-{number}", text=text)

    async with anyio.create_task_group() as group:  # in a context of its own
        group.start_soon(run)
    return launch.plans[0]


def kept(bench: Bench) -> bytes:
    """All bytes of the state: the file, and those beside it."""
    return b"".join(path.read_bytes() for path in bench.state.parent.glob("infra.sqlite*"))


def exported(bench: Bench) -> str:
    seen = snapshot(bench.state, "infra", "dev")
    return written(seen.stack, seen.records, seen.key)


def holds(text: str | bytes, value: str) -> bool:
    data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    plain = value.encode()
    return any(form in data for form in (plain, json.dumps(value)[1:-1].encode(), base64.b64encode(plain), repr(value)[1:-1].encode()))


# The value.


def test_it_prints_as_what_it_is_and_poses_as_a_text() -> None:
    password: str = secret(PASSWORD)

    assert (repr(password), str(password), [password].__repr__()) == ("<secret>", "<secret>", "[<secret>]")
    assert copy.deepcopy(password) is copy.copy(password) is secret(password) is password
    assert str not in type(password).__mro__
    assert PASSWORD not in f"{password}"


LOOKS: list[tuple[Callable[[Any], Any], str]] = [
    (lambda s: s == PASSWORD, "<secret> == ..."),
    (lambda s: s != PASSWORD, "<secret> != ..."),
    (len, "len(<secret>)"),
    (bool, "whether <secret> is true"),
    (list, "for ... in <secret>"),
    (lambda s: "a" in s, "... in <secret>"),
    (lambda s: s[0], "<secret>[...]"),
    (lambda s: s + "a", "<secret> + ..."),
    (lambda s: "a" + s, "... + <secret>"),
    (lambda s: s % "a", "<secret> % ..."),
    (lambda s: f"{s:>9}", 'f"{<secret>:>9}"'),
    (lambda s: s.upper(), "<secret>.upper"),
    (pickle.dumps, "pickling <secret>"),
]


@pytest.mark.parametrize(("use", "tried"), LOOKS)
def test_it_cannot_be_looked_at(use: Callable[[Any], Any], tried: str) -> None:
    with pytest.raises(DefinitionError) as raised:
        use(secret(PASSWORD))

    assert raised.value.message.startswith(f"{tried}: a secret cannot do that\n  nothing is known of it while the script runs")


def test_it_can_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DB_PASSWORD", PASSWORD)

    assert repr(secret.env("DB_PASSWORD")) == "<secret>"
    with pytest.raises(UsageError) as raised:
        secret.env("DB_PASWORD")
    assert raised.value.message == (
        "secret.env('DB_PASWORD'): there is no variable DB_PASWORD in the environment\nhint: export DB_PASWORD=..."
    )


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("abc", "secret(...): a secret has 4 letters or more, and this has 3\n"),
        ("", "secret(...): a secret has 4 letters or more, and this has 0\n"),
        (1234, "secret(...): a secret is a text, and this is int"),
    ],
)
def test_what_could_not_be_kept_secret_is_none(value: Any, told: str) -> None:
    with pytest.raises(UsageError) as raised:
        secret(value)

    assert raised.value.message.startswith(told)


def test_a_text_that_is_not_known_is_none() -> None:
    with pytest.raises(UsageError, match=r"^secret\(\.\.\.\): the text is not known while the script runs\n"):
        secret(f"a {secret(PASSWORD)}")


# What becomes of it.


async def test_the_handler_gets_the_text_and_the_state_does_not(bench: Bench) -> None:
    seen = await up(bench, secret(PASSWORD), f"user:{secret(PASSWORD)}@host")

    assert [each.text for each in seen] == [PASSWORD, f"user:{PASSWORD}@host"]
    assert [text for _, text in bench.world.texts] == [PASSWORD, f"user:{PASSWORD}@host"]
    record = (await bench.records())["thing-0"]
    assert (set(record.props["text"]), set(record.output["text"]), record.output["size"]) == ({SEALED}, {SEALED}, len(PASSWORD))
    assert record.props["text"] != record.output["text"]
    assert not holds(kept(bench), PASSWORD)


async def test_an_unchanged_one_writes_nothing_and_looks_the_same_in_the_file(bench: Bench) -> None:
    await up(bench, secret(PASSWORD))
    before = (await bench.records())["thing-0"]
    bench.world.written()

    (seen,) = await up(bench, secret(PASSWORD))

    assert (seen.text, bench.world.written()) == (PASSWORD, [])
    assert (await bench.records())["thing-0"] == before
    assert bench.told()[-1] == "succeeded: 1 unchanged (nothing was written)"


async def test_a_changed_one_is_an_update_that_sees_the_old_one(bench: Bench) -> None:
    await up(bench, secret(PASSWORD))
    bench.told()

    with apart():  # as in another process
        (seen,) = await up(bench, secret("another horse"))

    assert seen.text == "another horse"
    assert f"had {PASSWORD}" in bench.world.calls
    assert bench.told()[2:] == ["~ update thing-0: text", "  updated thing-0 in 0.0 s", "succeeded: 1 updated"]
    assert not holds(kept(bench), "another horse")


async def test_what_is_recorded_keeps_its_place(bench: Bench) -> None:
    """Ciphertext that was copied to another resource opens nothing there."""
    await up(bench, secret(PASSWORD), "plain")
    text = exported(bench)
    records = read(text, "it")[1]
    moved = [attrs.evolve(record, props=records[0].props) for record in records]
    elsewhere = Bench.at(bench.state.parent / "elsewhere")
    stack, _, key = read(text, "it")
    restore(elsewhere.state, stack, moved, key)

    with pytest.raises(StateError) as raised:
        await up(elsewhere)

    assert raised.value.message.splitlines()[0] == f"{elsewhere.state}: a secret of thing-1 cannot be opened: nothing was changed"


async def test_a_secret_that_a_handler_returned_stays_one_where_it_is_passed_on(bench: Bench) -> None:
    async with bench.app(key=KEY):
        first = Thing("first", text=secret(PASSWORD))
        second = Thing("second", text=f"<{first.output.text}>")

    assert (await second).text == f"<{PASSWORD}>"
    assert not holds(kept(bench), PASSWORD)


class Options(Resource[dict[str, Any]]):
    """What is given is what comes back."""

    values: dict[str, Any]

    async def create(self, context: Context) -> dict[str, Any]:
        del context
        return self.values

    async def update(self, context: Context, old: dict[str, Any]) -> dict[str, Any]:
        del context, old
        return self.values

    async def delete(self, context: Context, old: dict[str, Any]) -> None:
        del context, old


class Reshaped(Options):
    """What comes back is written in another way: as a key, as a number, in JSON, in base64."""

    async def create(self, context: Context) -> dict[str, Any]:
        del context
        text: str = self.values["text"]
        encoded = base64.b64encode(f"user:{text}".encode()).decode()
        return {"keys": {text: 1}, "number": int(self.values["pin"]), "json": json.dumps([text]), "basic": encoded, "plain": "1"}


async def test_it_is_found_however_an_output_spells_it(bench: Bench) -> None:
    text = 'a "quoted" pässword'
    given = {"text": secret(text), "pin": secret("73918264"), "list": [secret(text)], "nothing": None, "flag": True}

    async with bench.app(key=KEY):
        made = Reshaped("reshaped", values=given)

    assert (await made)["number"] == 73918264
    record = (await bench.records())["reshaped"]
    assert {name: name if isinstance(part, dict) else part for name, part in record.output.items()} == {
        **{name: name for name in ("keys", "number", "json", "basic")},
        "plain": "1",
    }
    assert not any(holds(kept(bench), each) for each in (text, "73918264"))
    async with bench.app(key=KEY):
        again = Reshaped("reshaped", values=given)
    assert await again == await made


# What is refused.


async def test_without_anything_to_encrypt_it_under_it_is_refused(bench: Bench) -> None:
    with pytest.raises(RefusedError) as raised:
        await up(bench, secret(PASSWORD), key=None)

    assert raised.value.message == (
        "thing-0 has a secret, and there is nothing to encrypt it under in the state: it was not touched\n"
        "  the state file holds no secret as it is\n"
        "hint: export TYPEKRO_PASSPHRASE=...\n"
        "hint: typekro secrets keygen FILE, and export TYPEKRO_KEY_FILE=FILE"
    )
    assert bench.world.calls == []


async def test_what_a_handler_returns_is_not_recorded_as_it_is_either(bench: Bench) -> None:
    """The script made a secret, and hands its text over in another way."""
    secret(PASSWORD)

    with pytest.raises(RefusedError, match=r"^thing-0 has a secret, and there is nothing to encrypt it under"):
        await up(bench, PASSWORD, key=None)

    assert bench.world.texts == []
    assert not holds(kept(bench), PASSWORD)


@pytest.mark.parametrize("texts", [(), (PASSWORD,)])
async def test_without_what_opens_them_a_run_is_refused_before_it_begins(bench: Bench, texts: tuple[str, ...]) -> None:
    await up(bench, secret(PASSWORD))
    bench.world.written()

    with pytest.raises(RefusedError) as raised:
        await up(bench, *texts, key=None)

    assert raised.value.message == (
        f"infra/dev has secrets in {bench.state}, and there is nothing to open them with: nothing was changed\n"
        "  thing-0 has one\n"
        "hint: export TYPEKRO_PASSPHRASE=...\n"
        "hint: or drop its record, and touch nothing outside:\n"
        "hint: typekro state forget thing-0 --app infra"
    )
    assert bench.world.calls == []


async def test_what_a_key_file_encrypted_takes_a_key_file(bench: Bench) -> None:
    """No new key opens it, and no passphrase does."""
    await up(bench, secret(PASSWORD), key=attrs.evolve(KEY, method="key file", told="the key file login"))

    with pytest.raises(RefusedError) as raised:
        await up(bench, key=None)
    with pytest.raises(RefusedError) as wrong:
        await up(bench, key=KEY)

    assert raised.value.message == (
        f"infra/dev has secrets in {bench.state}, and there is nothing to open them with: nothing was changed\n"
        "  thing-0 has one\n"
        "hint: export TYPEKRO_KEY_FILE=FILE\n"
        "hint: or drop its record, and touch nothing outside:\n"
        "hint: typekro state forget thing-0 --app infra"
    )
    assert wrong.value.message == (
        f"TYPEKRO_PASSPHRASE does not open the secrets of {bench.state}: nothing was changed\n"
        "  they are encrypted under a key file, and it is a passphrase\n"
        "hint: in its place: export TYPEKRO_KEY_FILE=FILE"
    )


async def test_a_secret_beside_those_that_are_encrypted_takes_what_opens_them(bench: Bench) -> None:
    await up(bench, secret(PASSWORD))
    await up(bench)  # none is recorded any more, and the key is kept

    with pytest.raises(RefusedError) as raised:
        await up(bench, secret(PASSWORD), key=None)

    assert raised.value.message == (
        "thing-0 has a secret, and there is nothing to encrypt it under in the state: it was not touched\n"
        "  the state file holds no secret as it is\n"
        "hint: export TYPEKRO_PASSPHRASE=..."
    )


async def test_a_wrong_passphrase_is_refused_before_anything_is_done(bench: Bench) -> None:
    await up(bench, secret(PASSWORD))
    bench.world.written()
    before = kept(bench)

    with pytest.raises(RefusedError) as raised:
        await up(bench, secret(PASSWORD), key=OTHER)

    assert raised.value.message == (
        f"TYPEKRO_PASSPHRASE does not open the secrets of {bench.state}: nothing was changed\n"
        "  they are encrypted under another passphrase\n"
        "hint: give the one that they were first recorded with, or that typekro secrets rotate changed it to"
    )
    assert bench.world.calls == []
    assert len(kept(bench)) == len(before)


async def test_a_key_file_does_not_open_what_a_passphrase_encrypted(bench: Bench) -> None:
    await up(bench, secret(PASSWORD))

    with pytest.raises(RefusedError) as raised:
        await up(bench, secret(PASSWORD), key=attrs.evolve(KEY, method="key file", told="the key file login"))

    assert raised.value.message == (
        f"the key file login does not open the secrets of {bench.state}: nothing was changed\n"
        "  they are encrypted under a passphrase, and it is a key file\n"
        "hint: in its place: export TYPEKRO_PASSPHRASE=..."
    )


async def test_the_key_of_records_must_not_be_lost(bench: Bench) -> None:
    await up(bench, secret(PASSWORD))
    stack, records, _ = read(exported(bench), "it")
    elsewhere = Bench.at(bench.state.parent / "elsewhere")
    restore(elsewhere.state, stack, records)

    with pytest.raises(StateError, match="the key of its secrets is lost: nothing was changed\n  thing-0 has one"):
        await up(elsewhere)


async def test_an_id_can_hold_none(bench: Bench) -> None:
    async def body(id_: str) -> None:
        async with bench.app(key=KEY):
            Thing(id_, text="a")

    for id_ in (secret(PASSWORD), f"thing {secret(PASSWORD)}"):
        with pytest.raises(UsageError, match=r"^Thing: its id is not known while the script runs\n"):
            await body(id_)


class Named(Thing):
    """A thing that is called by its text."""

    def identity(self) -> str | None:
        return self.text if expression_of(self.text) is None else None


async def test_a_name_outside_can_hold_none(bench: Bench) -> None:
    async def body() -> None:
        async with bench.app(key=KEY):
            Named("named", text=f"at {secret(PASSWORD)}")

    with pytest.raises(RefusedError) as raised:
        await body()

    assert raised.value.message.splitlines()[0] == "named: a secret is a part of what it is called outside: it was not touched"
    assert not holds(kept(bench), PASSWORD)


async def test_what_str_shows_of_one_cannot_become_a_password(bench: Bench) -> None:
    for text in (f"a {secret(PASSWORD)!s}", "%s" % secret(PASSWORD), f"{secret(PASSWORD)!r}"):  # noqa: UP031 - what people write
        with pytest.raises(UsageError) as raised:
            await up(bench, text)
        assert raised.value.message == (
            "thing-0: text holds the text <secret>\n"
            "  str(), repr() and % show that something is a secret; they do not stand for its value\n"
            'hint: f"...{secret}..."'
        )
    await up(bench, "<secret>an element of XML</secret>")
    with apart():  # where no secret was printed, it is a text as any other
        await up(bench, "kubectl delete secret <secret>")


async def test_the_key_of_what_is_encrypted_is_reserved(bench: Bench) -> None:
    async def body() -> None:
        async with bench.app(key=KEY):
            Options("options", values={SEALED: {"box": "mine"}})

    with pytest.raises(UsageError, match=r"^options: the key '\$typekro.secret' is reserved\n"):
        await body()


# What is told.


async def test_an_error_that_says_it_back_is_told_without_it(bench: Bench) -> None:
    cause = ValueError(f"bad: {PASSWORD}")
    error = UsageError(f"the world refused {PASSWORD}\n  as it is", {"sent": {"text": PASSWORD, "size": 21}})
    error.__cause__ = cause
    error.add_note(f"sent {PASSWORD}")
    bench.world.failures["create thing-0"] = error

    with pytest.raises(UsageError) as raised:
        await up(bench, secret(PASSWORD))

    assert raised.value.message == "the world refused <secret>\n  as it is"
    assert (raised.value.context, cause.args) == ({"sent": {"text": "<secret>", "size": 21}}, ("bad: <secret>",))
    assert not holds("".join(traceback.format_exception(raised.value)), PASSWORD)
    assert "x thing-0 failed: the world refused <secret>" in bench.told()
    assert (await bench.records())["thing-0"].error == "the world refused <secret>"
    assert not holds(kept(bench), PASSWORD)


async def test_errors_that_leave_a_run_together_are_told_without_it_too(bench: Bench) -> None:
    for number in range(2):
        bench.world.failures[f"create thing-{number}"] = ValueError(f"no {PASSWORD}")

    async def body() -> None:
        async with bench.app(key=KEY):
            for number in range(2):
                Thing(f"thing-{number}", text=secret(PASSWORD))

    with pytest.raises(RunError) as raised:
        await body()

    assert [str(each) for each in raised.value.exceptions] == ["no <secret>"] * 2


async def test_what_an_error_keeps_to_itself_is_told_without_it_too() -> None:
    known().add(PASSWORD)
    errors = [OSError(2, f"no {PASSWORD}", f"/{PASSWORD}"), KeyError(PASSWORD), ExceptionGroup("all", [ValueError(PASSWORD)])]
    errors[1].__context__ = errors[0]

    for error in errors[1:]:
        scrub(error)
        scrub(error)

    assert [holds("".join(traceback.format_exception(error)), PASSWORD) for error in errors] == [False, False, False]
    assert str(errors[0]) == "[Errno 2] no <secret>: '/<secret>'"


def test_a_number_and_a_key_can_be_one() -> None:
    known().add("73918264")

    told = redacted_json({"73918264": [73918264, 1, True], "a": (1.5, "of 73918264")})

    assert told == {"<secret>": ["<secret>", 1, True], "a": (1.5, "of <secret>")}


def test_events_are_told_without_it() -> None:
    heard = list[Any]()

    class Ear:
        def hear(self, event: Event) -> None:
            heard.append(event.facts)

        def beat(self) -> None:
            """Nothing to do."""

        def close(self) -> None:
            """Nothing to do."""

    known().add(PASSWORD)
    report = Report(say=heard.append, listeners=[Ear()])

    report.note("thing", f"it says {PASSWORD}")

    assert heard == [{"id": "thing", "text": "it says <secret>"}, "! thing: it says <secret>"]


async def test_an_error_without_one_stays_as_it_was_raised(bench: Bench) -> None:
    facts = (1, [2.5, None], {"a": ("b",)})
    bench.world.failures["create thing-0"] = error = ValueError(*facts)

    with pytest.raises(ValueError, match="b"):
        await up(bench, secret(PASSWORD))

    assert all(one is other for one, other in zip(error.args, facts, strict=True))


async def test_a_plan_tells_that_it_changes(bench: Bench) -> None:
    await up(bench, secret(PASSWORD), f"at {secret(PASSWORD)}", "gone")

    plan = await planned(bench, secret("another horse"), f"by {secret(PASSWORD)}", f"now {secret(PASSWORD)}")

    told = {(step.id, change.path): (change.before, change.after) for step in plan.steps for change in step.changes}
    assert told == {
        ("thing-0", ".text"): ("<secret>", "<secret changed>"),
        ("thing-1", ".text"): ("at <secret>", "by <secret>"),
        ("thing-2", ".text"): ("gone", "now <secret>"),
    }
    assert Plan.from_json(plan.to_json(), "it", "plan it") == plan


def test_a_record_can_be_shown() -> None:
    digest = f"<secret scrypt:{'0' * 64}>"

    assert shown({"a": {SEALED: {"box": "x"}}, "b": [digest, 1, None, True], "c": "plain"}) == {
        "a": "<secret>",
        "b": ["<secret>", 1, None, True],
        "c": "plain",
    }


# Keys.


def test_what_there_is_to_encrypt_under(tmp_path: Path) -> None:
    file = tmp_path / "key"
    make_key_file(file)

    found = [
        key_source(None, {}),
        key_source("of the script", {"TYPEKRO_PASSPHRASE": "of the environment"}),
        key_source(None, {"TYPEKRO_PASSPHRASE": "of the environment"}),
        key_source(None, {"TYPEKRO_KEY_FILE": str(file)}),
    ]

    assert [source and (source.method, source.told, source.cost) for source in found] == [
        None,
        ("passphrase", "the passphrase of the script", 17),
        ("passphrase", "TYPEKRO_PASSPHRASE", 17),
        ("key file", f"the key file {file}", 17),
    ]
    assert all("of the environment" not in repr(source) for source in found)
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_key_file_that_others_can_read_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "key"
    make_key_file(file)
    file.chmod(0o640)

    with pytest.raises(RefusedError) as raised:
        key_source(None, {"TYPEKRO_KEY_FILE": str(file)})

    assert raised.value.message == (
        f"the key file {file} can be read by others: nothing was changed\n  its mode is 0640\nhint: chmod 600 {file}"
    )


def test_what_is_no_key_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("hello", "utf-8")
    (tmp_path / "text").chmod(0o600)
    (tmp_path / "bytes").write_bytes(b"\xff")

    right = "hint: name the right one; or make one, where no secret is recorded yet: typekro secrets keygen"
    told = {
        "text": f"is no key file\n  it is named by TYPEKRO_KEY_FILE\n{right} ANOTHER_FILE",
        "bytes": f"cannot be read\n  it is no key file\n  it is named by TYPEKRO_KEY_FILE\n{right} {tmp_path / 'bytes'}",
        "nothing": f"cannot be read\n  No such file or directory\n  it is named by TYPEKRO_KEY_FILE\n{right} {tmp_path / 'nothing'}",
    }
    for name, why in told.items():
        with pytest.raises(UsageError) as raised:
            key_source(None, {"TYPEKRO_KEY_FILE": str(tmp_path / name)})
        assert raised.value.message == f"the key file {tmp_path / name} {why}"


def test_a_key_file_is_never_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "key"
    make_key_file(file)
    before = file.read_text("utf-8")

    with pytest.raises(RefusedError, match="is there already"):
        make_key_file(file)
    with pytest.raises(UsageError, match="cannot be made"):
        make_key_file(file / "below")
    assert file.read_text("utf-8") == before


@pytest.mark.parametrize(
    ("environment", "told"),
    [
        ({"TYPEKRO_PASSPHRASE": ""}, "TYPEKRO_PASSPHRASE is empty"),
        ({"TYPEKRO_PASSPHRASE": "a", "TYPEKRO_KEY_FILE": "b"}, "TYPEKRO_PASSPHRASE and TYPEKRO_KEY_FILE are both set"),
    ],
)
def test_what_cannot_be_meant_is_told(environment: dict[str, str], told: str) -> None:
    with pytest.raises(UsageError) as raised:
        key_source(None, environment)

    assert raised.value.message.splitlines()[0] == told


async def test_an_app_takes_a_passphrase(tmp_path: Path) -> None:
    """With the cost that it has for people."""
    state = tmp_path / "infra.sqlite"
    async with alchemy("infra", state=state, passphrase="open sesame".title()):
        Options("options", values={"text": secret(PASSWORD)})

    with pytest.raises(RefusedError, match=r"^the passphrase of the script does not open the secrets of "):
        await alchemy("infra", state=state, passphrase="open barley".title()).__aenter__()
    assert PASSWORD.encode() not in state.read_bytes()


async def test_another_passphrase_opens_the_same_secrets(bench: Bench) -> None:
    await up(bench, secret(PASSWORD))
    bench.world.written()

    rotate(bench.state, KEY, OTHER)

    with pytest.raises(RefusedError, match="does not open the secrets"):
        await up(bench, secret(PASSWORD))
    (seen,) = await up(bench, secret(PASSWORD), key=OTHER)
    assert (seen.text, bench.world.written()) == (PASSWORD, [])
    with pytest.raises(RefusedError, match="does not open the secrets"):
        rotate(bench.state, KEY, OTHER)


async def test_a_file_without_secrets_has_nothing_to_rotate(bench: Bench) -> None:
    await up(bench, "plain")

    with pytest.raises(StateError, match="has no secrets: there is nothing to be encrypted anew"):
        rotate(bench.state, KEY, OTHER)


async def test_two_stages_share_the_key_of_their_file(bench: Bench) -> None:
    await up(bench, secret(PASSWORD))
    first = snapshot(bench.state, "infra", "dev").key
    bench.world.path.unlink()

    async with alchemy("infra", stage="prod", state=bench.state, passphrase="open sesame".title()):
        Options("options", values={"text": secret(PASSWORD)})

    assert snapshot(bench.state, "infra", "prod").key == first


async def test_two_runs_cannot_both_make_the_key_of_their_file(bench: Bench) -> None:
    async def other() -> None:
        store = SqliteStore(bench.state)
        async with App("infra", "prod", store, providers={}, refresh=True, report=Report(bench.lines.append), key=KEY) as app:
            await up(bench, secret(PASSWORD))  # and that one is faster
            Options("options", app=app, values={"text": secret(PASSWORD)})

    with pytest.raises(StateError) as raised:
        await other()

    assert raised.value.message == (
        f"{bench.state}: another run made the key of its secrets at the same moment: nothing was changed\nhint: run again"
    )
    await other()


async def test_the_key_is_kept_once_however_many_need_it_at_once(bench: Bench) -> None:
    await up(bench, *[secret(f"{PASSWORD} {number}") for number in range(8)])

    assert len({record.props["text"][SEALED]["key"] for record in (await bench.records()).values()}) == 1


async def test_an_export_is_opened_where_it_is_restored_by_the_same_passphrase(bench: Bench) -> None:
    await up(bench, secret(PASSWORD))
    text = exported(bench)
    elsewhere = Bench(bench.state.with_name("elsewhere.sqlite"), bench.world)
    bench.world.written()

    restore(elsewhere.state, *read(text, "it"))
    (seen,) = await up(elsewhere, secret(PASSWORD))

    assert (seen.text, bench.world.written()) == (PASSWORD, [])
    assert not holds(text, PASSWORD)


async def test_records_are_not_mixed_with_those_of_another_key(bench: Bench) -> None:
    await up(bench, secret(PASSWORD))
    stack, records, key = read(exported(bench), "it")
    other = Bench.at(bench.state.parent / "other")
    other.state.parent.mkdir()
    await up(other, secret(PASSWORD))

    with pytest.raises(RefusedError, match="the file has secrets of its own already"):
        restore(other.state, attrs.evolve(stack, stage="prod"), records, key)


# Digests.


async def test_a_digest_tells_texts_apart_and_says_nothing_of_them(bench: Bench) -> None:
    async with bench.app(key=KEY) as app:
        keyed: Vault = app._open_engine().vault
        one = {keyed.digest("data.x", "text"), keyed.digest("data.x", "text")}
        others = {keyed.digest("data.x", "texts"), keyed.digest("data.y", "text")}
    async with bench.app() as app:
        plain = app._open_engine().vault.digest("data.x", "text")

    assert (len(one), len(others | one)) == (1, 3)
    assert plain.startswith("<secret scrypt:")
    assert all(each.startswith("<secret hmac-sha256:") for each in one | others)


# The law.

# Hypothesis tries words of our own too, which stand in the file by themselves, such as `created_by_us`: these are made to stand nowhere.
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x81\0"), min_size=8, max_size=26).map("q{}7".format)


async def _life(folder: Path, texts: list[str]) -> list[str | bytes]:
    """Creates, updates, fails, is cut off, and is planned, exported and taken down; all that can be seen of it, also in between."""
    (first, second, third), bench, found = texts, Bench.at(folder), list[str | bytes]()
    bench.world.boundary = lambda _: found.append(kept(bench))  # what a process that dies here leaves behind
    with apart():  # each run as in a process of its own
        await up(bench, secret(first), f"<{secret(first)}>")
    with apart():
        await up(bench, secret(second), f"<{secret(first)}>")
    bench.world.failures["update thing-0"] = ValueError(f"no room for {third!r} beside {second}")
    with apart(), pytest.raises(ValueError, match="no room") as raised:
        await up(bench, secret(third))
    found += ["".join(traceback.format_exception(raised.value)), exported(bench), kept(bench)]
    with apart():
        found.append(json.dumps((await planned(bench, secret(third))).to_json()))
    bench.world.failures.clear()
    with apart():
        (seen, other) = await up(bench, secret(third), f"<{secret(second)}>")
        assert (seen.text, other.text) == (third, f"<{second}>")
    with apart():
        await up(bench)
    return [*found, *bench.lines, kept(bench)]


@settings(max_examples=30, deadline=None)
@given(st.lists(TEXTS, min_size=3, max_size=3, unique=True))
def test_no_byte_of_a_secret_is_kept_or_told(texts: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        found = anyio.run(_life, Path(folder), texts)

    assert [part for part in found for text in texts if holds(part, text)] == []
    assert len(found) > 15
