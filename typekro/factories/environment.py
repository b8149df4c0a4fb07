"""Environment variables: texts, and values that a container reads from elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

import attrs

from typekro.checking.text_rules import CONFIG_KEY, CONFIG_NAME, SECRET_KEY, SECRET_NAME, VARIABLE
from typekro.errors import compose
from typekro.expressions import Map, MisuseError, String, cel
from typekro.factories.checks import Checks, shown
from typekro.openapi import k8s


@attrs.frozen(eq=False)  # comparing references would build expressions
class SecretKey:
    """One key of a Secret of the instance's namespace, to be read by the cluster alone. Made by `simple.secret_key`.

    Args:
        name: the Secret.
        key: the key in its data.
    """

    name: str
    key: str

    def __str__(self) -> str:
        raise _no_text("simple.secret_key", self.name, self.key)


@attrs.frozen(eq=False)  # as above
class ConfigKey:
    """One key of a ConfigMap of the instance's namespace. Made by `simple.config_key`.

    Args:
        name: the ConfigMap.
        key: the key in its data.
    """

    name: str
    key: str

    def __str__(self) -> str:
        raise _no_text("simple.config_key", self.name, self.key)


EnvValue: TypeAlias = "str | SecretKey | ConfigKey | k8s.core_v1.EnvVarSource"
"""What an environment variable can be: a text, or where the cluster reads it."""


def secret_key(name: str, key: str) -> SecretKey:
    """A value out of a Secret: what it holds reaches the container and nobody else.

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


def config_key(name: str, key: str) -> ConfigKey:
    """A value out of a ConfigMap, which the cluster reads when a container starts.

    Args:
        name: the ConfigMap, of the namespace of the instance; a text or a reference.
        key: the key in its data; a text or a reference.

    Raises:
        DefinitionError: Kubernetes has no ConfigMap or no key that could be called so.

    Example:
        >>> config_key("settings", "mode").name
        'settings'
    """
    checks = Checks("simple.config_key")
    checks.text("name", name, CONFIG_NAME)
    checks.text("key", key, CONFIG_KEY)
    checks.finish()
    return ConfigKey(name, key)


def environment(checks: Checks, env: Mapping[str, EnvValue]) -> Any:
    """The environment of a container as it stands in a manifest: a list, or an expression that makes one of a whole map."""
    if checks.is_reference("env", env, Map(String())):
        # The keys come in no order of their own; and without dyn kro finds that a map of texts is none of a variable's fields.
        entry = f'{{"name": dyn(name), "value": dyn({env}[name])}}'
        return cel.raw(f"{env}.map(name, name).sort().map(name, {entry})", list[Any])
    return [_entry(checks, name, value) for name, value in checks.mapping("env", env).items()]


def _entry(checks: Checks, name: str, value: object) -> dict[str, Any]:
    checks.key("env", name, VARIABLE)
    match value:
        case SecretKey():
            return {"name": name, "valueFrom": {"secretKeyRef": {"name": value.name, "key": value.key}}}
        case ConfigKey():
            return {"name": name, "valueFrom": {"configMapKeyRef": {"name": value.name, "key": value.key}}}
        case k8s.core_v1.EnvVarSource():
            return {"name": name, "valueFrom": value.__typekro_wire__()}
        case _:
            checks.text(f'env["{name}"]', value)
            return {"name": name, "value": value}


def _no_text(function: str, name: str, key: str) -> MisuseError:
    what = f"{function}({shown(name)}, {shown(key)}) is formatted into a text"
    why = "the cluster reads it when a container starts, and writes it into no text; Kubernetes puts $(A) of one variable into another"
    return MisuseError(compose(what, why, f'env={{"A": {function}(...), "B": "... $(A) ..."}}'))
