"""Measurements: each figure beside a yardstick of the same run, and what it is to stay below; all of them by `python -m benchmarks`."""
