"""The law of a rolling update: never too many pods, never too few that are available."""

from hypothesis import given, settings
from hypothesis import strategies as st

from .worlds import World, workload


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 6), st.integers(0, 3), st.integers(0, 3))
def test_a_rollout_keeps_to_its_limits_at_every_moment_and_ends(replicas: int, surge: int, unavailable: int) -> None:
    if surge == unavailable == 0:  # which Kubernetes refuses
        surge = 1
    world = World()
    strategy = {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": surge, "maxUnavailable": unavailable}}
    made = world.create(workload("Deployment", replicas=replicas, strategy=strategy))
    world.workloads.ready_after(10, image="nginx:2")
    seen: list[tuple[int, int]] = []

    def count(_: object) -> None:
        pods = [each for each in world.pods() if "deletionTimestamp" not in each["metadata"]]
        ready = [each for each in pods if any(c["type"] == "Ready" and c["status"] == "True" for c in each["status"].get("conditions", []))]
        seen.append((len(pods), len(ready)))

    world.server.subscribe(count)
    world.patch(made, {"spec": {"template": {"spec": {"containers": [{"name": "main", "image": "nginx:2"}]}}}})
    world.pass_time(10 * (replicas + 1))

    assert max(pods for pods, _ in seen) <= replicas + surge
    assert min(ready for _, ready in seen) >= max(replicas - unavailable, 0)
    assert {each["spec"]["containers"][0]["image"] for each in world.pods()} == {"nginx:2"}
    assert (world.again(made) or {})["status"]["availableReplicas"] == replicas
