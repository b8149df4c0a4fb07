"""Copies of examples/webapp.py that can run at once on one control plane, since its graphs are cluster-wide."""

from pathlib import Path

from tests.cluster.plugin import Cluster

WEBAPP = Path(__file__).parents[2] / "examples" / "webapp.py"
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


def webapp_text(cluster: Cluster) -> str:
    """The example, with its API group, its namespace and the names of its graphs in a test's own corner."""
    text = WEBAPP.read_text("utf-8")
    text = replaced(text, "example.com/", f"{cluster.group}/")
    text = replaced(text, '"database-stack"', f'"database-stack-{cluster.namespace}"')
    text = replaced(text, '"webapp-stack"', f'"webapp-stack-{cluster.namespace}"')
    text = replaced(text, "timeout=60)", f'timeout=60, namespace="{cluster.namespace}")')
    return replaced(text, f'alchemy("{APP}")', f'alchemy("{app_name(cluster)}")')


def empty_text(cluster: Cluster) -> str:
    """A script that declares nothing, of the same app."""
    return replaced(EMPTY, f'alchemy("{APP}")', f'alchemy("{app_name(cluster)}")')


def app_name(cluster: Cluster) -> str:
    """The name of the app of a corner: its field manager tells its writes from those of the others."""
    return f"{APP}-{cluster.namespace}"


def write_webapp(cluster: Cluster, folder: Path) -> Path:
    """Writes the copy into a folder that has a place for its state, and makes the Secret that it wants."""
    (folder / "state").mkdir(parents=True, exist_ok=True)
    cluster.kubectl("create", "secret", "generic", "database-password", "--from-literal=password=s3cret")
    script = folder / "webapp.py"
    script.write_text(webapp_text(cluster), "utf-8")
    return script
