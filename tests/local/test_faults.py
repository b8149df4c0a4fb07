import pytest

from typekro.errors import UsageError
from typekro.local.asking import Asked
from typekro.local.faults import BreakWatch, Delay, DropReply, Fault, Faults, Hang, Refuse

APPLY = Asked(verb="apply", version="v1", plural="configmaps", namespace="default", name="web")
GET = Asked(verb="get", version="v1", plural="configmaps", namespace="default", name="web")
WATCH = Asked(verb="watch", version="v1", plural="configmaps", namespace="default")
DRY = Asked(verb="apply", version="v1", plural="configmaps", namespace="default", name="web", dry_run=True)


def hits(faults: Faults, count: int, about: Asked = APPLY) -> list[bool]:
    return [bool(faults.taken(about, "ConfigMap")) for _ in range(count)]


@pytest.mark.parametrize(
    ("fault", "meant"),
    [
        (Fault.hang(), [True, True, True, True]),
        (Fault.hang(verb="apply"), [True, False, False, True]),
        (Fault.hang(verb="patch"), [True, False, False, True]),
        (Fault.hang(verb="read"), [False, True, True, False]),
        (Fault.hang(verb="write"), [True, False, False, False]),
        (Fault.conflict(), [True, False, False, False]),
        (Fault.conflict(verb="apply"), [True, False, False, True]),
        (Fault.cut_watch(), [False, False, True, False]),
        (Fault.hang(kind="ConfigMap", namespace="default", name="web", subresource=""), [True, True, False, True]),
        (Fault.hang(kind="Secret"), [False, False, False, False]),
        (Fault.hang(namespace="other"), [False, False, False, False]),
        (Fault.hang(name="db"), [False, False, False, False]),
        (Fault.hang(subresource="status"), [False, False, False, False]),
    ],
)
def test_a_fault_is_for_what_was_said(fault: Fault, meant: list[bool]) -> None:
    assert [fault.matches(about, "ConfigMap") for about in (APPLY, GET, WATCH, DRY)] == meant


def test_by_default_the_first_request_is_hit_and_no_other() -> None:
    assert hits(Faults([Fault.hang()]), 3) == [True, False, False]


def test_some_can_pass_first_and_then_so_many_are_hit() -> None:
    assert hits(Faults([Fault.hang(skip=1, times=2)]), 5) == [False, True, True, False, False]


def test_all_can_be_hit() -> None:
    assert hits(Faults([Fault.hang(times=None)]), 5) == [True] * 5


def test_chance_hits_the_same_ones_each_time() -> None:
    def some(seed: int) -> list[bool]:
        return hits(Faults([Fault.hang(times=None, chance=0.5, seed=seed)]), 50)

    assert some(1) == some(1)
    assert some(1) != some(2)
    assert 10 < sum(some(1)) < 40


def test_delays_add_up_and_what_comes_after_them_is_one_thing() -> None:
    faults = Faults([Fault.delay(1), Fault.delay(2), Fault.refuse(503), Fault.hang()])

    assert faults.taken(APPLY, "ConfigMap") == [Delay(1), Delay(2), Refuse(503)]
    assert faults.taken(APPLY, "ConfigMap") == [Hang()]
    assert faults.taken(APPLY, "ConfigMap") == []


def test_faults_come_and_go_and_say_how_often_they_hit() -> None:
    faults = Faults()
    fault = faults.add(Fault.drop_reply(times=None))

    assert faults.taken(APPLY, "ConfigMap") == [DropReply()]
    assert (list(faults), faults.hits(fault)) == ([fault], 1)

    faults.remove(fault)
    faults.remove(fault)

    assert faults.taken(APPLY, "ConfigMap") == []
    assert (len(faults), faults.hits(fault)) == (0, 0)


def test_all_faults_go_at_once() -> None:
    faults = Faults([Fault.hang(), Fault.hang()])
    faults.clear()

    assert len(faults) == 0


def test_a_fault_that_is_added_again_begins_anew() -> None:
    faults = Faults()
    fault = Fault.hang()

    faults.add(fault)
    before = hits(faults, 2)
    faults.add(fault)

    assert (before, hits(faults, 2)) == ([True, False], [True, False])


@pytest.mark.parametrize(
    ("fault", "action"),
    [
        (Fault.refuse(429, "later", retry_after=2), Refuse(429, "later", 2)),
        (Fault.conflict(), Refuse(409)),
        (Fault.cut_watch(3), BreakWatch(3, expired=False)),
        (Fault.expire_watch(), BreakWatch(0, expired=True)),
    ],
)
def test_each_fault_does_what_it_is_called(fault: Fault, action: object) -> None:
    assert fault.action == action


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: Fault.refuse(200), "Fault.refuse: 200 is no status of an error\n  they go from 400 to 599"),
        (
            lambda: Fault.hang(verb="aply"),  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
            (
                "Fault: there is no verb 'aply'\n"
                "  the verbs are get, list, watch, create, update, patch, apply, delete, deletecollection, read, write"
            ),
        ),
        (lambda: Fault.hang(chance=2), "Fault: chance=2 is no likelihood\n  it lies between 0 and 1"),
        (lambda: Fault.hang(times=0), "Fault: skip counts from 0, and times from 1\nhint: times=None  # for all"),
        (lambda: Fault.hang(skip=-1), "Fault: skip counts from 0, and times from 1\nhint: times=None  # for all"),
    ],
)
def test_what_could_never_be_meant_is_refused(make: object, said: str) -> None:
    assert callable(make)

    with pytest.raises(UsageError) as raised:
        make()

    assert str(raised.value) == said
