"""Tests of local clusters that are served."""
