"""Definitions with what kro makes of them, put to our check and to the real kro: `python -m tests.kro_cases FOLDER`."""
