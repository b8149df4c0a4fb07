"""What is declared and deployed: handles are references until they are awaited, and everything that comes of them is typed."""

from typing import assert_type

import attrs

from typekro import App, Graph, Instance, KroCrdInstance, KroResourceGraphDefinition, Schema, alchemy, external_ref, resource_graph, simple
from typekro.kro import DeployedGraph, DeployedInstance


@attrs.frozen
class QueueSpec:
    name: str
    replicas: int = 1


@attrs.frozen
class QueueStatus:
    host: str
    port: int


@resource_graph("typing-queue", api_version="example.com/v1", kind="Queue")
def queue_stack(schema: Schema[QueueSpec, QueueStatus]) -> Graph[QueueStatus]:
    service = simple.service(name=schema.spec.name, selector={"app": "queue"}, ports=[5672])
    return {"service": service}, QueueStatus(host=service.spec.cluster_ip, port=service.spec.ports[0].port)


@attrs.frozen
class WorkerSpec:
    name: str
    broker: str


@attrs.frozen
class WorkerStatus:
    ready: int


@resource_graph("typing-worker", api_version="example.com/v1", kind="Worker")
def worker_stack(schema: Schema[WorkerSpec, WorkerStatus]) -> Graph[WorkerStatus]:
    queue = external_ref(queue_stack, "orders")
    worker = simple.deployment(name=schema.spec.name, image="worker:1", env={"BROKER": schema.spec.broker, "HOST": queue.status.host})
    return {"queue": queue, "worker": worker}, WorkerStatus(ready=worker.status.available_replicas)


async def awaited() -> None:
    async with alchemy("queues", stage="prod") as app:
        assert_type(app, App)
        assert_type(app.stage, str)
        create_queue = await KroResourceGraphDefinition("queue-rgd", factory=queue_stack)
        assert_type(create_queue, DeployedGraph[QueueSpec, QueueStatus])
        handle = create_queue("orders", QueueSpec(name="orders"), namespace="shop", timeout=60)
        assert_type(handle, KroCrdInstance[QueueSpec, QueueStatus])
        queue = await handle
        assert_type(queue, DeployedInstance[QueueSpec, QueueStatus])
        assert_type(queue.spec.replicas, int)
        await app.finalize()
    host: str = queue.status.host
    port: int = queue.status.port
    print(host, port)


async def unawaited() -> None:
    async with alchemy("queues") as app:
        create_queue = KroResourceGraphDefinition("queue-rgd", factory=queue_stack, timeout=5)
        create_worker = KroResourceGraphDefinition("worker-rgd", factory=worker_stack, app=app)
        queue = create_queue("orders", QueueSpec(name="orders"))
        assert_type(queue.spec, QueueSpec)
        assert_type(queue.status.port, int)
        assert_type(queue.output.status.host, str)
        create_worker("packer", WorkerSpec(name="packer", broker=f"amqp://{queue.status.host}:{queue.status.port}"))


async def directly() -> None:
    async with alchemy("queues"):
        KroResourceGraphDefinition("queue-rgd", factory=queue_stack)
        queue = await KroCrdInstance("orders", factory=queue_stack, spec=QueueSpec(name="orders"), namespace="shop", timeout=2.5)
        assert_type(queue, DeployedInstance[QueueSpec, QueueStatus])
        assert_type(queue.status.host, str)


assert_type(queue_stack.get_instance(QueueSpec(name="orders")), Instance[QueueSpec, QueueStatus])
