import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from tests.tools.test_kubernetes_openapi import OPENAPI, written
from tools.generate_openapi import BUNDLE, TARGET, differences, main, module_files, render, write
from tools.kubernetes_openapi import bundle, read_openapi

FILES = ["k8s.py", "generated/__init__.py", "generated/meta_v1.py", "generated/test_v1.py", BUNDLE]


def test_a_module_is_written_for_each_group_version_and_the_schemas_are_packed() -> None:
    files = render(OPENAPI)

    assert list(files) == FILES
    assert files["generated/test_v1.py"].startswith(b'"""Shapes and kinds of test/v1, written by tools/generate_openapi.py."""\n')
    assert b"class Box(Kind):\n" in files["generated/test_v1.py"]
    assert b'__all__ = [\n    "meta_v1",\n    "test_v1",\n]\n' in files["k8s.py"]
    assert json.loads(gzip.decompress(files[BUNDLE])) == bundle(OPENAPI)


def test_what_is_written_is_python_and_the_same_each_time() -> None:
    files = render(OPENAPI)

    for name in FILES[:-1]:
        compile(files[name], name, "exec")
    assert render(OPENAPI) == files


def test_the_folder_is_compared_with_what_would_be_written(tmp_path: Path) -> None:
    (tmp_path / "generated").mkdir()
    (tmp_path / "generated" / "old_v1.py").write_text("")
    (tmp_path / "generated" / "test_v1.py").write_text("changed by hand")
    (tmp_path / "kind.py").write_text("written by hand")

    before = differences(render(OPENAPI), tmp_path)
    write(render(OPENAPI), tmp_path)

    assert before == [
        "missing: k8s.py",
        "missing: generated/__init__.py",
        "missing: generated/meta_v1.py",
        f"missing: {BUNDLE}",
        "out of date: generated/test_v1.py",
        "not generated any more: generated/old_v1.py",
    ]
    assert differences(render(OPENAPI), tmp_path) == []
    assert sorted(file.relative_to(tmp_path).as_posix() for file in tmp_path.rglob("*.*")) == sorted([*FILES, "kind.py"])


def test_schemas_that_are_packed_in_another_way_are_the_same(tmp_path: Path) -> None:
    files = render(OPENAPI)
    write(files, tmp_path)

    (tmp_path / BUNDLE).write_bytes(gzip.compress(gzip.decompress(files[BUNDLE]), 1))

    assert differences(files, tmp_path) == []


def test_the_command_says_what_it_cannot_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    schemas: dict[str, Any] = {name: schema for name, schema in OPENAPI.schemas.items() if not name.endswith("Lid")}

    code = main([str(written(tmp_path, schemas)), "--check"])

    assert code == 2
    assert capsys.readouterr().err == "the OpenAPI files have no schema io.k8s.api.test.v1.Lid\n"


def test_the_command_says_what_is_out_of_date_and_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main([str(written(tmp_path)), "--check"])

    assert code == 1
    assert "missing: generated/test_v1.py\n" in capsys.readouterr().out
    assert not (TARGET / "generated" / "test_v1.py").exists()


@pytest.mark.cluster  # reads Kubernetes' own source, which is there where the control plane was built
def test_what_was_generated_is_what_the_pinned_kubernetes_says() -> None:
    assert differences(render(read_openapi(module_files()))) == []
    assert main(["--check"]) == 0
