"""The pages of docs/: what they show is run."""

import contextlib
import io
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

PAGES = [page for page in sorted((Path(__file__).parents[2] / "docs").glob("*.md")) if "```python" in page.read_text("utf-8")]


def shown(page: Path) -> str:
    """The Python of a page, at the lines where it stands."""
    text = page.read_text()
    blank = re.sub(r"[^\n]+", "", text)
    lines = blank.split("\n")
    for block in re.finditer(r"^```python\n(.*?)^```", text, re.DOTALL | re.MULTILINE):
        first = text.count("\n", 0, block.start(1))
        code = block[1].split("\n")[:-1]
        lines[first : first + len(code)] = code
    return "\n".join(lines)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_what_a_page_shows_runs(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType(page.stem)
    monkeypatch.setitem(sys.modules, page.stem, module)  # records name the class of a resource by its module

    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(compile(shown(page), str(page), "exec", dont_inherit=True), vars(module))  # noqa: S102 - it is what the test is about

    assert printed.getvalue() != ""
