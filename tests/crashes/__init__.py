"""Runs that are killed, and the runs after them, on the real control plane; here is also what kills them."""
