from typing import Any

import pytest

from tests.factories.parts import conditions, message, references, template
from typekro.errors import DefinitionError
from typekro.factories import simple


def refused(factory: Any, **arguments: Any) -> str:
    with pytest.raises(DefinitionError) as caught:
        factory(name="settings", **arguments)
    return message(caught)


def test_a_config_map_holds_texts_by_their_keys() -> None:
    spec = references()

    node = simple.config_map(name=spec.name, data={"mode": "production", "site.conf": f"server {spec.name};"}, labels={"app": "web"})

    assert template(node) == {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {"name": "spec.name", "labels": {"app": "web"}},
        "data": {"mode": "production", "site.conf": 'f"server {spec.name};"'},
    }
    assert conditions(node, "settings") == []


def test_all_that_a_config_map_holds_can_be_a_reference_and_stay_as_it_is() -> None:
    node = simple.config_map(name="settings", data=references().labels, immutable=True)

    assert template(node)["data"] == "spec.labels"
    assert template(node)["immutable"] is True


def test_what_is_no_text_is_given_in_base64() -> None:
    assert template(simple.config_map(name="settings", data={}, binary_data={"logo": "iVBORw=="}))["binaryData"] == {"logo": "iVBORw=="}


def test_a_secret_holds_what_is_referred_to_and_beside_it_what_everybody_may_read() -> None:
    spec = references()

    node = simple.secret(
        name="login",
        type="kubernetes.io/basic-auth",
        string_data={"password": f"{spec.name}!"},
        public_data={"username": "app"},
        immutable=True,
    )

    assert template(node) == {
        "apiVersion": "v1",
        "kind": "Secret",
        "metadata": {"name": "login"},
        "type": "kubernetes.io/basic-auth",
        "stringData": {"username": "app", "password": 'f"{spec.name}!"'},
        "immutable": True,
    }
    assert conditions(node, "login") == []


def test_all_that_a_secret_holds_can_be_a_reference() -> None:
    assert template(simple.secret(name="login", string_data=references().labels))["stringData"] == "spec.labels"


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (
            {"data": {"a/b": "x"}},
            (
                "simple.config_map: data has the key 'a/b', not a key of a ConfigMap\n"
                "  Kubernetes: 1 to 253 of letters, digits, -, _ and ., without .. in front"
            ),
        ),
        ({"data": {"port": 80}}, 'simple.config_map: data["port"] is 80, an int\n  Kubernetes: it is a text\nhint: "80"'),
        (
            {"data": references().ports},
            "simple.config_map: data is spec.ports, a reference to list[int]\n  what it takes is dict[str, str]",
        ),
        ({"data": {}, "immutable": "yes"}, "simple.config_map: immutable is 'yes', a str\n  Kubernetes: it is True or False"),
        (
            {"data": {"logo": ""}, "binary_data": {"logo": "iVBORw"}},
            (
                "simple.config_map: binary_data[\"logo\"] is 'iVBORw', not base64\n"
                "  Kubernetes: letters, digits, + and /, filled up with = to fours: base64.b64encode(...).decode()\n"
                'simple.config_map: binary_data["logo"] is given\n  data["logo"] is given too\nhint: say it once'
            ),
        ),
        (
            {"data": {}, "binary_data": {"logo": references().name}},
            (
                'simple.config_map: binary_data["logo"] is spec.name\n'
                '  kro takes bytes there, which no text in the cluster becomes\nhint: data={"logo": ...}'
            ),
        ),
        (
            {"data": {}, "dat": {}},
            (
                "simple.config_map: there is no argument dat\n"
                "  it takes name, data, binary_data, immutable, annotations, labels, metadata, namespace\nhint: data=..."
            ),
        ),
    ],
)
def test_what_cannot_be_a_config_map_is_refused(arguments: dict[str, Any], text: str) -> None:
    assert refused(simple.config_map, **arguments) == text


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (
            {"string_data": {"password": "hunter2"}},
            (
                'simple.secret: string_data["password"] is a constant\n'
                "  typekro: whoever may read kro's definitions would read it there; make the Secret outside,"
                " or refer to what is not in them\n"
                'hint: simple.secret_key("...", "password") where it is read, of a Secret that is there already\n'
                'hint: public_data={"password": ...} where everybody may read it'
            ),
        ),
        (
            {"string_data": {"user": references().name}, "public_data": {"user": "app"}},
            'simple.secret: public_data["user"] is given\n  string_data["user"] is given too\nhint: say it once',
        ),
        (
            {"string_data": references().labels, "public_data": {"user": "app"}},
            (
                "simple.secret: string_data is a reference to a whole map, and public_data is given\n"
                "  what it holds is known in the cluster alone\n"
                "hint: string_data=cel.merge(string_data, public_data)"
            ),
        ),
        (
            {"string_data": {}, "public_data": references().labels},
            (
                "simple.secret: public_data is a reference to a whole map, and string_data is given\n"
                "  what it holds is known in the cluster alone\n"
                "hint: string_data=cel.merge(string_data, public_data)"
            ),
        ),
        ({"string_data": {}, "type": 5}, 'simple.secret: type is 5, an int\n  Kubernetes: it is a text\nhint: "5"'),
    ],
)
def test_what_cannot_be_a_secret_is_refused(arguments: dict[str, Any], text: str) -> None:
    assert refused(simple.secret, **arguments) == text


def test_what_is_refused_of_a_secret_is_not_shown() -> None:
    assert "hunter2" not in refused(simple.secret, string_data={"password": "hunter2"})
