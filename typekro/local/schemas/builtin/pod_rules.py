"""What the API server says of pods, and of the templates that pods are made from."""

import ipaddress
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from typekro.local.schemas.builtin.container_rules import Part, container_problems, host_port_problems
from typekro.local.schemas.builtin.judging import judged, one_of
from typekro.local.schemas.builtin.volume_rules import volume_problems
from typekro.local.schemas.field_problems import FieldProblem, duplicate, forbidden, invalid, not_supported, required
from typekro.local.schemas.metadata import label_problems
from typekro.local.schemas.names import dns_label, dns_subdomain, in_range, label_key, label_value
from typekro.local.schemas.shapes import items_of, part_of
from typekro.schema.go_texts import quoted

_RESTARTS: Final = ("Always", "OnFailure", "Never")
_DNS: Final = ("ClusterFirstWithHostNet", "ClusterFirst", "Default", "None")
_MOST_SECONDS: Final = (1 << 31) - 1
_FIXED: Final = (
    "pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,"
    "`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),"
    "`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)\n"
)
NOT_AN_ADDRESS: Final = "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)"


def is_address(text: str) -> bool:
    """Whether a text is an address of IP."""
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return "%" not in text


def pod_spec_problems(spec: Part, at: str = "spec", *, claims: Sequence[str] = ()) -> Iterator[FieldProblem]:
    """What is wrong with the spec of a pod.

    Args:
        spec: the spec, with defaults.
        at: where it stands.
        claims: names of volumes that come with the pod from elsewhere.
    """
    volumes = {volume.get("name") or "": volume for volume in items_of(spec, "volumes")}
    yield from volume_problems(items_of(spec, "volumes"), f"{at}.volumes", spec)
    yield from _of_containers(spec, at, {**volumes, **dict.fromkeys(claims)})
    yield from one_of(spec.get("restartPolicy"), _RESTARTS, f"{at}.restartPolicy")
    yield from one_of(spec.get("dnsPolicy"), _DNS, f"{at}.dnsPolicy")
    yield from label_problems(spec.get("nodeSelector"), f"{at}.nodeSelector")
    security = part_of(spec, "securityContext")
    for field in ("runAsUser", "runAsGroup", "fsGroup"):
        number = security.get(field)
        if number is not None:
            yield from judged(number, lambda value: in_range(value, 0, _MOST_SECONDS), f"{at}.securityContext.{field}")
    for field in ("serviceAccountName", "nodeName"):
        if spec.get(field):
            yield from judged(spec[field], dns_subdomain, f"{at}.{field}")
    deadline = spec.get("activeDeadlineSeconds")
    if deadline is not None:
        yield from judged(deadline, lambda value: in_range(value, 1, _MOST_SECONDS), f"{at}.activeDeadlineSeconds")
    for field in ("hostname", "subdomain"):
        if spec.get(field):
            yield from judged(spec[field], dns_label, f"{at}.{field}")
    yield from _of_tolerations(items_of(spec, "tolerations"), f"{at}.tolerations")
    yield from _of_aliases(items_of(spec, "hostAliases"), f"{at}.hostAliases")
    yield from _of_spread(items_of(spec, "topologySpreadConstraints"), f"{at}.topologySpreadConstraints")


def _of_containers(spec: Part, at: str, volumes: Mapping[str, Any]) -> Iterator[FieldProblem]:
    containers, firsts = items_of(spec, "containers"), items_of(spec, "initContainers")
    if not containers:
        yield required(f"{at}.containers")
    names: set[str] = set()
    for group, parts in (("containers", containers), ("initContainers", firsts)):
        for index, container in enumerate(parts):
            here, name = f"{at}.{group}[{index}]", container.get("name")
            yield from container_problems(container, here, volumes, init=group == "initContainers")
            if name and name in names:
                yield duplicate(f"{here}.name", name)
            names.add(name or "")
    yield from host_port_problems([(f"{at}.containers[{index}]", container) for index, container in enumerate(containers)])


