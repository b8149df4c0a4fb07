"""The API server of the local cluster: synchronous, over a store in memory; it knows no controllers, no sockets and no files."""

from typekro.local.api.changes import Change
from typekro.local.api.errors import StatusError
from typekro.local.api.resources import Resource
from typekro.local.api.responses import Response
from typekro.local.api.server import ApiServer
from typekro.local.api.snapshots import Snapshot
from typekro.local.api.watching import WatchStream

__all__ = ["ApiServer", "Change", "Resource", "Response", "Snapshot", "StatusError", "WatchStream"]
