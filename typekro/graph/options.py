"""What a kind is beside its spec and status: its scope, its columns, its short names, and what its CustomResourceDefinition carries."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, Literal, TypeAlias, TypeVar, cast, get_args

import attrs

from typekro.checking.problems import Lint
from typekro.errors import DefinitionError, compose
from typekro.expressions import describe, expression_of
from typekro.expressions.guards import is_mapping
from typekro.graph.columns import PrinterColumn, render_columns
from typekro.schema.problems import nearest

Scope: TypeAlias = Literal["Namespaced", "Cluster"]
FeatureGate: TypeAlias = Literal["CELOmitFunction"]

E = TypeVar("E")

_ALIAS: Final = re.compile(r"[a-z]([-a-z0-9]*[a-z0-9])?")
_ALIAS_LENGTH: Final = 63
_ALIASES: Final = 32
_WORD: Final = r"[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?"
_KEY: Final = re.compile(rf"([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?(?=[^/]{{1,63}}$){_WORD}")
_LABEL_VALUE: Final = re.compile(rf"(?=.{{0,63}}$)({_WORD})?", re.DOTALL)
_KRO_KEYS: Final = ("kro.run/", "internal.kro.run/")


def _several(names: Iterable[str]) -> tuple[str, ...]:
    if isinstance(names, str):
        why = "short names and categories are several, and each of its letters would count as one"
        raise DefinitionError(compose(f"{names!r} is one text", why, f'("{names}",)'))
    return _listed("short names and categories", names, '["db"]')


def _columns(columns: Iterable[PrinterColumn]) -> tuple[PrinterColumn, ...]:
    if isinstance(cast("object", columns), PrinterColumn):
        why = "a kind has several columns, and they come in a list"
        raise DefinitionError(compose("printer_columns: one PrinterColumn", why, "printer_columns=[PrinterColumn(...)]"))
    return _listed("printer_columns", columns, "printer_columns=[PrinterColumn(...)]")


def _gates(names: Iterable[FeatureGate]) -> tuple[FeatureGate, ...]:
    if isinstance(names, str):
        raise _one_text("feature_gates", names)
    return _listed("feature_gates", names, 'feature_gates=["CELOmitFunction"]')


def _lints(names: Iterable[Lint]) -> tuple[Lint, ...]:
    if isinstance(names, str):
        raise _one_text("allow", names)
    return _listed("allow", names, 'allow=["unset-field"]')


def _listed(what: str, given: Iterable[E], hint: str) -> tuple[E, ...]:
    if not isinstance(cast("object", given), Iterable):
        raise DefinitionError(compose(f"{what}: {given!r} is no list", (), hint))
    return tuple(given)


def _one_text(what: str, name: str) -> DefinitionError:
    return DefinitionError(compose(f"{what}: {name!r} is one text", "each of its letters would count as one", f'{what}=["{name}"]'))


@attrs.frozen(kw_only=True)
class Options:
    """What a kind is beside its spec and status.

    Args:
        scope: `Namespaced`, or `Cluster` for a kind whose instances have no namespace.
        printer_columns: what `kubectl get` shows in place of kro's own columns.
        short_names: other names for kubectl (`db`).
        categories: groups of kinds that `kubectl get CATEGORY` shows together.
        labels: labels of the CustomResourceDefinition.
        annotations: annotations of the CustomResourceDefinition.
        feature_gates: features of kro that are off by default, and on in the clusters that this is for.
        allow: what else would be refused though kro takes it, and is meant here.
    """

    scope: Scope = "Namespaced"
    printer_columns: tuple[PrinterColumn, ...] = attrs.field(default=(), converter=_columns)
    short_names: tuple[str, ...] = attrs.field(default=(), converter=_several)
    categories: tuple[str, ...] = attrs.field(default=(), converter=_several)
    labels: Mapping[str, str] | None = None
    annotations: Mapping[str, str] | None = None
    feature_gates: tuple[FeatureGate, ...] = attrs.field(default=(), converter=_gates)
    allow: tuple[Lint, ...] = attrs.field(default=(), converter=_lints)


def render_options(options: Options, spec: Any, status: Any, problems: list[str]) -> dict[str, Any]:
    """Options as parts of a definition's schema; what is wrong is added to the problems.

    Args:
        options: the options.
        spec: the class of the instances' spec.
        status: the class of their status.
        problems: where to put the texts of errors.
    """
    problems.extend(_problems(options))
    metadata = {name: dict(entries) for name in ("labels", "annotations") if is_mapping(entries := getattr(options, name)) and entries}
    found: dict[str, Any] = {
        "scope": options.scope if options.scope != "Namespaced" else None,
        "additionalPrinterColumns": render_columns(options.printer_columns, spec, status, problems),
        "shortNames": list(options.short_names),
        "categories": list(options.categories),
        "metadata": metadata,
    }
    return {name: value for name, value in found.items() if value}


def _problems(options: Options) -> Iterator[str]:
    if options.scope not in get_args(Scope):
        yield _unknown("scope", options.scope, get_args(Scope), 'scope="{0}"')
    yield from _problems_of_aliases("short_names", options.short_names, "db")
    yield from _problems_of_aliases("categories", options.categories, "databases")
    for name in ("labels", "annotations"):
        yield from _problems_of_entries(name, getattr(options, name) or {})
    for gate in options.feature_gates:
        if gate not in get_args(FeatureGate):
            yield _unknown("feature_gates", gate, get_args(FeatureGate), 'feature_gates=("{0}",)')
    for lint in options.allow:
        if lint not in get_args(Lint):
            yield _unknown("allow", lint, get_args(Lint), 'allow=["{0}"]', "typekro")


def _unknown(what: str, value: object, known: Sequence[str], hint: str, owner: str = "kro") -> str:
    near = nearest(str(value), known) or known[0]
    return compose(f"{what}: {value!r} is none", f"{owner} knows {' and '.join(known)}", hint.format(near))


def _problems_of_aliases(what: str, aliases: tuple[object, ...], example: str) -> Iterator[str]:
    if len(aliases) > _ALIASES:
        yield compose(f"{what}: {len(aliases)} of them", f"kro takes {_ALIASES} at most")
    for position, alias in enumerate(aliases):
        if not isinstance(alias, str) or not _ALIAS.fullmatch(alias) or len(alias) > _ALIAS_LENGTH:
            why = "kro wants a small letter, then small letters, digits and -, 63 characters at most"
            yield compose(f"{what}[{position}]: {alias!r} is no name", why, f'{what}=("{example}",)')
        elif alias in aliases[:position]:
            yield compose(f"{what}[{position}]: {alias!r} is there twice", "kro takes each once", "leave it out")


def _problems_of_entries(what: str, entries: object) -> Iterator[str]:
    if not is_mapping(entries):
        yield compose(f"{what}: {entries!r} is no dict", (), f'{what}={{"key": "value"}}')
        return
    for key, value in entries.items():
        at = f"{what}[{key!r}]"
        expression = expression_of(value)
        if not isinstance(key, str) or not _KEY.fullmatch(key):
            yield compose(
                f"{at}: no key", "Kubernetes takes 1 to 63 letters, digits, -, _ and ., and a domain and / before them, if need be"
            )
        elif key.startswith(_KRO_KEYS):
            yield compose(f"{at}: it is reserved", "kro keeps kro.run/ to itself", "give it another prefix")
        if expression is not None:
            why = "it stands on the CustomResourceDefinition, which all instances share"
            yield compose(f"{at}: {describe(expression)} is known for one instance alone", why, "write a constant")
        elif not isinstance(value, str):
            yield compose(f"{at}: {value!r} is no text", "Kubernetes takes texts", f'"{value}"')
        elif what == "labels" and not _LABEL_VALUE.fullmatch(value):
            why = "Kubernetes takes 63 letters, digits, -, _ and . at most, a letter or a digit first and last"
            yield compose(f"{at}: {value!r} is no value of a label", why, "annotations take any text")
