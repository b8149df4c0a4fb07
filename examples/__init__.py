"""Runnable examples; each is run by the tests, on the real control plane."""
