"""Each error of a resource says where that was declared, whenever it comes up."""

from pathlib import Path

import pytest

from tests.cli.parts import typekro

SCRIPT = """\
import attrs
import typekro
from typekro import Graph, KroCrdInstance, KroResourceGraphDefinition, KubernetesObject, Schema, alchemy, k8s, resource_graph

@attrs.frozen
class Spec:
    text: str

@attrs.frozen
class Status:
    text: str

@resource_graph("notes", api_version="example.com/v1alpha1", kind="Note")
def notes(schema: Schema[Spec, Status]) -> Graph[Status]:
    note = k8s.core_v1.ConfigMap(metadata=k8s.meta_v1.ObjectMeta(name=schema.metadata.name), data={{"text": schema.spec.text}})
    return {{"note": note}}, Status(text=note.data["text"])

async def main() -> None:
    async with alchemy("notes"):
        KroResourceGraphDefinition("notes", factory=notes)
        {first}
        {second}

typekro.run(main)
"""


def errors(folder: Path, first: str, second: str = "pass") -> str:
    (folder / "state").mkdir()
    (folder / "infra.py").write_text(SCRIPT.format(first=first, second=second))
    return typekro(folder, "up", "infra.py", "--local").error


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        ('"a", spec={"text": "x"}', "error: notes: an instance needs a Spec, got dict {'text': 'x'}\nhint: Spec(...)\n"),
        (
            '"A", spec=Spec(text="x")',
            (
                "error: notes: 'A' is not a name of an instance\n"
                "  Kubernetes wants a lower-case DNS name, and kro writes it into a label: 63 characters at most\n"
                'hint: name="a"\n'
            ),
        ),
    ],
)
def test_an_instance_that_the_graph_cannot_have(tmp_path: Path, arguments: str, text: str) -> None:
    assert errors(tmp_path, f"KroCrdInstance({arguments}, factory=notes)") == f"{text}  at infra.py:21\n"


def test_what_the_cluster_refuses_or_does_not_finish(tmp_path: Path) -> None:
    text = errors(
        tmp_path,
        'KroCrdInstance("late", factory=notes, spec=Spec(text="x"), timeout=0)',
        'KroCrdInstance("lost", factory=notes, spec=Spec(text="x"), namespace="nowhere")',
    )

    assert text == (
        "error: 2 resources failed\n"
        "\n"
        "error: Note default/late is not ready after 0 s\n"
        "  last seen:\n"
        "    Ready by now\n"
        "hint: kubectl describe note.example.com late --namespace default\n"
        "hint: which reaches the local cluster while this serves it: typekro local start\n"
        "hint: run again to go on waiting, or give it more time: timeout=...\n"
        "  at infra.py:21\n"
        "\n"
        "error: Note nowhere/lost could not be applied\n"
        "  there is no namespace nowhere\n"
        '    Kubernetes says (404 NotFound): namespaces "nowhere" not found\n'
        'hint: KubernetesObject("nowhere", {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "nowhere"}}) before it\n'
        "  at infra.py:22\n"
        "caused by: could not apply Note nowhere/lost: there is no namespace nowhere\n"
    )


@pytest.mark.parametrize("command", [("up", "infra.py"), ("plan", "infra.py"), ("import", "--cluster"), ("state", "recover", "notes")])
def test_a_cluster_that_cannot_be_had_is_no_error_of_one_resource_and_the_same_in_every_command(
    tmp_path: Path, command: tuple[str, ...]
) -> None:
    (tmp_path / "state").mkdir()
    (tmp_path / "infra.py").write_text(SCRIPT.format(first="pass", second="pass"))

    done = typekro(tmp_path, *command, KUBECONFIG="none")

    assert (done.code, done.error) == (
        1,
        (
            "error: no kubeconfig was found, so it is not known which cluster is meant\n"
            "  looked for none (KUBECONFIG)\n"
            "hint: set KUBECONFIG, or write Cluster(kubeconfig=PATH)\n"
            "hint: to try it without one: --local, or cluster=LocalCluster()\n"
        ),
    )
    assert [path.name for path in (tmp_path / "state").iterdir() if not path.name.endswith(".lock")] == []
