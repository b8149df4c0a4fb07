"""Nodes for the workloads that people start with. Builds manifests and nothing else."""
