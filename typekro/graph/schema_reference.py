"""The schema that a builder is given: references to the instance whose graph it writes."""

from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

import attrs

from typekro.errors import compose
from typekro.expressions import Field, Object, Root, String, UnknownFieldError, reference_to
from typekro.openapi.generated.meta_v1 import ObjectMeta
from typekro.schema import object_of_class, type_of_class

S = TypeVar("S")
T = TypeVar("T")


@attrs.frozen(eq=False)
class SchemaRoot(Root):
    """The root of a schema's references.

    Args:
        graph: the name of the graph whose schema it is.
    """

    in_cluster: ClassVar[bool] = True
    graph: str


class Schema(Generic[S, T]):
    """What a builder knows of the instance: its spec and its metadata, as references.

    Args:
        graph: the name of the graph.
        spec_class: what `spec` poses as.
        status_class: what the builder returns beside its nodes.
        scope: `Cluster` where its instances have no namespace.

    Example:
        >>> import attrs
        >>> @attrs.frozen
        ... class Spec:
        ...     name: str
        >>> Schema("web", Spec, object).spec.name
        <typekro reference schema.spec.name>
    """

    spec: S
    metadata: ObjectMeta
    api_version: str
    kind: str
    _root: SchemaRoot
    _status_class: type[T]

    def __init__(self, graph: str, spec_class: type[S], status_class: type[T], scope: str = "Namespaced") -> None:
        self._root = SchemaRoot(_type(spec_class, scope), "schema", graph)
        self._status_class = status_class

    def __repr__(self) -> str:
        return f"<typekro schema of {self._root.graph}>"

    if not TYPE_CHECKING:  # pragma: no branch - the type checkers know the fields above, and refuse schema.status

        def __getattr__(self, name: str) -> Any:
            if name.startswith("_"):
                raise AttributeError(name)
            if name == "status":
                raise UnknownFieldError(
                    compose(
                        "schema.status cannot be read in the graph that makes it",
                        "kro has the status of an instance for other graphs only",
                        f"use here what stands in {self._status_class.__name__}(...), such as service.spec.cluster_ip",
                    )
                )
            return getattr(reference_to(self._root), name)


def schema_root(schema: Schema[Any, Any]) -> SchemaRoot:
    """The root of a schema's references."""
    return schema._root  # noqa: SLF001 - kept from the attributes, which are the schema's fields


def instance_fields(spec_class: Any, status_class: Any) -> dict[str, Field]:
    """The fields of an instance as others see it."""
    return {**schema_fields(spec_class), "status": Field("status", "status", type_of_class(status_class))}


def schema_fields(spec_class: Any) -> dict[str, Field]:
    """The fields of an instance as its own graph sees it."""
    return {
        "api_version": Field("api_version", "apiVersion", String()),
        "kind": Field("kind", "kind", String()),
        "metadata": Field("metadata", "metadata", type_of_class(ObjectMeta)),
        "spec": Field("spec", "spec", type_of_class(spec_class)),
    }


def _type(spec_class: Any, scope: str) -> Object:
    return Object("the schema", lambda: schema_fields(spec_class) | (_without_namespace() if scope == "Cluster" else {}))


def _without_namespace() -> dict[str, Field]:
    def load() -> dict[str, Field]:
        fields = object_of_class(ObjectMeta).fields
        return {name: field for name, field in fields.items() if name != "namespace"}

    return {"metadata": Field("metadata", "metadata", Object("the metadata of a kind with scope='Cluster'", load))}
