"""Typed kro ResourceGraphDefinitions, deployed by an async engine: the public API and nothing else."""
