"""Runs without end of changing programs, killed by signal 9 at random moments: what they leave stays small, and comes right."""
