"""Mistakes in what is declared, and in what is done with what comes of it."""

import attrs

import typekro
from typekro import Graph, KroCrdInstance, KroResourceGraphDefinition, Schema, alchemy, resource_graph, simple


@attrs.frozen
class QueueSpec:
    name: str


@attrs.frozen
class QueueStatus:
    host: str
    port: int


@attrs.frozen
class OtherSpec:
    name: str


@resource_graph("typing-bad-queue", api_version="example.com/v1", kind="Queue")
def queue_stack(schema: Schema[QueueSpec, QueueStatus]) -> Graph[QueueStatus]:
    service = simple.service(name=schema.spec.name, selector={"app": "queue"}, ports=[5672])
    return {"service": service}, QueueStatus(host=service.spec.cluster_ip, port=service.spec.ports[0].port)


async def main() -> None:
    async with alchemy("queues") as app:
        create_queue = await KroResourceGraphDefinition("queue-rgd", factory=queue_stack)
        create_queue("orders", OtherSpec(name="orders"))  # error: mypy[arg-type] pyright[reportArgumentType]
        create_queue("orders", {"name": "orders"})  # error: mypy[arg-type] pyright[reportArgumentType]
        create_queue("orders")  # error: mypy[call-arg] pyright[reportCallIssue]
        create_queue("orders", QueueSpec(name="orders"), namspace="shop")  # error: mypy[call-arg] pyright[reportCallIssue]
        create_queue("orders", QueueSpec(name="orders"), timeout="1m")  # error: mypy[arg-type] pyright[reportArgumentType]
        handle = create_queue("orders", QueueSpec(name="orders"))
        handle.status.hots  # error: mypy[attr-defined] pyright[reportUnknownMemberType] pyright[reportAttributeAccessIssue]
        port: str = handle.status.port  # error: mypy[assignment] pyright[reportAssignmentType]
        queue = await handle
        queue.status.hots  # error: mypy[attr-defined] pyright[reportUnknownMemberType] pyright[reportAttributeAccessIssue]
        host: str = await handle  # error: mypy[assignment] pyright[reportAssignmentType]
        number: str = queue.status.port  # error: mypy[assignment] pyright[reportAssignmentType]
        app.stages  # error: mypy[attr-defined] pyright[reportUnknownMemberType] pyright[reportAttributeAccessIssue]
    KroCrdInstance("orders", factory=queue_stack, spec=OtherSpec(name="orders"))  # error: mypy[misc] pyright[reportArgumentType]
    KroCrdInstance("orders", factory=queue_stack)  # error: mypy[call-arg] pyright[reportCallIssue]
    KroCrdInstance("orders", spec=QueueSpec(name="orders"))  # error: mypy[call-arg] pyright[reportCallIssue]
    KroResourceGraphDefinition(
        "queue-rgd",
        factory=queue_stack.get_instance(QueueSpec(name="orders")),  # error: mypy[arg-type] pyright[reportArgumentType]
    )
    KroResourceGraphDefinition(factory=queue_stack)  # error: mypy[call-arg] pyright[reportCallIssue]
    alchemy("queues", stage=1)  # error: mypy[arg-type] pyright[reportArgumentType]
    alchemy("queues", "prod")  # error: mypy[call-arg] pyright[reportCallIssue]
    print(host, number, port)


typekro.run(main())  # error: mypy[arg-type] pyright[reportArgumentType]
typekro.runn(main)  # error: mypy[attr-defined] pyright[reportUnknownMemberType] pyright[reportAttributeAccessIssue]
