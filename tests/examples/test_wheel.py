"""The script of the design from an empty folder, with the wheel in a virtual environment that has nothing else."""

import os
import subprocess
import sys
import venv
from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest

from tests.cluster.control_plane import ControlPlane, running_control_plane
from tests.cluster.kubectl import Kubectl
from tests.examples.copies import EMPTY, replaced

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "tests" / "typing" / "good" / "infra.py"
SCRIPT = SAMPLE.read_text("utf-8").partition('"""\n\n')[2]
"""The script as a user writes it: the sample, without the docstring that says what it is a sample of."""

CREATED = "succeeded: 2 created"
UNCHANGED = "succeeded: 2 unchanged (nothing was written)"

pytestmark = pytest.mark.cluster


@pytest.fixture(scope="module")
def plane() -> Iterator[ControlPlane]:
    """A control plane of its own: the script's names are cluster-wide, and stay as they are."""
    with running_control_plane() as plane:
        yield plane


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the programs of a new virtual environment, in which the wheel is installed, and what it asks for."""
    folder = tmp_path_factory.mktemp("wheel")
    _pip(Path(sys.executable), "wheel", "--no-build-isolation", "--no-deps", "--wheel-dir", str(folder), str(ROOT))
    (wheel,) = folder.glob("typekro-*.whl")
    venv.create(folder / "venv", with_pip=True)
    found = folder / "venv" / "bin"
    _pip(found / "python", "install", str(wheel))
    return found


def _pip(python: Path, command: str, *arguments: str) -> None:
    subprocess.run([str(python), "-m", "pip", command, "--quiet", "--disable-pip-version-check", *arguments], check=True)


@attrs.frozen
class User:
    """Somebody with a cluster, typekro and a folder."""

    plane: ControlPlane
    programs: Path
    folder: Path

    @property
    def kubectl(self) -> Kubectl:
        return self.plane.kubectl()

    def writes(self, text: str) -> None:
        (self.folder / "infra.py").write_text(text, "utf-8")

    def runs(self, program: str, *arguments: str) -> tuple[int, str, str]:
        """The exit code, what was printed, and the last line of what was told; all that was told is shown where the test fails."""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "TYPEKRO_", "VIRTUAL_ENV"))}
        environment = {**inherited, "KUBECONFIG": str(self.plane.kubeconfig)}
        command = [str(self.programs / program), *arguments]
        done = subprocess.run(command, cwd=self.folder, env=environment, capture_output=True, text=True, check=False)
        print(done.stderr)  # noqa: T201 - as said
        return done.returncode, done.stdout, done.stderr.splitlines()[-1]

    def ready_line(self) -> str:
        """What the script prints, made of what kubectl shows."""
        host = self.kubectl("get", "services", "my-production-db", "--output=jsonpath={.spec.clusterIP}")
        return f"Database is ready. Host: {host}\n"

    def storage(self) -> str:
        return self.kubectl("get", "databases.example.com", "my-production-db", "--output=jsonpath={.spec.storage}")


@pytest.fixture
def user(plane: ControlPlane, programs: Path, tmp_path: Path) -> User:
    return User(plane, programs, tmp_path)


def test_the_script_of_the_design_runs_as_it_stands_from_an_empty_folder(user: User) -> None:
    user.kubectl("create", "secret", "generic", "database-password", "--from-literal=password=s3cret")
    user.writes(SCRIPT)

    assert user.runs("python", "infra.py") == (0, user.ready_line(), CREATED)
    assert user.storage() == "10Gi"
    assert user.runs("typekro", "up", "infra.py") == (0, user.ready_line(), UNCHANGED)
    assert user.runs("python", "infra.py") == (0, user.ready_line(), UNCHANGED)
    assert sorted(path.name for path in user.folder.iterdir()) == ["infra.py", "state"]

    user.writes(replaced(EMPTY, 'alchemy("webapp")', 'alchemy("my-infrastructure")'))
    assert user.runs("python", "infra.py") == (0, "", "succeeded: 2 deleted")
    assert user.kubectl("get", "resourcegraphdefinitions,deployments", "--output=name") == ""

    user.writes(SCRIPT)
    assert user.runs("typekro", "up", "infra.py", "--stage", "prod") == (0, user.ready_line(), CREATED)
    assert user.storage() == "50Gi"
    assert user.runs("typekro", "up", "infra.py", "--stage", "prod") == (0, user.ready_line(), UNCHANGED)
