"""`--direct`: one word moves a script between kro and direct deployment, also where one graph reads what another makes."""

import re
import shutil
from pathlib import Path

from tests.cli.parts import Done, typekro, untimed

WEBAPP = Path(__file__).parents[2] / "examples" / "webapp.py"
SCRIPT = """
import typekro
from typekro import KubernetesObject, alchemy

async def main() -> None:
    async with alchemy("secrets"):
        head = {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "database-password"}}
        KubernetesObject("password", {**head, "data": {"password": "eA=="}})

if __name__ == "__main__":
    typekro.run(main)
"""


def run(folder: Path, *arguments: str) -> Done:
    done = typekro(folder, *arguments, "--local", KUBECONFIG=str(folder / "none"))
    return Done(done.code, re.sub(r"10\.96\.\d+\.\d+", "IP", done.out), untimed(done.err))


def told(done: Done) -> list[str]:
    """What a run did, without what it announced."""
    return [line for line in done.err.splitlines() if line[:1] in "+~-" or line.startswith(("succeeded", "failed", "error"))]


def test_a_script_goes_without_kro_and_back_and_its_objects_stay(tmp_path: Path) -> None:
    (tmp_path / "state").mkdir()
    shutil.copyfile(WEBAPP, tmp_path / "webapp.py")
    (tmp_path / "password.py").write_text(SCRIPT)
    assert run(tmp_path, "up", "password.py").code == 0
    made = ["+ create database-rgd", "+ create webapp-rgd"]
    instances = ["Database/default/my-production-db", "WebApp/default/my-frontend-app"]
    gone = ["- delete webapp-rgd{}: no longer declared", "- delete database-rgd{}: no longer declared"]
    moved = [f"~ update {name}: mode" for name in instances]
    ends = "succeeded: 2 created, 2 updated, 2 deleted"

    direct = run(tmp_path, "up", "webapp.py", "--direct")
    again = run(tmp_path, "up", "webapp.py", "--direct")
    kro = run(tmp_path, "up", "webapp.py")
    back = run(tmp_path, "up", "webapp.py", "--direct")

    said = "Database is ready. Host: IP\nWebApp is ready. URL: http://IP:80\n"
    assert [each.out for each in (direct, again, kro, back)] == [said] * 4
    assert told(direct) == [*(f"{line} (direct)" for line in made), *(f"+ create {name}" for name in instances), "succeeded: 4 created"]
    assert told(again) == ["succeeded: 4 unchanged (nothing was written)"]
    assert told(kro) == [*made, *moved, *(line.format(" (direct)") for line in gone), ends]
    assert told(back) == [*(f"{line} (direct)" for line in made), *moved, *(line.format("") for line in gone), ends]
