"""What is recorded and told of a Secret, without a cluster."""

from typing import Any

from tests.kro.test_object import OWNER, made, of
from typekro import KubernetesObject, k8s
from typekro.kro import DeployedObject
from typekro.kro.object_secret import digested, encoded, hidden, is_secret, silence, told, without_values
from typekro.orchestrator import FieldChange, Preview
from typekro.orchestrator.codec import as_recorded
from typekro.orchestrator.vault import Hidden

SECRET: dict[str, Any] = {**of("Secret"), "data": {"user": "YWRh"}, "stringData": {"password": "päss"}}


def digest(path: str, text: str) -> str:
    return f"{path}: {len(text)}"


def test_only_a_secret_of_kubernetes_is_one() -> None:
    assert is_secret(SECRET)
    assert not is_secret(of("Secret", "example.com/v1"))
    assert not is_secret(of("ConfigMap"))


def test_it_is_applied_as_data_so_that_its_fields_are_ours() -> None:
    assert encoded(SECRET) == {**of("Secret"), "data": {"user": "YWRh", "password": "cMOkc3M="}}
    assert encoded({**of("Secret"), "stringData": {"a": "b"}}) == {**of("Secret"), "data": {"a": "Yg=="}}


def test_what_is_none_or_is_wrong_is_applied_as_it_is() -> None:
    for manifest in ({**of(), "stringData": {"a": "b"}}, {**of("Secret"), "stringData": {"a": 1}}, {**of("Secret"), "stringData": "a"}):
        assert encoded(manifest) is manifest


def test_its_values_are_hidden_and_its_keys_are_not() -> None:
    assert hidden(SECRET) == {**of("Secret"), "data": {"user": Hidden("YWRh")}, "stringData": {"password": Hidden("päss")}}
    assert hidden({**of("Secret"), "stringData": {"a": 1}, "data": None}) == {
        **of("Secret"),
        "stringData": {"a": Hidden("1")},
        "data": None,
    }
    assert hidden({**of(), "data": {"a": "b"}}) == {**of(), "data": {"a": "b"}}
    assert digested({"data": {"user": "YWRh"}, "type": "Opaque"}, digest) == {"data": {"user": "data.user: 4"}, "type": "Opaque"}
    assert digested({**of(), "data": {"a": "b"}}, digest) == {**of(), "data": {"a": "b"}}
    assert without_values(SECRET) == of("Secret")


def test_a_typed_one_is_hidden_too() -> None:
    typed = k8s.core_v1.Secret(metadata=k8s.meta_v1.ObjectMeta(name="web"), string_data={"password": "x"})

    assert made(typed).encode()["manifest"]["stringData"] == {"password": Hidden("x")}


def test_of_what_is_there_a_digest_is_recorded() -> None:
    fields: list[dict[str, Any]] = [{"manager": OWNER.manager, "operation": "Apply", "fieldsV1": {"f:data": {"f:user": {}}}}]
    metadata = {"name": "web", "namespace": "shop", "uid": "1", "creationTimestamp": "now", "managedFields": fields}
    live = {**SECRET, "metadata": metadata}
    resource: KubernetesObject = made(of("Secret"), "shop")

    output = DeployedObject.of(live, OWNER, digest)
    back = resource.decode_output(as_recorded(resource.encode_output(output)))

    assert (output.live, output.footprint.managed) == (live, {"data": {"user": "data.user: 4"}})
    assert (back, "data" in back.live) == (output, False)
    changed = DeployedObject.of({**live, "data": {"user": "YWRhbQ=="}}, OWNER, digest)
    assert resource.drifted(back, changed) == "changed outside: .data.user"


def test_a_plan_tells_which_keys_change() -> None:
    changes = (
        FieldChange(".data.user", "YWRh", "YWRhbQ=="),
        FieldChange(".stringData", None, {"a": "b"}),
        FieldChange(".data.old", "YWRh", None),
        FieldChange(".type", "a", "b"),
    )

    assert [(change.path, change.before, change.after) for change in told(Preview(changes=changes), SECRET).changes] == [
        (".data.user", "<secret>", "<secret changed>"),
        (".stringData", None, "<secret>"),
        (".data.old", "<secret>", None),
        (".type", "a", "b"),
    ]
    assert told(Preview(changes=changes), of()).changes == changes


def test_an_error_about_it_does_not_say_it_back() -> None:
    error = ValueError("expected a text, got 73918264")
    manifest = {**of("Secret"), "stringData": {"pin": 73918264}}

    silence(error, {**manifest, "kind": "ConfigMap"})
    assert str(error) == "expected a text, got 73918264"
    silence(error, manifest)
    assert str(error) == "expected a text, got <secret>"
