"""The kinds of Kubernetes and of CRDs, as OpenAPI and as typed classes, bundled or imported; knows no graph and no cluster."""
