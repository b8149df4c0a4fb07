"""The parent of all reference views."""

from typing import ClassVar


class View:
    """The shape of an object of the API server as references see it: every field is there, by its Python name.

    A view is never made: `service.spec.cluster_ip` poses as the `str` that `core_v1.ServiceSpec` declares. A field that Kubernetes leaves
    out at times is declared like any other, since what reads it in the cluster waits for it.

    `__wire_names__` has the fields whose name on the wire is not the camelCase of their Python name: `cluster_ip` is `clusterIP`.
    """

    __wire_names__: ClassVar[dict[str, str]] = {}
