"""The nodes for the workloads that people start with."""
