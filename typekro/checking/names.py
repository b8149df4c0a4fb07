"""kro's rules for ids and for the names that forEach binds, and Kubernetes' rules for what a definition names."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from typekro.checking.places import joined
from typekro.checking.problems import Problem, Stage, problem
from typekro.expressions.guards import is_mapping
from typekro.expressions.words import CEL_WORDS, KRO_WORDS

_ID = re.compile(r"[a-z][a-zA-Z0-9]*")
_KIND = re.compile(r"[A-Z][a-zA-Z0-9]{0,62}")
_VERSION = re.compile(r"v[0-9]+(alpha[0-9]+|beta[0-9]+)?")
_LABEL = re.compile(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?")
_SUBDOMAIN = re.compile(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*")
_QUALIFIED = re.compile(r"[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?")
_PROTECTED = re.compile(r"(.*\.)?(k8s\.io|kubernetes\.io)")
_APPROVED = "api-approved.kubernetes.io"
# kro 0.9 gives an id of this name back; later ones keep it.
_RESERVED = (CEL_WORDS | KRO_WORDS) - {"graphengine"}
_SUBDOMAIN_LENGTH, _LABEL_LENGTH, _DIMENSIONS = 253, 63, 10


def problems_of_definition_name(name: object) -> Iterator[Problem]:
    """What is wrong with `metadata.name`."""
    if not isinstance(name, str) or not _SUBDOMAIN.fullmatch(name) or len(name) > _LABEL_LENGTH:
        shown = "there is none" if name is None else f"{name!r} is no name"
        why = "Kubernetes wants a lower-case DNS name, and kro writes it into a label: letters, digits, - and ., 63 characters at most"
        yield problem("A", "metadata.name", shown, why)


def problems_of_own_kind(schema: Mapping[str, Any]) -> Iterator[Problem]:
    """What is wrong with the kind that a definition makes, and with its version."""
    kind, version = schema.get("kind"), schema.get("apiVersion")
    if isinstance(kind, str) and not _KIND.fullmatch(kind):
        meant = "".join(part[:1].upper() + part[1:] for part in re.findall(r"[A-Za-z0-9]+", kind))
        why = "kro wants a capital letter, then letters and digits, 63 characters at most"
        yield problem("A", "schema.kind", f"{kind!r} is no kind", why, f"kind: {meant}" if _KIND.fullmatch(meant) else ())
    elif isinstance(kind, str) and len(f"{kind}List") > _LABEL_LENGTH:
        why = "Kubernetes names lists of it by the kind and List, with 63 characters at most, and refuses the kind that kro makes"
        yield problem("S", "schema.kind", f"{kind!r} is too long", why, f"kind: {kind[: _LABEL_LENGTH - len('List')]}")
    if isinstance(version, str) and not _VERSION.fullmatch(version):
        group, _, last = version.rpartition("/")
        why = "kro wants v1, v1alpha1, v2beta3 and the like; the group is a field of its own"
        hint = [f"apiVersion: {last}", f"group: {group}"] if group and _VERSION.fullmatch(last) else "apiVersion: v1alpha1"
        yield problem("A", "schema.apiVersion", f"{version!r} is no version", why, hint)


def problems_of_group(schema: Mapping[str, Any]) -> Iterator[Problem]:
    """What is wrong with the group of the kind that a definition makes: Kubernetes refuses the kind then."""
    group = schema.get("group") or "kro.run"
    if not isinstance(group, str):
        return
    if not _SUBDOMAIN.fullmatch(group) or "." not in group or len(group) > _SUBDOMAIN_LENGTH:
        why = "Kubernetes wants a lower-case DNS name with a dot in it, and refuses the kind that kro makes"
        yield problem("S", "schema.group", f"{group!r} is no group", why, "group: example.com")
    annotations = _inner(schema, "metadata", "annotations")
    if _PROTECTED.fullmatch(group) and not str(annotations.get(_APPROVED, "")).startswith(("https://", "unapproved")):
        why = "Kubernetes keeps groups that end in k8s.io or kubernetes.io to itself"
        yield problem("S", "schema.group", f"{group!r} is a protected group", why, "group: example.com")


def problems_of_labels(entries: object, place: str, stage: Stage, *, values: bool = True) -> Iterator[Problem]:
    """What is wrong with labels or annotations.

    Args:
        entries: the labels or annotations; anything but a map is somebody else's problem.
        place: where they stand.
        stage: who refuses them.
        values: check the values as well, as those of labels.
    """
    for key, value in entries.items() if is_mapping(entries) else ():
        at = joined(place, str(key))
        if not is_qualified_name(str(key)):
            why = "Kubernetes wants an optional DNS name and /, then letters, digits, -, _ and ., 63 characters at most"
            yield problem(stage, at, f"{key!r} is no key", why)
        if values and isinstance(value, str) and not is_label_value(value):
            why = "Kubernetes wants letters, digits, -, _ and ., 63 characters at most, the first and last a letter or a digit"
            yield problem(stage, at, f"{value!r} is no value of a label", why)


def is_qualified_name(name: str) -> bool:
    """Whether Kubernetes takes a text for the key of a label or of an annotation."""
    prefix, slash, rest = name.rpartition("/")
    named = _QUALIFIED.fullmatch(rest) is not None and len(rest) <= _LABEL_LENGTH
    return named and (not slash or (_SUBDOMAIN.fullmatch(prefix) is not None and len(prefix) <= _SUBDOMAIN_LENGTH))


def is_label_value(value: str) -> bool:
    """Whether Kubernetes takes a text for the value of a label."""
    return not value or (_QUALIFIED.fullmatch(value) is not None and len(value) <= _LABEL_LENGTH)


def is_kind(kind: str) -> bool:
    """Whether kro takes a text for a kind to look up: a DNS label that begins with a letter, its case aside."""
    return re.fullmatch(r"[a-z]([-a-z0-9]*[a-z0-9])?", kind.lower()) is not None and len(kind) <= _LABEL_LENGTH


def problems_of_id(id_: str, place: str, ids: Sequence[str]) -> Iterator[Problem]:
    """What is wrong with the id of a resource.

    Args:
        id_: the id.
        place: where it stands.
        ids: the ids of all resources.
    """
    yield from _problems_of_word(id_, "id", place)
    if ids.count(id_) > 1:
        yield problem("S", place, f"the id {id_!r} stands there twice", "an id is what other resources refer to", f"id: {id_}2")


def problems_of_iterators(names: Collection[str], place: str, ids: Collection[str]) -> Iterator[Problem]:
    """What is wrong with the names that a resource's forEach binds.

    Args:
        names: the names, in the order of the dimensions.
        place: where forEach stands.
        ids: the ids of all resources.
    """
    if len(names) > _DIMENSIONS:
        yield problem("S", place, f"{len(names)} dimensions", f"kro takes {_DIMENSIONS} at most")
    seen: set[str] = set()
    for name in names:
        at = joined(place, name)
        yield from _problems_of_word(name, "iterator", at)
        if name in ids:
            yield problem(
                "S", at, f"{name!r} is the id of a resource too", "an expression could not tell them apart", f"{_mine(name)}: ..."
            )
        if name in seen:
            yield problem("S", at, f"the iterator {name!r} stands there twice", "each dimension has a name of its own", f"{name}2: ...")
        seen.add(name)


def _problems_of_word(word: str, what: str, place: str) -> Iterator[Problem]:
    key = "id: " if what == "id" else ""
    end = "" if what == "id" else ": ..."
    if word in _RESERVED:
        owner = "kro" if word in KRO_WORDS else "CEL"
        yield problem("S", place, f"the {what} {word!r} is reserved", f"{owner} keeps the word to itself", f"{key}{_mine(word)}{end}")
    elif not _ID.fullmatch(word):
        why = "kro wants a small letter, then letters and digits"
        yield problem("S", place, f"{word!r} is no {what}", why, f"{key}{_meant(word)}{end}")


def _mine(word: str) -> str:
    return f"my{word[:1].upper()}{word[1:]}"


def _meant(word: str) -> str:
    parts = re.findall(r"[A-Za-z0-9]+", word) or ["node"]
    meant = parts[0][:1].lower() + parts[0][1:] + "".join(part[:1].upper() + part[1:] for part in parts[1:])
    meant = meant if meant[:1].isalpha() else f"node{meant}"
    return _mine(meant) if meant in _RESERVED else meant


def _inner(value: Mapping[str, Any], *keys: str) -> Mapping[str, Any]:
    for key in keys:
        inner = value.get(key)
        if not is_mapping(inner):
            return {}
        value = inner
    return value
