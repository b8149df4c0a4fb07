"""`python -m tests.cluster`: the control plane by hand; `python -m tests.cluster build`: only build it."""

import signal
import sys
import time
from typing import Never

from tests.cluster.build import built_control_plane
from tests.cluster.control_plane import ControlPlane, running_control_plane
from tests.cluster.errors import ControlPlaneError
from tests.cluster.kubectl import kubectl_binary

_USAGE = "usage: python -m tests.cluster [build]"


def say(text: str) -> None:
    """Write a line at once, also where the output is a file."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def run() -> None:
    """Run the control plane in the foreground until Ctrl-C or SIGTERM, or until one of its parts ends."""
    began = time.monotonic()
    with running_control_plane(say) as plane:
        say(f"the control plane is ready after {time.monotonic() - began:.1f} s; stop it with Ctrl-C")
        say(f"  export KUBECONFIG={plane.kubeconfig}")
        say(f"  {kubectl_binary()} get resourcegraphdefinitions")
        say(f"logs: {plane.logs}")
        say(f"processes: {', '.join(f'{name} {pid}' for name, pid in plane.pids.items())}")
        watch(plane)


def watch(plane: ControlPlane) -> None:
    """Wait until a part ends.

    Raises:
        ControlPlaneError: as soon as one did.
    """
    while not (exited := plane.processes.exited()):
        time.sleep(1)
    raise ControlPlaneError(f"{', '.join(exited)} ended by itself; see {plane.keep_logs()}")


def _interrupted(*_: object) -> Never:
    raise KeyboardInterrupt


def main(arguments: list[str]) -> int:
    """Do what the command line says, and give the exit code."""
    signal.signal(signal.SIGTERM, _interrupted)
    try:
        match arguments:
            case []:
                run()
            case ["build"]:
                say(f"the control plane is in {built_control_plane(say).folder}")
            case _:
                say(_USAGE)
                return 2
    except ControlPlaneError as error:
        say(f"error: {error}")
        return 1
    except KeyboardInterrupt:
        say("stopped")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
