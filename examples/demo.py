"""The main job, from nothing to nothing: `python -m examples.demo`, or `make demo`, on the local cluster that typekro embeds.

It runs examples/webapp.py with `typekro up`, again, changed and emptied, and shows each with kubectl. `python -m examples.demo --real`, or
`make demo-cluster`, does the same on a real control plane with kro, which it builds and starts.
"""

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator, Sequence
from pathlib import Path

import attrs

from tests.cluster.control_plane import ControlPlane, running_control_plane
from tests.cluster.errors import ControlPlaneError
from tests.cluster.kubectl import kubectl_binary
from tests.cluster.local_plane import LocalPlane, running_local_plane

WEBAPP = Path(__file__).with_name("webapp.py")
OLD_SPEC = 'WebAppSpec(name="my-frontend-app")'
NEW_SPEC = 'WebAppSpec(name="my-frontend-app", image="nginx:1.30")'
EMPTY = """\
import typekro
from typekro import alchemy


async def main() -> None:
    async with alchemy("webapp"):
        pass


typekro.run(main)
"""
SHOWN = "resourcegraphdefinitions,databases,webapps,deployments,services"
USAGE = "usage: python -m examples.demo [--real]"


class StepFailedError(Exception):
    """A step did not do what it shows; the text says which, and what is wrong."""


@attrs.frozen
class Demo:
    """A folder with a script, and a control plane to run it on.

    Args:
        plane: the control plane.
        folder: where the script and its state are.
    """

    plane: ControlPlane | LocalPlane
    folder: Path

    @property
    def script(self) -> Path:
        """The script, which the steps change."""
        return self.folder / "webapp.py"

    def kubectl(self, *arguments: str) -> str:
        """Shows a command of kubectl, and what it says."""
        return self._show([str(kubectl_binary()), *arguments])

    def up(self, *, writes: int) -> str:
        """Shows a run of the script, and how often it wrote to the API server.

        Args:
            writes: how often it should.

        Raises:
            StepFailedError: it failed, or wrote more or less often.
        """
        mark = self.plane.mark()
        said = self._show([sys.executable, "-m", "typekro", "up", self.script.name])
        written = self.plane.writes(since=mark)
        print(f"(writes of this run that the API server saw: {len(written)})")
        if len(written) != writes:
            asked = "\n".join(f"  {event.verb} {event.uri}" for event in written)
            raise StepFailedError(f"{writes} writes were due, these were made:\n{asked}")
        return said

    def _show(self, command: Sequence[str]) -> str:
        environment = {**os.environ, "KUBECONFIG": str(self.plane.kubeconfig), "KUBECACHEDIR": str(self.plane.folder / "kubectl")}
        name = "typekro" if command[1] == "-m" else Path(command[0]).name
        shown = " ".join([name, *command[3 if name == "typekro" else 1 :]])
        print(f"$ {shown}", flush=True)
        done = subprocess.run(  # noqa: S603 - the commands of this file
            command, cwd=self.folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
        )
        print(done.stdout, end="", flush=True)
        if done.returncode != 0:
            raise StepFailedError(f"{shown}: exit code {done.returncode}")
        return done.stdout


def say(text: str) -> None:
    """Writes a heading."""
    print(f"\n# {text}", flush=True)


def expect(wanted: str, said: str) -> None:
    """Looks whether a step said what it should.

    Raises:
        StepFailedError: it did not.
    """
    if wanted not in said:
        raise StepFailedError(f"it should have said {wanted!r}")


def show(demo: Demo) -> None:
    """Shows the steps.

    Raises:
        StepFailedError: one failed.
    """
    say("Once, before: the Secret that the database takes its password from")
    demo.kubectl("create", "secret", "generic", "database-password", "--from-literal=password=s3cret")

    say("The first run makes two kinds and an instance of each, and waits until they work")
    expect("succeeded: 4 created", demo.up(writes=4))
    demo.kubectl("get", SHOWN)

    say("The second run finds everything as it is declared: it writes nothing, and what it prints is live")
    expect("succeeded: 4 unchanged (nothing was written)", demo.up(writes=0))

    say(f"{OLD_SPEC} becomes {NEW_SPEC}: that instance is updated, and nothing else")
    text = demo.script.read_text("utf-8")
    expect(OLD_SPEC, text)
    demo.script.write_text(text.replace(OLD_SPEC, NEW_SPEC), "utf-8")
    expect("succeeded: 1 updated, 3 unchanged", demo.up(writes=1))
    demo.kubectl("get", "deployments", "--output=wide")

    say("The body is emptied: what was declared and is no more is deleted, instances first")
    demo.script.write_text(EMPTY, "utf-8")
    expect("succeeded: 4 deleted", demo.up(writes=6))  # with the two CRDs, which kro leaves where they are
    demo.kubectl("get", "resourcegraphdefinitions,deployments")
    demo.kubectl("get", "customresourcedefinitions")


@contextlib.contextmanager
def running_plane(folder: Path, *, real: bool) -> Generator[ControlPlane | LocalPlane]:
    """Runs a control plane for the length of a block.

    Args:
        folder: where it may keep files.
        real: whether it is a real one.
    """
    if real:
        with running_control_plane(print) as plane:
            print(f"A control plane with kro is at {plane.server}; it ends with this demo.")
            yield plane
    else:
        with running_local_plane(folder) as plane:
            print(f"A local cluster with kro, in Python alone, is at {plane.server}; it ends with this demo.")
            yield plane


def main(arguments: Sequence[str]) -> int:
    """Shows the demo; its exit code is 0 where every step did what it shows.

    Args:
        arguments: `--real` for a real control plane.
    """
    if list(arguments) not in ([], ["--real"]):
        print(USAGE, file=sys.stderr)
        return 2
    began = time.monotonic()
    try:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            for part in ("plane", "demo", "demo/state"):
                (folder / part).mkdir()
            with running_plane(folder / "plane", real=bool(arguments)) as plane:
                demo = Demo(plane, folder / "demo")
                shutil.copyfile(WEBAPP, demo.script)
                show(demo)
    except (ControlPlaneError, StepFailedError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    print(f"\nEverything was shown in {time.monotonic() - began:.1f} s, and nothing is left.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
