"""`DirectDeployment`: an instance of a graph without kro and without a kind of its own in the cluster."""

from typing import Generic, Literal, TypeVar

from typekro.kro.instance import KroCrdInstance

S = TypeVar("S")
T = TypeVar("T")


class DirectDeployment(KroCrdInstance[S, T], Generic[S, T]):
    """An instance of a graph, deployed without kro: its objects are made, awaited, repaired and deleted as a KubernetesObject is.

    A node of the graph is applied as soon as the nodes that it needs are ready, and what is no longer to be there is deleted. There is no
    object of the graph's kind in the cluster, nor is that kind defined there. What kro has deployed for an instance of this app before is
    taken over as it is, and kro takes it back where the script says `KroCrdInstance` again.

    Args:
        id: its name; in the app it goes by kind, namespace and name.
        factory: the graph.
        spec: an instance of the graph's spec class; outputs of other resources may stand in it, unawaited.
        namespace: where its objects live that name no other; `default` by default, and none for a kind of the cluster.
        timeout: how long to wait until it is ready, and until it is gone, in seconds; 30 by default.
        cluster: which cluster, by its name in `clusters=` of the app.

    Raises:
        UsageError: the app was given no cluster of that name, the factory is no graph, or the time-out no number of seconds.
        ResourceGraphFactoryError: the spec or the name is none that the graph could have.
        RefusedError: the name of one of its objects is somebody else's; when awaited.
        CRDInstanceError: it could not be deployed, did not become ready in time, or could not be deleted; when awaited.

    Example:
        ```python
        database = DirectDeployment("my-db", factory=database_stack, spec=DatabaseSpec(name="my-db"), timeout=60)
        print((await database).status.host)
        ```
    """

    recorded_as = KroCrdInstance
    mode: Literal["kro", "direct"] | None = "direct"
