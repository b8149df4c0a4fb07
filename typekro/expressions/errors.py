"""What is raised where a reference is used in a way that it cannot mean; every one is a DefinitionError."""

from typekro.errors import DefinitionError


class MisuseError(DefinitionError, TypeError):
    """Python was asked to do with a reference what only a value can do."""


class UnknownFieldError(DefinitionError, AttributeError):
    """A reference was asked for a field that its type does not have."""
