"""Accounts of pods, and what they may do: ServiceAccounts, Roles and RoleBindings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, Unpack, overload

from typekro.checking.text_rules import ROLE_NAME, SECRET_NAME, SUBDOMAIN
from typekro.expressions.guards import is_mapping
from typekro.factories.checks import Checks
from typekro.factories.metadata import About, metadata
from typekro.factories.permissions import check_resource, check_verbs
from typekro.factories.resources import resource
from typekro.openapi import k8s

_GROUP: Final = "rbac.authorization.k8s.io"


def service_account(
    *,
    name: str,
    image_pull_secrets: Sequence[str] | None = None,
    automount_service_account_token: bool | None = None,
    **about: Unpack[About],
) -> k8s.core_v1.ServiceAccount:
    """An account that pods act as (`service_account_name=name`); ready as soon as it exists.

    Args:
        name: the account.
        image_pull_secrets: names of Secrets with which images are fetched.
        automount_service_account_token: whether its pods find a token for the API server; by default they do.
        **about: `labels`, `annotations`, `namespace`, and `metadata` for any other field of it.

    Raises:
        DefinitionError: Kubernetes would refuse one of the constants, something is said twice, or a reference leads to something of
            another type.

    Example:
        >>> account = service_account(name="web", automount_service_account_token=False)
    """
    checks = Checks("simple.service_account")
    checks.arguments(service_account, about, About)
    found = metadata(checks, name, about, rule=SUBDOMAIN)
    secrets = None
    if image_pull_secrets is not None:
        secrets = [{"name": secret} for secret in checks.sequence("image_pull_secrets", image_pull_secrets)]
        for position, secret in enumerate(secrets):
            checks.text(f"image_pull_secrets[{position}]", secret["name"], SECRET_NAME)
    if automount_service_account_token is not None:
        checks.boolean("automount_service_account_token", automount_service_account_token)
    checks.finish()
    return resource(
        k8s.core_v1.ServiceAccount, found, imagePullSecrets=secrets, automountServiceAccountToken=automount_service_account_token
    )


def role(
    *,
    name: str,
    rules: Mapping[str, Sequence[str]] | Sequence[k8s.rbac_v1.PolicyRule],
    **about: Unpack[About],
) -> k8s.rbac_v1.Role:
    """What may be done in a namespace, for a `simple.role_binding`; ready as soon as it exists.

    Args:
        name: the Role.
        rules: what may be done with which resources: `{"pods": ["get", "list"], "pods/log": ["get"], "deployments.apps": ["get"]}`, a
            resource outside of the core group with its group behind it; or a list of `k8s.rbac_v1.PolicyRule`.
        **about: `labels`, `annotations`, `namespace`, and `metadata` for any other field of it.

    Raises:
        DefinitionError: Kubernetes would refuse one of the constants, something is said twice, or a reference leads to something of
            another type.

    Example:
        >>> reader = role(name="reader", rules={"configmaps": ["get", "list", "watch"]})
    """
    checks = Checks("simple.role")
    checks.arguments(role, about, About)
    found = metadata(checks, name, about, rule=ROLE_NAME)
    if isinstance(rules, Mapping):
        made = [_rule(checks, resource_, verbs) for resource_, verbs in checks.mapping("rules", rules).items()]
    else:
        given = checks.sequence("rules", rules)
        made = [checks.shape(f"rules[{position}]", rule, k8s.rbac_v1.PolicyRule) for position, rule in enumerate(given)]
        for position, rule in enumerate(made):
            _check_rule(checks, f"rules[{position}]", rule)
    checks.finish()
    return resource(k8s.rbac_v1.Role, found, rules=made)


@overload
def role_binding(
    *, name: str, role: str, service_accounts: Sequence[str] = (), subjects: Sequence[k8s.rbac_v1.Subject] = (), **about: Unpack[About]
) -> k8s.rbac_v1.RoleBinding: ...
@overload
def role_binding(
    *,
    name: str,
    cluster_role: str,
    service_accounts: Sequence[str] = (),
    subjects: Sequence[k8s.rbac_v1.Subject] = (),
    **about: Unpack[About],
) -> k8s.rbac_v1.RoleBinding: ...
def role_binding(
    *,
    name: str,
    role: str | None = None,
    cluster_role: str | None = None,
    service_accounts: Sequence[str] = (),
    subjects: Sequence[k8s.rbac_v1.Subject] = (),
    **about: Unpack[About],
) -> k8s.rbac_v1.RoleBinding:
    """Lets accounts do in a namespace what a role says; ready as soon as it exists. Kubernetes changes no role of a binding that is there.

    Args:
        name: the RoleBinding.
        role: the name of a Role of the same namespace.
        cluster_role: the name of a ClusterRole, in its place; what it says counts in this namespace alone.
        service_accounts: names of ServiceAccounts of the same namespace.
        subjects: users, groups, and accounts of other namespaces.
        **about: `labels`, `annotations`, `namespace`, and `metadata` for any other field of it.

    Raises:
        DefinitionError: Kubernetes would refuse one of the constants, something is said twice, or a reference leads to something of
            another type.

    Example:
        >>> binding = role_binding(name="web", role="reader", service_accounts=["web"])
    """
    checks = Checks("simple.role_binding")
    checks.arguments(role_binding, about, About)
    found = metadata(checks, name, about, rule=ROLE_NAME)
    accounts = checks.sequence("service_accounts", service_accounts)
    for position, account in enumerate(accounts):
        checks.text(f"service_accounts[{position}]", account, SUBDOMAIN)
    others = checks.sequence("subjects", subjects)
    made = [
        *({"kind": "ServiceAccount", "name": account} for account in accounts),
        *(checks.shape(f"subjects[{position}]", subject, k8s.rbac_v1.Subject) for position, subject in enumerate(others)),
    ]
    if checks.is_well and not made:
        checks.add("nobody is bound", "a binding without an account lets nobody do anything", 'service_accounts=["..."]')
    chosen = _role_ref(checks, role, cluster_role)
    checks.finish()
    return resource(k8s.rbac_v1.RoleBinding, found, roleRef=chosen, subjects=made)


def _rule(checks: Checks, key: str, verbs: Sequence[str]) -> dict[str, Any]:
    """A rule for one resource, which is called as kubectl calls it: `pods`, `pods/log`, `deployments.apps/scale`."""
    path, slash, below = key.partition("/")
    plural, _, group = path.partition(".")
    at = f'rules["{key}"]'
    if not plural or (slash and not below):
        checks.add(
            f"rules has the key {key!r}", "it is a resource, in the plural: pods, pods/log, deployments.apps, deployments.apps/scale"
        )
    else:
        check_resource(checks, key, plural, group, below)
        check_verbs(checks, at, verbs)
    rule = {"apiGroups": [group], "resources": [f"{plural}{slash}{below}"], "verbs": checks.texts(at, verbs)}
    checks.not_empty(at, verbs, "Kubernetes: a rule has at least one verb", f'"{key}": ["get", "list", "watch"]')
    return rule


def _check_rule(checks: Checks, at: str, rule: Any) -> None:
    needed = {"apiGroups": 'api_groups=[""]', "resources": 'resources=["pods"]', "verbs": 'verbs=["get"]'}
    for field, hint in needed.items():
        if is_mapping(rule) and rule and rule.get(field, []) == []:
            checks.add(f"{at} says no {hint.partition('=')[0]}", "Kubernetes: a rule of a namespace says groups, resources and verbs", hint)


def _role_ref(checks: Checks, role: str | None, cluster_role: str | None) -> dict[str, Any]:
    if (role is None) == (cluster_role is None):
        said = "neither role nor cluster_role is given" if role is None else "role and cluster_role are both given"
        checks.add(said, "Kubernetes: a binding is of one role")
    argument, kind, name = ("role", "Role", role) if role is not None else ("cluster_role", "ClusterRole", cluster_role)
    if name is not None:
        checks.text(argument, name, ROLE_NAME)
    return {"apiGroup": _GROUP, "kind": kind, "name": name}
