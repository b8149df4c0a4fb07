"""Mistakes in the arguments of the workloads."""

from typekro import simple

simple.deployment(name="web")  # error: mypy[call-arg] pyright[reportCallIssue]
simple.deployment("web", image="nginx:1.29")  # error: mypy[call-arg] pyright[reportCallIssue]
simple.deployment(name="web", image="nginx:1.29", replica=2)  # error: mypy[call-arg] pyright[reportCallIssue]
simple.deployment(name="web", image="nginx:1.29", replicas="2")  # error: mypy[arg-type] pyright[reportArgumentType]
simple.deployment(name="web", image="nginx:1.29", env={"PORT": 5432})  # error: mypy[dict-item] pyright[reportArgumentType]
simple.deployment(name="web", image="nginx:1.29", ports=[(80, 8080)])  # error: mypy[list-item] pyright[reportArgumentType]
simple.deployment(name="web", image="nginx:1.29", ports=80)  # error: mypy[arg-type] pyright[reportArgumentType]
simple.deployment(name="web", image="nginx:1.29", resources={"limit": {}})  # error: mypy[typeddict-unknown-key] pyright[reportArgumentType]
simple.service(name="web", selector={"app": "web"}, ports=[80], type="clusterip")  # error: mypy[arg-type] pyright[reportArgumentType]
simple.service(name="web", selector={"app": "web"}, ports=[(80,)])  # error: mypy[list-item] pyright[reportArgumentType]
simple.service(name="web", ports=[80])  # error: mypy[call-arg] pyright[reportCallIssue]
simple.secret_key("database-password")  # error: mypy[call-arg] pyright[reportCallIssue]

deployment = simple.deployment(name="web", image="nginx:1.29")
deployment.status.available_replica  # error: mypy[attr-defined] pyright[reportAttributeAccessIssue] pyright[reportUnknownMemberType]
deployment.stats  # error: mypy[attr-defined] pyright[reportAttributeAccessIssue] pyright[reportUnknownMemberType]
deployment.with_ready_when(
    deployment.status.ready,  # error: mypy[attr-defined] pyright[reportAttributeAccessIssue] pyright[reportUnknownMemberType] pyright[reportUnknownArgumentType]
)
name: int = deployment.metadata.name  # error: mypy[assignment] pyright[reportAssignmentType]

# Arguments of other workloads, and mistakes in their values.
simple.deployment(name="web", image="nginx:1.29", strategy="Recreate")  # error: mypy[call-arg] pyright[reportCallIssue]
simple.deployment(name="web", image="nginx:1.29", env={"A": None})  # error: mypy[dict-item] pyright[reportArgumentType]
simple.deployment(name="web", image="nginx:1.29", command="sh -c true", namespace=None)  # error: mypy[arg-type] pyright[reportArgumentType]
simple.deployment(name="web", image="nginx:1.29", image_pull_policy="always")  # error: mypy[arg-type] pyright[reportArgumentType]
simple.deployment(name="web", image="nginx:1.29", readiness_probe="/ready")  # error: mypy[arg-type] pyright[reportArgumentType]
simple.deployment(name="web", image="nginx:1.29", volumes={"/data": "data"})  # error: mypy[dict-item] pyright[reportArgumentType]
simple.daemon_set(name="web", image="nginx", pod={"hostPID": True})  # error: mypy[typeddict-unknown-key] pyright[reportArgumentType]
simple.deployment(name="web", image="nginx:1.29", container={"working_dir": 5})  # error: mypy[typeddict-item] pyright[reportArgumentType]
simple.deployment(name="web", image="nginx:1.29", spec={"replica": 2})  # error: mypy[arg-type] pyright[reportArgumentType]
simple.stateful_set(name="db", image="postgres:17", storage="10Gi")  # error: mypy[arg-type] pyright[reportArgumentType]
simple.daemon_set(name="agent", image="fluent-bit:4.0", replicas=2)  # error: mypy[call-arg] pyright[reportCallIssue]
simple.job(name="migrate", image="shop:7", restart_policy="Always")  # error: mypy[arg-type] pyright[reportArgumentType]
simple.cron_job(name="backup", image="shop:7")  # error: mypy[call-arg] pyright[reportCallIssue]
simple.config_map(name="settings", data={"port": 80})  # error: mypy[dict-item] pyright[reportArgumentType]
simple.secret(name="login", data={"password": "x"})  # error: mypy[call-arg] pyright[reportCallIssue] pyright[reportCallIssue]
simple.persistent_volume_claim(name="data", size="10Gi", access_modes=["RWO"])  # error: mypy[list-item] pyright[reportArgumentType]
simple.volume(config_map="a", claim="b")  # error: mypy[call-overload] pyright[reportCallIssue]
simple.role(name="reader", rules={"pods": [1]})  # error: mypy[list-item] pyright[reportArgumentType]
simple.role_binding(name="reader", service_accounts=["web"])  # error: mypy[call-overload] pyright[reportCallIssue]
simple.ingress(name="web", paths={"/": "web"})  # error: mypy[dict-item] pyright[reportArgumentType]
simple.ingress(name="web", paths={"/": deployment})  # error: mypy[dict-item] pyright[reportArgumentType]
simple.network_policy(name="db", selector={"app": "db"}, allow_from=["web"])  # error: mypy[list-item] pyright[reportArgumentType]
simple.horizontal_pod_autoscaler(name="web", target="web", max_replicas=3)  # error: mypy[arg-type] pyright[reportArgumentType]
simple.horizontal_pod_autoscaler(name="web", target=deployment)  # error: mypy[call-arg] pyright[reportCallIssue]
simple.http_probe("/ready")  # error: mypy[call-arg] pyright[reportCallIssue]
simple.tcp_probe(80, delay_seconds=5)  # error: mypy[call-arg] pyright[reportCallIssue]
