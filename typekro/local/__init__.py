"""The embedded local cluster: an API server, its controllers and kro, in this process and on Python alone; for demos and tests."""
