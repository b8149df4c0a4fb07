"""App, resources, handles, runs and their records. Knows nothing of Kubernetes."""
