"""kro on the local cluster: definitions and instances, as kro 0.9.4 treats them; what an instance comes to, the evaluator says."""

from typekro.local.kro.installing import install, kro_controllers

__all__ = ["install", "kro_controllers"]
