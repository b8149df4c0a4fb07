"""The same schedules on a local cluster with its faults: the Kubernetes layer is in the loop, and is noticed without its safeguards."""

import pytest

from tests.simulation.__main__ import played
from tests.simulation.cluster import play_on_cluster
from tests.simulation.mutations import ON_CLUSTER
from tests.simulation.programs import Declared, Program
from tests.simulation.schedule import Kill, Outside, Schedule, Step, Up, drawn
from tests.simulation.test_simulation import simulate

SCHEDULES = 150
_FIRST_TO_BREAK = 100
ONE = Declared(origin=1, id="r1", kind="Named", name="n1")


def broken_by(*steps: Step, seed: int = 0) -> set[int]:
    return {number for number, _ in play_on_cluster(Schedule(seed, steps)).broken}


def test_no_schedule_breaks_an_invariant_on_a_cluster() -> None:
    done = simulate("--on", "cluster", "--seeds", f"0:{SCHEDULES}", "--jobs", "1")

    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert done.stdout.startswith(f"{SCHEDULES} schedules")


def test_objects_are_killed_over_meddled_with_and_refused() -> None:
    tally = played(range(_FIRST_TO_BREAK), on="cluster")

    wanted = {"killed in a commit", "killed after a request", "takeover", "locked out", "outside: copy", "outside: recreate"}
    assert wanted - tally.counts.keys() == set()
    assert {"done: create", "done: update", "done: delete", "fault: busy", "fault: lost reply"} - tally.counts.keys() == set()


@pytest.mark.parametrize("name", sorted(ON_CLUSTER.keys() - {"create-only"}))
def test_a_kubernetes_layer_without_a_safeguard_is_noticed(name: str) -> None:
    mutation = ON_CLUSTER[name]
    with mutation.off():
        plays = (play_on_cluster(drawn(seed)).broken for seed in range(_FIRST_TO_BREAK))
        named = next((number for broken in plays for number, _ in broken if number in mutation.breaks), None)

    assert named is not None


def test_a_name_that_is_taken_at_any_moment_of_a_run_is_left_alone() -> None:
    def taken_at(at: int) -> set[int]:
        return broken_by(Up(program=Program(declared=(ONE,)), events=(Outside(at=at, deed="occupy", which=0),)))

    assert set().union(*map(taken_at, range(1, 25))) == set()
    with ON_CLUSTER["create-only"].off():
        assert 5 in set().union(*map(taken_at, range(1, 25)))


def test_the_same_seed_tells_the_same_story_of_a_cluster_in_another_process() -> None:
    first, second = (simulate("--on", "cluster", "--seed", "83", "--jobs", "1", hash_seed=seed) for seed in ("1", "2"))

    assert [line for line in first.stdout.splitlines() if "of a processor" not in line] == [
        line for line in second.stdout.splitlines() if "of a processor" not in line
    ]
    assert "somebody: copy" in first.stdout


def test_what_is_ours_and_was_edited_before_it_was_declared_again_is_taken_back() -> None:  # broke I1
    retained = Declared(origin=1, id="r1", kind="Named", name="n1", retain=True)
    assert (
        broken_by(
            Up(program=Program(declared=(retained,))),
            Up(program=Program()),
            Outside(at=0, deed="edit", which=0),
            Up(program=Program(declared=(retained,)), events=(Kill(at=30),)),
        )
        == set()
    )
