"""Tests of the merging of objects: laws and cases that are pure, and one that asks the real API server."""
