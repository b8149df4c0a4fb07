"""What can go wrong with the control plane itself, told to whoever runs the tests."""

from collections.abc import Sequence


class ControlPlaneError(Exception):
    """The control plane could not be built, started or used; the text says why and what to do."""


class KubectlError(Exception):
    """A kubectl command failed; its words are in `stderr`.

    Args:
        arguments: what followed `kubectl` and its connection flags.
        code: the exit code.
        stderr: what it said.
    """

    def __init__(self, arguments: Sequence[str], code: int, stderr: str) -> None:
        self.arguments = tuple(arguments)
        self.code = code
        self.stderr = stderr
        super().__init__(f"kubectl {' '.join(arguments)}: exit code {code}\n{stderr.strip()}")
