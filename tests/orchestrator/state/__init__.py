"""Tests of the record store: what every store promises, and what the SQLite file adds."""
