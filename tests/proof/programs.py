"""Programs of an app as data, so that the next one can be made of the last by chance; and what each of them has to come to."""

import json
import random
from collections.abc import Mapping
from typing import Any, Self

import attrs

import typekro
from typekro import (
    App,
    Graph,
    KroCrdInstance,
    KroResourceGraphDefinition,
    KubernetesObject,
    ResourceGraph,
    Schema,
    SchemaDefinition,
    alchemy,
    manifest_node,
    simple,
    to_kro_resource_graph,
)

TYPES = ("Opaque", "example.com/sealed")
"""What a Secret may be; one of another type is another Secret, for nobody can change it."""

_NAMES = ("a", "b", "c", "d")
_WORDS = ("one", "two", "three")
_MOST_CHANGES = 3
_TIMEOUT = 60.0

Objects = dict[str, Any]
"""What a cluster has: by kind and name, what a program says of it."""


@attrs.frozen
class NoteSpec:
    text: str


@attrs.frozen
class NoteStatus:
    text: str


@attrs.frozen
class Program:
    """What an app declares in one run.

    Args:
        word: is in the graph of notes; None where it declares no graph, and so no notes.
        notes: the text of each instance of the graph, by name.
        maps: the text of each ConfigMap that is declared by itself.
        sealed: the type of each Secret.
        image: what a Deployment runs; None for no Deployment.
    """

    word: str | None = "one"
    notes: Mapping[str, str] = attrs.field(factory=dict[str, str])
    maps: Mapping[str, str] = attrs.field(factory=dict[str, str])
    sealed: Mapping[str, str] = attrs.field(factory=dict[str, str])
    image: str | None = None

    @classmethod
    def first(cls) -> Self:
        """A program with something of each kind."""
        return cls("one", {"a": "one", "b": "two"}, {"a": "one", "b": "two"}, {"a": TYPES[0]}, "nginx:1")

    @classmethod
    def read(cls, text: str) -> Self:
        """From what `text` gives."""
        return cls(**json.loads(text))

    def text(self) -> str:
        """As JSON."""
        return json.dumps(attrs.asdict(self))

    def changed(self, chance: random.Random) -> Self:
        """The program that comes after this one: up to three things are added, changed or left out."""
        program = self
        for _ in range(chance.randint(1, _MOST_CHANGES)):
            program = program._changed_once(chance)
        return program

    def _changed_once(self, chance: random.Random) -> Self:
        match chance.choices(("word", "notes", "maps", "sealed", "image"), (3, 4, 4, 2, 1))[0]:
            case "word":
                return attrs.evolve(self, word=None if self.word and chance.random() < 1 / 3 else chance.choice(_WORDS))
            case "notes":
                return attrs.evolve(self, notes=_with(self.notes, chance, _WORDS))
            case "maps":
                return attrs.evolve(self, maps=_with(self.maps, chance, _WORDS))
            case "sealed":
                return attrs.evolve(self, sealed=_with(self.sealed, chance, TYPES))
            case _:
                return attrs.evolve(self, image=chance.choice((None, "nginx:1", "nginx:2")))

    def graph(self, group: str, namespace: str) -> ResourceGraph[NoteSpec, NoteStatus]:
        """The graph of notes: each makes a ConfigMap."""

        def build(schema: Schema[NoteSpec, NoteStatus]) -> Graph[NoteStatus]:
            data = {"text": schema.spec.text, "word": str(self.word)}
            head = {"apiVersion": "v1", "kind": "ConfigMap"}
            note = manifest_node({**head, "metadata": {"name": f"note-{schema.metadata.name}"}, "data": data})
            return {"note": note}, NoteStatus(text=note.data.text)

        return to_kro_resource_graph(f"{namespace}-note", build, SchemaDefinition(f"{group}/v1alpha1", "Note", NoteSpec, NoteStatus))

    async def deploy(self, app: App, namespace: str, group: str, *, within: float = _TIMEOUT) -> None:
        """A run of an app.

        Args:
            app: the app, which was not entered yet.
            namespace: where all of it lives.
            group: the API group of the notes.
            within: how long each thing is awaited, in seconds.
        """
        place: dict[str, Any] = {"namespace": namespace, "timeout": within}
        async with app:
            if self.word is not None:
                graph = self.graph(group, namespace)
                KroResourceGraphDefinition("notes", factory=graph, timeout=within)
                for name, text in self.notes.items():
                    KroCrdInstance(name, factory=graph, spec=NoteSpec(text), **place)
            for name, text in self.maps.items():
                KubernetesObject(f"map-{name}", _object("ConfigMap", f"map-{name}", data={"text": text}), **place)
            for name, type_ in self.sealed.items():
                secret = _object("Secret", f"sealed-{name}", type=type_, stringData={"key": "value"})
                KubernetesObject(f"sealed-{name}", secret, replacement="delete-first", **place)
            if self.image is not None:
                KubernetesObject("web", simple.deployment(name="web", image=self.image), **place)

    def objects(self) -> Objects:
        """What has to be in the cluster, and nothing else."""
        found: Objects = {f"map-{name}": {"text": text} for name, text in self.maps.items()}
        found |= {f"sealed-{name}": type_ for name, type_ in self.sealed.items()}
        if self.image is not None:
            found["web"] = self.image
        if self.word is not None:
            found |= {"definition": self.word, "kind": "Note"}
            for name, text in self.notes.items():
                found |= {f"instance {name}": text, f"note-{name}": {"text": text, "word": self.word}}
        return found

    def records(self, namespace: str) -> set[str]:
        """The ids of what has to be recorded, and nothing else."""
        alone = {*(f"map-{name}" for name in self.maps), *(f"sealed-{name}" for name in self.sealed)}
        graphs = {"notes", *(f"Note/{namespace}/{name}" for name in self.notes)} if self.word is not None else set[str]()
        return alone | graphs | ({"web"} if self.image is not None else set[str]())


def _with(values: Mapping[str, str], chance: random.Random, choices: tuple[str, ...]) -> dict[str, str]:
    name = chance.choice(_NAMES)
    rest = {other: value for other, value in values.items() if other != name}
    return rest if name in values and chance.random() < 1 / 2 else {**rest, name: chance.choice(choices)}


def _object(kind: str, name: str, **parts: Any) -> dict[str, Any]:
    return {"apiVersion": "v1", "kind": kind, "metadata": {"name": name}, **parts}


def main(app: str, program: str, namespace: str, group: str) -> None:
    """What a script does that is this program: it is run in a folder that has its state."""

    async def run() -> None:
        await Program.read(program).deploy(alchemy(app), namespace, group)

    typekro.run(run)
