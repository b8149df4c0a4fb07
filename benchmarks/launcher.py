"""`python launcher.py REPORT COMMAND...`: runs a command, and writes what it took; by itself, since a child begins as big as its parent."""

import json
import os
import sys
import time


def main(report: str, command: list[str]) -> int:
    """Runs a command, and ends as it does.

    Args:
        report: the file for what it took: seconds on the clock, seconds of the processor, and the most bytes of memory that it had.
        command: the program's path, and its arguments.
    """
    began = time.perf_counter()
    process = os.posix_spawn(command[0], command, os.environ)
    _, status, used = os.wait4(process, 0)
    seconds = time.perf_counter() - began
    unit = 1 if sys.platform == "darwin" else 1024
    with open(report, "w", encoding="ascii") as file:  # noqa: PTH123 - pathlib would be the greater part of this process
        json.dump({"seconds": seconds, "processor": used.ru_utime + used.ru_stime, "memory": used.ru_maxrss * unit}, file)
    return os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
