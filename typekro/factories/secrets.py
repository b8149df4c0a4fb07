"""Values that stay in a Secret."""

import attrs

from typekro.factories.checks import Checks
from typekro.factories.rules import SECRET_KEY, SECRET_NAME


@attrs.frozen(eq=False)  # comparing references would build expressions
class SecretKey:
    """One key of a Secret of the instance's namespace, to be read by the cluster alone. Made by `simple.secret_key`.

    Args:
        name: the Secret.
        key: the key in its data.
    """

    name: str
    key: str


def secret_key(name: str, key: str) -> SecretKey:
    """A value out of a Secret that exists already: what it holds reaches the container and nobody else.

    Args:
        name: the Secret, of the namespace of the instance; a text or a reference.
        key: the key in its data; a text or a reference.

    Raises:
        DefinitionError: Kubernetes has no Secret or no key that could be called so.

    Example:
        >>> secret_key("database-password", "password").key
        'password'
    """
    checks = Checks("simple.secret_key")
    checks.text("name", name, SECRET_NAME)
    checks.text("key", key, SECRET_KEY)
    checks.finish()
    return SecretKey(name, key)
