"""The README's script is the one that the tests run from the wheel, on the real control plane; the tests that it shows pass."""

import ast
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def _statements(source: str) -> list[str]:
    body = ast.parse(source).body
    described = isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant)
    return [ast.unparse(statement) for statement in (body[1:] if described else body)]


def test_the_readme_shows_the_script_that_is_run() -> None:
    first = re.search(r"```python\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)

    assert first is not None
    assert _statements(first[1]) == _statements((ROOT / "tests/typing/good/infra.py").read_text())


def test_the_tests_that_the_readme_shows_pass(tmp_path: Path) -> None:
    block = re.search(r"```python\n(import asyncio\n\nimport pytest\n.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    assert block is not None
    shutil.copyfile(ROOT / "tests/typing/good/infra.py", tmp_path / "infra.py")
    (tmp_path / "test_infra.py").write_text(block[1])
    command = [sys.executable, "-m", "pytest", "-q", "-W", "error", "-p", "no:cacheprovider", "-p", "typekro.local.pytest_plugin"]
    environment = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONPATH": str(ROOT)}

    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr
    assert "2 passed" in done.stdout


def test_the_readme_names_every_target_of_make_that_it_promises() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))

    assert set(re.findall(r"\bmake ([a-z-]+)", (ROOT / "README.md").read_text())) <= targets
