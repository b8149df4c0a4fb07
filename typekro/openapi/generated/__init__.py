"""Classes of Kubernetes' own kinds, written by tools/generate_openapi.py."""
