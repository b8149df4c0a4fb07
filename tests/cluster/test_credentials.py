"""Everybody on the control plane has a name, a secret and a kubeconfig of his own."""

from pathlib import Path

import yaml

from tests.cluster.credentials import kubeconfig_text, write_credentials

SERVER = "https://127.0.0.1:12345"


def test_a_kubeconfig_needs_no_other_file() -> None:
    text = kubeconfig_text(server=SERVER, authority=b"certificate", context="here", token="secret")  # noqa: S106 - it is one of the test's

    assert yaml.safe_load(text) == {
        "apiVersion": "v1",
        "kind": "Config",
        "current-context": "here",
        "clusters": [{"name": "here", "cluster": {"server": SERVER, "certificate-authority-data": "Y2VydGlmaWNhdGU="}}],
        "users": [{"name": "here", "user": {"token": "secret"}}],
        "contexts": [{"name": "here", "context": {"cluster": "here", "user": "here"}}],
    }


def test_the_current_context_of_typekro_is_typekro_test_and_nobody_elses_is(tmp_path: Path) -> None:
    credentials = write_credentials(tmp_path / "credentials", SERVER)

    contexts = {user: yaml.safe_load(credentials.kubeconfig(user).read_text())["current-context"] for user in credentials.token}

    assert contexts["typekro"] == "typekro-test"
    assert sorted(contexts.values()) == sorted(set(contexts.values()))


def test_every_user_has_a_secret_that_no_other_control_plane_shares(tmp_path: Path) -> None:
    here = write_credentials(tmp_path / "here", SERVER)
    there = write_credentials(tmp_path / "there", SERVER)

    assert len({*here.token.values(), *there.token.values()}) == 2 * len(here.token)


def test_only_the_owner_may_look_and_secrets_are_not_printed(tmp_path: Path) -> None:
    credentials = write_credentials(tmp_path / "credentials", SERVER)

    assert credentials.folder.stat().st_mode & 0o777 == 0o700
    assert [token for token in credentials.token.values() if token in repr(credentials)] == []


def test_the_api_server_is_told_who_is_who(tmp_path: Path) -> None:
    credentials = write_credentials(tmp_path / "credentials", SERVER)

    lines = credentials.tokens.read_text().splitlines()

    assert f"{credentials.token['typekro']},typekro,typekro,system:masters" in lines
    assert len(lines) == len(credentials.token)
