"""Copies of examples that can run at once on one control plane, since graphs are cluster-wide."""

import re
from http import HTTPStatus
from pathlib import Path

from tests.cluster.plugin import Cluster

EXAMPLES = Path(__file__).parents[2] / "examples"
APP = "webapp"
EMPTY = """\
import typekro
from typekro import alchemy


async def main() -> None:
    async with alchemy("webapp"):
        pass


typekro.run(main)
"""


def replaced(text: str, old: str, new: str) -> str:
    """Replaces what has to be there."""
    assert old in text, f"the example says {old!r} no more"
    return text.replace(old, new)


def in_corner(name: str, cluster: Cluster) -> str:
    """An example, with its API group, its namespace, its app and the names of its graphs in a test's own corner."""
    text = (EXAMPLES / f"{name}.py").read_text("utf-8")
    text = replaced(text, "example.com/", f"{cluster.group}/")
    text = replaced(text, "timeout=60)", f'timeout=60, namespace="{cluster.namespace}")')
    text = _suffixed(text, r'(alchemy\("[a-z-]+)', cluster)
    return _suffixed(text, r'(@resource_graph\(\s*"[a-z-]+)', cluster)


def _suffixed(text: str, pattern: str, cluster: Cluster) -> str:
    changed, count = re.subn(pattern, rf"\1-{cluster.namespace}", text)
    assert count, f"the example has no {pattern}"
    return changed


def webapp_text(cluster: Cluster) -> str:
    """examples/webapp.py in a corner."""
    return in_corner("webapp", cluster)


def empty_text(cluster: Cluster, app: str = APP) -> str:
    """A script that declares nothing, of the same app.

    Args:
        cluster: the corner.
        app: what the example calls its app.
    """
    return replaced(EMPTY, f'alchemy("{APP}")', f'alchemy("{app}-{cluster.namespace}")')


def app_name(cluster: Cluster) -> str:
    """The name of the app of a corner: its field manager tells its writes from those of the others."""
    return f"{APP}-{cluster.namespace}"


def write_webapp(cluster: Cluster, folder: Path) -> Path:
    """Writes the copy into a folder that has a place for its state, and makes the Secret that it wants."""
    (folder / "state").mkdir(parents=True, exist_ok=True)
    secret = {"metadata": {"name": "database-password"}, "stringData": {"password": "s3cret"}}
    status, answer = cluster.plane.api.request("POST", f"/api/v1/namespaces/{cluster.namespace}/secrets", secret)
    assert status == HTTPStatus.CREATED, answer
    script = folder / "webapp.py"
    script.write_text(webapp_text(cluster), "utf-8")
    return script
