import pytest

from tests.factories.parts import message, references
from typekro.errors import DefinitionError
from typekro.factories import simple


def test_a_key_of_a_secret_is_its_name_and_its_key() -> None:
    secret = simple.secret_key("database-password", "password")

    assert (secret.name, secret.key) == ("database-password", "password")


def test_both_may_be_references() -> None:
    spec = references()

    secret = simple.secret_key(spec.name, f"{spec.name}.key")

    assert repr(secret.name) == "<typekro reference spec.name>"


def test_what_kubernetes_would_refuse_is_refused() -> None:
    with pytest.raises(DefinitionError) as caught:
        simple.secret_key("Database", "pass word")

    assert message(caught) == (
        "simple.secret_key: name is 'Database', not a name of a Secret\n"
        "  Kubernetes: 1 to 253 of a-z, 0-9, - and ., each part between dots with a letter or a digit first and last"
        " (a DNS-1123 subdomain)\n"
        'hint: "database"\n'
        "simple.secret_key: key is 'pass word', not a key of a Secret\n"
        "  Kubernetes: 1 to 253 of letters, digits, -, _ and ., without .. in front"
    )


def test_a_reference_to_a_number_is_no_name() -> None:
    with pytest.raises(DefinitionError) as caught:
        simple.secret_key(references().port, "password")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType] # the mistake

    assert message(caught) == 'simple.secret_key: name is spec.port, a reference to int\n  what it takes is str\nhint: f"{spec.port}"'
