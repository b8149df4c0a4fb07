"""The views of Kubernetes' kinds."""
