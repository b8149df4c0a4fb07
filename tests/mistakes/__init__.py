"""The catalogue of authoring mistakes: read, put to mypy, to pyright and to typekro itself, and told; the samples stand in tests/typing."""