def _of_tolerations(tolerations: Sequence[Part], at: str) -> Iterator[FieldProblem]:
    for index, toleration in enumerate(tolerations):
        here, operator, key = f"{at}[{index}]", toleration.get("operator") or "", toleration.get("key") or ""
        if key:
            yield from judged(key, label_key, f"{here}.key")
        elif operator != "Exists":
            yield invalid(
                f"{here}.operator", operator, 'operator must be Exists when `key` is empty, which means "match all values and all keys"'
            )
        if toleration.get("tolerationSeconds") is not None and toleration.get("effect") != "NoExecute":
            yield invalid(f"{here}.effect", toleration.get("effect") or "", "effect must be 'NoExecute' when `tolerationSeconds` is set")
        value = toleration.get("value") or ""
        if operator in {"Equal", ""}:
            yield from judged(value, label_value, f"{here}.operator")
        elif operator == "Exists":
            if value:
                yield invalid(f"{here}.operator", value, "value must be empty when `operator` is 'Exists'")
        else:
            yield not_supported(f"{here}.operator", operator, ("Equal", "Exists"))
        effect = toleration.get("effect")
        if effect:
            yield from one_of(effect, ("NoExecute", "NoSchedule", "PreferNoSchedule"), f"{here}.effect")


def _of_aliases(aliases: Sequence[Part], at: str) -> Iterator[FieldProblem]:
    for index, alias in enumerate(aliases):
        address = alias.get("ip") or ""
        if not is_address(address):
            yield invalid(f"{at}[{index}].ip", address, NOT_AN_ADDRESS)
        for number, name in enumerate(items_of(alias, "hostnames")):
            yield from judged(name, dns_subdomain, f"{at}[{index}].hostnames[{number}]")


def _of_spread(constraints: Sequence[Part], at: str) -> Iterator[FieldProblem]:
    for index, constraint in enumerate(constraints):
        here, skew = f"{at}[{index}]", constraint.get("maxSkew") or 0
        if skew <= 0:
            yield invalid(f"{here}.maxSkew", skew, "must be greater than zero")
        if not constraint.get("topologyKey"):
            yield required(f"{here}.topologyKey", "can not be empty")
        yield from one_of(constraint.get("whenUnsatisfiable"), ("DoNotSchedule", "ScheduleAnyway"), f"{here}.whenUnsatisfiable")


def template_problems(template: Part, at: str, *, claims: Sequence[str] = ()) -> Iterator[FieldProblem]:
    """What is wrong with a template that pods are made from.

    Args:
        template: the template, with defaults.
        at: where it stands.
        claims: names of volumes that come with the pod from elsewhere.
    """
    metadata: Part = part_of(template, "metadata")
    yield from label_problems(metadata.get("labels"), f"{at}.labels")
    for key in part_of(metadata, "annotations"):
        yield from (invalid(f"{at}.annotations", key, problem) for problem in label_key(key.lower()))
    yield from pod_spec_problems(part_of(template, "spec"), f"{at}.spec", claims=claims)


def pod_problems(pod: Part) -> Iterator[FieldProblem]:
    """What is wrong with a pod, beside its metadata."""
    yield from pod_spec_problems(part_of(pod, "spec"))


def pod_update_problems(new: Part, old: Part) -> Iterator[FieldProblem]:
    """What is wrong with a change of a pod."""
    after, before = dict(part_of(new, "spec")), dict(part_of(old, "spec"))
    for group in ("containers", "initContainers"):
        if len(items_of(after, group)) != len(items_of(before, group)):
            noun = "containers" if group == "containers" else "init containers"
            yield forbidden(f"spec.{group}", f"pod updates may not add or remove {noun}")
            return
    deadline, was = after.get("activeDeadlineSeconds"), before.get("activeDeadlineSeconds")
    if was is not None and (deadline is None or deadline > was):
        what = (
            "must be less than or equal to previous value"
            if deadline is not None
            else "must not update from a positive integer to nil value"
        )
        yield invalid("spec.activeDeadlineSeconds", deadline, what)
    if not _additions(after.get("tolerations") or [], before.get("tolerations") or []):
        yield forbidden("spec.tolerations", "existing toleration can not be modified except its tolerationSeconds")
    if _fixed(after) != _fixed(before):
        yield forbidden("spec", _FIXED)


def _additions(after: Sequence[Part], before: Sequence[Part]) -> bool:
    def bare(toleration: Part) -> dict[str, Any]:
        return {name: value for name, value in toleration.items() if name != "tolerationSeconds"}

    return all(bare(toleration) in map(bare, after) for toleration in before)


def _fixed(spec: Mapping[str, Any]) -> dict[str, Any]:
    """What of a pod never changes."""
    free = ("activeDeadlineSeconds", "tolerations", "terminationGracePeriodSeconds", "schedulingGates")
    kept = {name: value for name, value in spec.items() if name not in free}
    for group in ("containers", "initContainers"):
        kept[group] = [{**container, "image": ""} for container in items_of(spec, group)]
    return kept


def listed(choices: Sequence[str]) -> str:
    """A few words between quotes."""
    return ", ".join(map(quoted, choices))
