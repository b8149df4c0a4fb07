"""Kubernetes' own kinds: the defaults and the rules that its Go code has beyond its OpenAPI, kind by kind."""
