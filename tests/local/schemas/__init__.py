"""Tests of the schemas at work, against the real API server and against what it answered."""
