"""What `kubectl get` shows of the built-in kinds: the cells of an object, in the order of the kind's columns; pure."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from typekro.local.api.printers.cluster import CLUSTER
from typekro.local.api.printers.network import NETWORK
from typekro.local.api.printers.pods import pod_cells
from typekro.local.api.printers.storage import STORAGE
from typekro.local.api.printers.workloads import WORKLOADS

Printer = Callable[[Mapping[str, Any], datetime], list[Any]]

PRINTERS: Mapping[str, Printer] = {"pods": pod_cells, **WORKLOADS, **NETWORK, **STORAGE, **CLUSTER}
"""The printers, by resource with its group."""
