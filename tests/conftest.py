"""What every test has: the fixtures of the real control plane, and an interrupt that reaches the programs that tests start."""

import signal

pytest_plugins = ["tests.cluster.plugin"]


def pytest_configure() -> None:
    """Lets an interrupt through where whoever started the tests ignores it, as a shell does for what it runs in the background."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
