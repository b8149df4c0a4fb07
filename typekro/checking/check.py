"""What the API server and kro would say of a ResourceGraphDefinition, without asking them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import attrs

from typekro.checking.admission import called_by_name, problems_of_admission
from typekro.checking.fields import Field
from typekro.checking.instance_kind import ANYTHING, schema_variable, status_with_own
from typekro.checking.lints import lints
from typekro.checking.ordering import apply_orders, cycle, topological_order
from typekro.checking.places import of_resource
from typekro.checking.problems import Problem, problem
from typekro.checking.reading import Reader, Reading, UnknownKinds
from typekro.checking.references import Expression, References, dependencies_of
from typekro.checking.report import Analysis, CheckedExpression, CheckedNode, Report
from typekro.checking.status import check_conditions, check_status, condition_fields, status_fields
from typekro.checking.typing import Typing
from typekro.expressions.guards import is_mapping, is_sequence
from typekro.expressions.library import DYN, Environment, available, why_not
from typekro.expressions.library import fields as fields_of
from typekro.openapi.kinds import Kinds
from typekro.schema import read_simple_schema


def check(
    definition: Mapping[str, Any], kinds: Kinds, *, feature_gates: Collection[str] = (), unknown_kinds: UnknownKinds = "refuse"
) -> Report:
    """What kro would make of a ResourceGraphDefinition, with every reason why it or the API server would refuse it.

    Args:
        definition: the ResourceGraphDefinition, as for `kubectl apply`.
        kinds: the kinds that are there when it is applied.
        feature_gates: the features of kro that are switched on, such as `CELOmitFunction`.
        unknown_kinds: what is done about a kind outside of Kubernetes' own groups of which nothing is known: `refuse` it, as kro
            does where it is not in the cluster either, or `trust` it, and name it in `Report.unchecked`.

    Example:
        >>> cm = {"id": "cm", "template": {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}, "data": {"port": 80}}}
        >>> schema = {"apiVersion": "v1alpha1", "kind": "App", "spec": {"name": "string"}}
        >>> rgd = {"apiVersion": "kro.run/v1alpha1", "kind": "ResourceGraphDefinition", "metadata": {"name": "app"}}
        >>> report = check({**rgd, "spec": {"schema": schema, "resources": [cm]}}, Kinds.builtin())
        >>> report.problems[0].text.splitlines()[0]
        'resources.cm.data.port: 80 is not a text'
    """
    admission = tuple(problems_of_admission(definition))
    spec = definition.get("spec")
    if not is_mapping(spec) or not is_mapping(spec.get("schema")):
        return Report(admission)
    checking = _Checking(spec["schema"], _resources(spec), kinds, feature_gates, unknown_kinds, list(admission))
    return checking.report()


def _resources(spec: Mapping[str, Any]) -> list[tuple[int, Mapping[str, Any]]]:
    resources = spec.get("resources")
    found = enumerate(resources if is_sequence(resources) else ())
    # What an old definition calls its name is its id, so that nobody misses it; that it is none is told once.
    return [(index, {"id": one["name"], **one} if called_by_name(one) else one) for index, one in found if is_mapping(one)]


@attrs.frozen
class _Checking:
    """One check on its way."""

    schema: Mapping[str, Any]
    resources: Sequence[tuple[int, Mapping[str, Any]]]
    kinds: Kinds
    gates: Collection[str]
    unknown_kinds: UnknownKinds
    problems: list[Problem]

    def report(self) -> Report:
        spec_schema = self._spec_schema()
        reader = Reader(self.kinds, self.namespaced, self.unknown_kinds, self.problems)
        found = [reader.read(resource, index) for index, resource in self.resources]
        readings = {reading.id: reading for reading in found if reading is not None}
        status = self._part("status")
        fields, conditions = status_fields(status, self.problems), condition_fields(status, self.problems)
        if not available():
            return Report(self._sorted(), unchecked=(*reader.unchecked, why_not()))
        warnings: list[Problem] = []
        analysis = self._analysis(spec_schema, readings, fields, conditions, warnings)
        # Where types alone are wrong, the rest of the definition is sound enough to be looked into.
        hanging = lints(analysis) if all(found.stage == "T" for found in self.problems) else ()
        judged = analysis if not self.problems else None
        return Report(self._sorted(), warnings=(*warnings, *hanging), analysis=judged, unchecked=tuple(reader.unchecked))

    def _analysis(
        self,
        spec_schema: Mapping[str, Any],
        readings: Mapping[str, Reading],
        fields: Iterable[Field],
        conditions: Iterable[Field],
        warnings: list[Problem],
    ) -> Analysis:
        """What kro makes of the expressions; it is of use only where no problem was found."""
        ids = [str(resource.get("id")) for _, resource in self.resources]
        references = References(ids, self.gates, self.problems)
        of_nodes = {id_: references.of_resource(reading) for id_, reading in readings.items()}
        of_status, of_conditions = references.of_status(fields), references.of_status(conditions, conditions=True)
        dependencies = self._dependencies(of_nodes, readings)
        self._check_identity(readings, of_nodes)
        everything = [*(one for ones in of_nodes.values() for one in ones), *of_status, *of_conditions]
        selected = frozenset[str]().union(*(fields_of(one.parsed.tree) for one in everything))
        environment = self._environment(spec_schema, readings, ids, selected)
        typing = Typing(environment, self.kinds.resolve, self.problems, warnings=warnings)
        for id_, reading in readings.items():
            typing.check_resource(reading, of_nodes[id_])
        status_schema = status_with_own(check_status(of_status, typing))
        check_conditions(of_conditions, typing)
        circular = cycle(dependencies) is not None
        return Analysis(
            nodes={id_: _checked_node(reading) for id_, reading in readings.items()},
            topological_order=() if circular else topological_order(dependencies),
            dependencies=dependencies,
            apply_orders={} if circular else apply_orders(dependencies),
            status_references=_status_references((*of_status, *of_conditions)),
            spec_schema=spec_schema,
            status_schema=status_schema,
            expressions={one.field.place: _checked_expression(one, typing) for one in everything},
            kinds=self.kinds,
        )

    def _part(self, key: str) -> Mapping[str, Any]:
        part = self.schema.get(key)
        return part if is_mapping(part) else {}

    @property
    def namespaced(self) -> bool:
        """Whether instances live in a namespace."""
        return bool(self.schema.get("scope") != "Cluster")

    def _spec_schema(self) -> Mapping[str, Any]:
        reading = read_simple_schema(self._part("spec"), self._part("types"))
        self.problems.extend(Problem(found.place, found.text, "S") for found in reading.problems)
        return reading.schema

    def _environment(
        self, spec: Mapping[str, Any], readings: Mapping[str, Reading], ids: Iterable[str], selected: Iterable[str]
    ) -> Environment:
        """What every expression can refer to, by the fields that are selected; of what nothing is known, everything may be read."""
        variables: dict[str, Any] = dict.fromkeys(ids, DYN)
        for id_, reading in readings.items():
            if reading.schema is not None:
                several = reading.type in {"Collection", "ExternalCollection"}
                variables[id_] = {"type": "array", "items": reading.schema.schema} if several else reading.schema.schema
        sound = not any(found.place.startswith(("schema.spec", "schema.types")) for found in self.problems)
        variables["schema"] = schema_variable(spec if sound else ANYTHING, self.kinds, namespaced=self.namespaced)
        return Environment(variables, self.kinds.resolve, selected)

    def _dependencies(self, expressions: Mapping[str, Sequence[Expression]], readings: Mapping[str, Reading]) -> dict[str, tuple[str, ...]]:
        found = {id_: dependencies_of(ones, readings.keys()) for id_, ones in expressions.items()}
        others = {id_: tuple(other for other in needs if other != id_) for id_, needs in found.items()}
        path = cycle(others)
        if path is not None:
            why = "kro makes a resource after those that it refers to"
            what = f"resources refer to each other in a circle: {' -> '.join(path)}"
            self.problems.append(problem("S", readings[path[0]].place, what, why, "take one of these references out"))
        return others

    def _check_identity(self, readings: Mapping[str, Reading], expressions: Mapping[str, Sequence[Expression]]) -> None:
        """omit() where kro needs a value: the name, and the namespace where none can be taken from the instance."""
        for id_, reading in readings.items():
            wanted = {("metadata", "name")}
            if not self.namespaced and (reading.schema is None or reading.schema.namespaced):
                wanted.add(("metadata", "namespace"))
            for one in expressions[id_]:
                if one.sound and one.field.path in wanted and "omit" in one.parsed.functions:
                    why = "kro applies a resource by its name, and in its namespace"
                    self.problems.append(problem("S", one.field.place, "omit() may leave it out", why))

    def _sorted(self) -> tuple[Problem, ...]:
        """The problems in the order of the definition, each once."""
        places = [of_resource(resource, index) for index, resource in self.resources]
        order = {place: index for index, place in enumerate(["metadata", "spec", "schema", *places, "resources", "status"])}

        def key(found: Problem) -> int:
            heads = [head for head in order if found.place == head or found.place.startswith((f"{head}.", f"{head}["))]
            return order[max(heads, key=len)] if heads else -1

        return tuple(sorted(dict.fromkeys(self.problems), key=key))


def _status_references(expressions: Iterable[Expression]) -> tuple[str, ...]:
    names = (name for one in expressions for name in one.parsed.identifiers)
    return tuple(dict.fromkeys(name for name in names if name not in {"schema", "runtime"}))


def _checked_node(reading: Reading) -> CheckedNode:
    return CheckedNode(
        id=reading.id,
        type=reading.type,
        api_version=reading.api_version,
        kind=reading.kind,
        template=reading.template,
        iterators=reading.iterators,
        schema=reading.schema,
        index=reading.index,
    )


def _checked_expression(one: Expression, typing: Typing) -> CheckedExpression:
    return CheckedExpression(
        place=one.field.place,
        owner=one.owner,
        role=one.role,
        text=one.field.text,
        written=one.field.written,
        references=one.parsed.identifiers,
        compiled=typing.compiled.get(one.field.place),
    )
