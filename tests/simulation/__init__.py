"""The engine against a world with faults under virtual time: schedules drawn from seeds, invariants watched at every step."""
