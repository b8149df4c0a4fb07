"""ConfigMaps and Secrets: settings that containers read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Unpack

from typekro.checking.text_rules import BASE64, CONFIG_KEY, SECRET_KEY, SUBDOMAIN
from typekro.expressions import expression_of
from typekro.expressions.guards import is_mapping
from typekro.factories.checks import Checks, shown
from typekro.factories.metadata import About, metadata
from typekro.factories.resources import resource
from typekro.openapi import k8s


def config_map(
    *,
    name: str,
    data: Mapping[str, str],
    binary_data: Mapping[str, str] | None = None,
    immutable: bool = False,
    **about: Unpack[About],
) -> k8s.core_v1.ConfigMap:
    """Settings by their keys, for environment variables (`simple.config_key`) and files (`simple.volume`); ready as soon as it exists.

    Args:
        name: the ConfigMap.
        data: texts by their keys; each may be a reference or an f-string, and all of it a reference to a map.
        binary_data: constants that are no texts, in base64, by other keys.
        immutable: whether Kubernetes refuses to change it afterwards.
        **about: `labels`, `annotations`, `namespace`, and `metadata` for any other field of it.

    Raises:
        DefinitionError: Kubernetes would refuse one of the constants, something is said twice, or a reference leads to something of
            another type.

    Example:
        >>> settings = config_map(name="settings", data={"mode": "production"})
    """
    checks = Checks("simple.config_map")
    checks.arguments(config_map, about, About)
    found = metadata(checks, name, about, rule=SUBDOMAIN)
    entries = checks.text_map("data", data, keys=CONFIG_KEY)
    binary = None if binary_data is None else _binary(checks, entries, binary_data)
    checks.boolean("immutable", immutable)
    checks.finish()
    locked = None if immutable is False else immutable
    return resource(k8s.core_v1.ConfigMap, found, data=entries, binaryData=binary, immutable=locked)


def secret(
    *,
    name: str,
    string_data: Mapping[str, str],
    public_data: Mapping[str, str] | None = None,
    type: str = "Opaque",  # noqa: A002 - Kubernetes' own word
    immutable: bool = False,
    **about: Unpack[About],
) -> k8s.core_v1.Secret:
    """Values that only those may read who may read Secrets; ready as soon as it exists.

    A graph is read by whoever may read kro's definitions, and an instance by whoever may read instances: what stands in them is no secret.
    So a constant is refused here. A reference to the spec is as secret as the instance is. A password that is made up,
    `cel.random_string(32, schema.metadata.uid)`, can be worked out by whoever may read the instance. What has to stay with nobody else is
    made outside (`kubectl create secret`), and containers read it by `simple.secret_key`.

    Args:
        name: the Secret.
        string_data: texts by their keys, each a reference or an f-string with one in it.
        public_data: texts by their keys that everybody may read, constants too: a user name, a host.
        type: what it is for (`kubernetes.io/basic-auth`).
        immutable: whether Kubernetes refuses to change it afterwards.
        **about: `labels`, `annotations`, `namespace`, and `metadata` for any other field of it.

    Raises:
        DefinitionError: a constant would be a secret that all can read, Kubernetes would refuse one of the constants, something is said
            twice, or a reference leads to something of another type.

    Example:
        >>> from typekro.expressions import Root, String, cel, reference_to
        >>> uid = reference_to(Root(String(), "schema.metadata.uid"))
        >>> login = secret(name="login", string_data={"password": cel.random_string(32, uid)}, public_data={"user": "shop"})
    """
    checks = Checks("simple.secret")
    checks.arguments(secret, about, About)
    found = metadata(checks, name, about, rule=SUBDOMAIN)
    hidden = checks.text_map("string_data", string_data, keys=SECRET_KEY)
    _refuse_constants(checks, hidden)
    entries = hidden if public_data is None else _both(checks, hidden, checks.text_map("public_data", public_data, keys=SECRET_KEY))
    checks.text("type", type)
    checks.boolean("immutable", immutable)
    checks.finish()
    return resource(k8s.core_v1.Secret, found, type=type, stringData=entries, immutable=None if immutable is False else immutable)


def _binary(checks: Checks, texts: Any, binary_data: Mapping[str, str]) -> dict[str, Any]:
    entries = checks.mapping("binary_data", binary_data)
    for key, value in entries.items():
        at = f'binary_data["{key}"]'
        checks.key("binary_data", key, CONFIG_KEY)
        if expression_of(value) is not None:
            checks.add(f"{at} is {shown(value)}", "kro takes bytes there, which no text in the cluster becomes", f'data={{"{key}": ...}}')
        else:
            checks.text(at, value, BASE64)
        if is_mapping(texts) and key in texts:
            checks.add(f"{at} is given", f'data["{key}"] is given too', "say it once")
    return entries


def _refuse_constants(checks: Checks, entries: Any) -> None:
    if not is_mapping(entries):
        return
    for key, value in entries.items():
        if isinstance(value, str) and expression_of(value) is None:
            checks.add(
                f'string_data["{key}"] is a constant',
                "typekro: whoever may read kro's definitions would read it there; make the Secret outside, or refer to what is not in them",
                f'simple.secret_key("...", "{key}") where it is read, of a Secret that is there already',
                f'public_data={{"{key}": ...}} where everybody may read it',
            )


def _both(checks: Checks, hidden: Any, public: Any) -> Any:
    if not is_mapping(hidden) or not is_mapping(public):
        whole, other = ("public_data", "string_data") if is_mapping(hidden) else ("string_data", "public_data")
        what = f"{whole} is a reference to a whole map, and {other} is given"
        checks.add(what, "what it holds is known in the cluster alone", "string_data=cel.merge(string_data, public_data)")
        return hidden
    for key in hidden.keys() & public.keys():
        checks.add(f'public_data["{key}"] is given', f'string_data["{key}"] is given too', "say it once")
    return {**public, **hidden}
