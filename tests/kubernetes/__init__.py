"""The Kubernetes client: over HTTP on loopback, and on the real control plane."""
