"""The shapes of Kubernetes' own objects, for type checkers and references. Data and classes, no behaviour."""
