"""The async Kubernetes client: connect, discover, apply, get, list, delete, watch. Knows nothing of the orchestrator."""
