"""A real control plane for tests and demos: pins, build, start, stop, pytest fixtures; nothing of typekro itself may be imported here."""
