"""Tests of the controllers of the local cluster, on a clock that only the tests move."""
