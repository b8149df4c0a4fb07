"""The local cluster over HTTPS on loopback, for kubectl and any other client: sockets, certificates and kubeconfigs live here alone."""

from typekro.local.serving.background import in_background
from typekro.local.serving.served import Served, serving

__all__ = ["Served", "in_background", "serving"]
