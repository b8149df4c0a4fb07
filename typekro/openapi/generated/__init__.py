"""Reference views of Kubernetes' own kinds. No hand edits: tools/generate_openapi.py writes this folder."""
