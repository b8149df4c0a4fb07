"""Who may talk to a control plane, and how: its own certificates, and a user for everybody, so that the audit log tells them apart."""

import base64
import json
import secrets
from collections.abc import Mapping
from pathlib import Path

import attrs
import trustme

TYPEKRO = "typekro"
"""The user that typekro is when it is tested; its context is called `typekro-test`."""

ADMIN = "admin"
"""The user that tests and kubectl are."""

PARTS = ("controller-manager", "scheduler", "kwok", "kro")
"""The users that the parts of the control plane are."""

CONTEXT = "typekro-test"
"""The name of the current context in typekro's kubeconfig."""


@attrs.frozen
class Credentials:
    """Files below one folder, made by `write_credentials`.

    Args:
        folder: where they are.
        token: the secret of each user.
    """

    folder: Path
    token: Mapping[str, str] = attrs.field(repr=False)

    @property
    def authority(self) -> Path:
        """The certificate to trust."""
        return self.folder / "ca.pem"

    @property
    def certificate(self) -> Path:
        """The API server's certificate."""
        return self.folder / "server.pem"

    @property
    def key(self) -> Path:
        """The API server's private key."""
        return self.folder / "server.key"

    @property
    def tokens(self) -> Path:
        """The file that tells the API server who is who."""
        return self.folder / "tokens.csv"

    def kubeconfig(self, user: str) -> Path:
        """Give the path of a user's kubeconfig file."""
        return self.folder / f"{user}.kubeconfig"


def write_credentials(folder: Path, server: str) -> Credentials:
    """Write certificates, tokens and a kubeconfig for each user; all of them may do everything (`system:masters`).

    Args:
        folder: a new folder for them.
        server: the URL of the API server, on loopback.
    """
    folder.mkdir(mode=0o700)
    users = (ADMIN, TYPEKRO, *PARTS)
    credentials = Credentials(folder, {user: secrets.token_hex(16) for user in users})
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(credentials.authority))
    certificate = authority.issue_cert("127.0.0.1", "localhost", "kubernetes.default.svc", "10.0.0.1")
    certificate.private_key_pem.write_to_path(str(credentials.key))
    certificate.cert_chain_pems[0].write_to_path(str(credentials.certificate))
    credentials.tokens.write_text("".join(f"{token},{user},{user},system:masters\n" for user, token in credentials.token.items()))
    for user, token in credentials.token.items():
        context = CONTEXT if user == TYPEKRO else f"{CONTEXT}-{user}"
        text = kubeconfig_text(server=server, authority=authority.cert_pem.bytes(), context=context, token=token)
        credentials.kubeconfig(user).write_text(text)
    return credentials


def kubeconfig_text(*, server: str, authority: bytes, context: str, token: str) -> str:
    """Write a kubeconfig that needs no other file, as JSON, which is YAML.

    Args:
        server: the URL of the API server.
        authority: the certificate to trust, PEM.
        context: the name of its only context, which is the current one.
        token: the user's secret.
    """
    trusted = base64.b64encode(authority).decode()
    document = {
        "apiVersion": "v1",
        "kind": "Config",
        "current-context": context,
        "clusters": [{"name": context, "cluster": {"server": server, "certificate-authority-data": trusted}}],
        "users": [{"name": context, "user": {"token": token}}],
        "contexts": [{"name": context, "context": {"cluster": context, "user": context}}],
    }
    return json.dumps(document, indent=2) + "\n"
