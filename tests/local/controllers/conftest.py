"""What is held against the real API server has the cluster of all other tests, not the one in memory."""

from tests.cluster.plugin import cluster

__all__ = ["cluster"]
