"""What every test has: the fixtures of the real control plane, an interrupt that reaches the programs that tests start, and time."""

import signal

from hypothesis import settings

pytest_plugins = ["tests.cluster.plugin"]

# How long an example takes says something of the machine, and nothing of the law.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")


def pytest_configure() -> None:
    """Lets an interrupt through where whoever started the tests ignores it, as a shell does for what it runs in the background."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
