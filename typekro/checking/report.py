"""What a check found: problems, each at its place, and what kro would make of a definition that has none."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, Literal

import attrs

from typekro.checking.problems import Problem
from typekro.expressions.library import Compiled
from typekro.openapi.kinds import Kinds, KindSchema

NodeType = Literal["Resource", "Collection", "External", "ExternalCollection"]
Role = Literal["template", "externalRef", "forEach", "includeWhen", "readyWhen", "status", "condition"]


@attrs.frozen
class CheckedExpression:
    """An expression of a definition, as CEL.

    Args:
        place: where it stands, as in Problem; a condition of a node stands at `resources.ID.readyWhen[0]`.
        owner: the id of the node that it belongs to; None for the status.
        role: what it is for.
        text: the CEL that kro evaluates; a text with expressions in it has become a sum.
        written: the text of the definition, with its `${...}`.
        references: the ids that it mentions, `schema` among them, iterators too; each once, in the order of the text.
        compiled: its tree and its type; None where the CEL library is absent.
    """

    place: str
    owner: str | None
    role: Role
    text: str
    written: str
    references: tuple[str, ...]
    compiled: Compiled | None


@attrs.frozen
class CheckedNode:
    """A resource of a definition.

    Args:
        id: its id.
        type: what kro takes it for.
        api_version: its group and version.
        kind: its kind.
        template: its manifest, or what its external reference says, with the expressions as texts in it.
        iterators: the names that its forEach binds.
        schema: what is known of its kind; None where that is unknown and trusted.
        index: its place in the list of resources, from 0.
    """

    id: str
    type: NodeType
    api_version: str
    kind: str
    template: Mapping[str, Any]
    iterators: tuple[str, ...]
    schema: KindSchema | None
    index: int


@attrs.frozen
class Analysis:
    """What kro makes of a definition that it accepts.

    Args:
        nodes: the resources by id, as they are declared.
        topological_order: the ids in the order in which kro makes them.
        dependencies: the ids that each id needs to be there first.
        apply_orders: the wave of each id, from 1; kro deletes the highest wave first.
        status_references: the ids that the status reads, without `schema`.
        spec_schema: the OpenAPI schema of `.spec` of the kind that the definition makes.
        status_schema: the OpenAPI schema of `.status`, with what kro adds to it.
        expressions: every expression by its place.
        kinds: the kinds that were known.
    """

    nodes: Mapping[str, CheckedNode]
    topological_order: tuple[str, ...]
    dependencies: Mapping[str, tuple[str, ...]]
    apply_orders: Mapping[str, int]
    status_references: tuple[str, ...]
    spec_schema: Mapping[str, Any]
    status_schema: Mapping[str, Any]
    expressions: Mapping[str, CheckedExpression]
    kinds: Kinds = attrs.field(repr=False, eq=False)

    @property
    def node_types(self) -> dict[str, NodeType]:
        """What kro takes each resource for, by id."""
        return {id_: node.type for id_, node in self.nodes.items()}

    @cached_property
    def expressions_of(self) -> Mapping[tuple[str | None, Role], Sequence[CheckedExpression]]:
        """The expressions by what they belong to and what they are for, in the order of the definition."""
        found: dict[tuple[str | None, Role], list[CheckedExpression]] = {}
        for one in self.expressions.values():
            found.setdefault((one.owner, one.role), []).append(one)
        return found


@attrs.frozen
class Report:
    """What a check found.

    Args:
        problems: what would be refused, in the order of the definition; nothing where it would be accepted.
        warnings: what is accepted and hangs or surprises.
        analysis: what kro makes of the definition; None where there are problems.
        unchecked: what could not be judged here, a line each.
    """

    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...] = ()
    analysis: Analysis | None = None
    unchecked: tuple[str, ...] = ()

    @property
    def accepted(self) -> bool:
        """Whether kro would take the definition, as far as can be told here."""
        return not self.problems
