"""Backups of a namespace's settings at certain times: onto a disk, by an account that may read them and nothing else.

Run it with `typekro up examples/scheduled_backup.py` or `python examples/scheduled_backup.py`, on a cluster with kro.
"""

from typing import Annotated

import attrs

import typekro
from typekro import Graph, Immutable, KroResourceGraphDefinition, Minimum, Schema, Validation, alchemy, cel, resource_graph, simple


@attrs.frozen
class BackupSpec:
    """What can be asked of a backup."""

    name: str
    schedule: Annotated[str, Validation("self.split(' ').size() == 5")] = "0 3 * * *"
    image: str = "alpine/k8s:1.34.1"
    storage: Annotated[str, Immutable()] = "10Gi"
    keep: Annotated[int, Minimum(1)] = 3


@attrs.frozen
class BackupStatus:
    """What is known of one; before the first run there is no last one."""

    schedule: str
    disk: str
    running: int
    last_success: str | None


@resource_graph("scheduled-backup", api_version="example.com/v1alpha1", kind="ScheduledBackup")
def scheduled_backup(schema: Schema[BackupSpec, BackupStatus]) -> Graph[BackupStatus]:
    """A CronJob with its disk, and the account that its pods act as."""
    spec = schema.spec
    account = simple.service_account(name=spec.name)
    role = simple.role(name=spec.name, rules={"configmaps": ["get", "list"], "deployments.apps": ["get", "list"]})
    binding = simple.role_binding(name=spec.name, role=role.metadata.name, service_accounts=[account.metadata.name])
    disk = simple.persistent_volume_claim(name=spec.name, size=spec.storage)
    backup = simple.cron_job(
        name=spec.name,
        image=spec.image,
        schedule=spec.schedule,
        concurrency_policy="Forbid",
        backoff_limit=1,
        command=["sh", "-c", "kubectl get configmaps,deployments --output=yaml > /backup/$(date +%F).yaml"],
        volumes={"/backup": simple.volume(claim=disk.metadata.name)},
        service_account_name=account.metadata.name,
        resources={"requests": {"cpu": "50m", "memory": "64Mi"}},
        spec={"successful_jobs_history_limit": spec.keep},
    )
    status = BackupStatus(
        schedule=backup.spec.schedule,
        disk=disk.metadata.name,
        running=cel.size(cel.or_else(backup.status.active, [])),
        last_success=backup.status.last_successful_time,
    )
    return {"account": account, "role": role, "binding": binding, "disk": disk, "backup": backup}, status


async def main() -> None:
    """Deploys a backup that runs every night."""
    async with alchemy("scheduled-backup"):
        create = await KroResourceGraphDefinition("scheduled-backup-rgd", factory=scheduled_backup)
        nightly = await create("nightly", BackupSpec(name="nightly", schedule="30 2 * * *"), timeout=60)
    print(f"Backups go to the disk {nightly.status.disk} at {nightly.status.schedule}; the last one: {nightly.status.last_success}")


if __name__ == "__main__":
    typekro.run(main)
