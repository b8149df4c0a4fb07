"""Makes objects, definitions and requests at random, but the same for the same seed: pure."""
