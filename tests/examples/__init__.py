"""The examples and the README as a new user would run them, and copies of the examples for tests that need many."""
