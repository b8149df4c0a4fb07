"""Tests of kro on the local cluster."""
