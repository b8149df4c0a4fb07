"""A resource in YAML has a name, as old kro wanted it."""
# caught by: definition

import attrs

from typekro import ResourceGraph


@attrs.frozen
class NoteSpec:
    text: str


@attrs.frozen
class NoteStatus:
    name: str


notes = ResourceGraph.from_yaml(
    """
apiVersion: kro.run/v1alpha1
kind: ResourceGraphDefinition
metadata: {name: notes}
spec:
  schema:
    apiVersion: v1alpha1
    group: example.com
    kind: Note
    spec: {text: string | required=true}
    status: {name: "${note.metadata.name}"}
  resources:
    - name: note
      template: {apiVersion: v1, kind: ConfigMap, metadata: {name: "${schema.metadata.name}"}, data: {text: "${schema.spec.text}"}}
""",
    spec=NoteSpec,
    status=NoteStatus,
)
notes.get_instance(NoteSpec(text="hello"), name="first")


# definition:
# DefinitionError: YAML:14: resources[0].name: there is no such field
#   kro calls it the id, by which others refer to it; the name in the cluster stands in metadata.name
# hint: id: note
