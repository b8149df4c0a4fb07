"""The tests: each folder mirrors one of typekro, beside tests of the whole."""
