"""The OpenAPI of the Kubernetes that this typekro knows, without descriptions. Data alone: tools/generate_openapi.py writes it."""
