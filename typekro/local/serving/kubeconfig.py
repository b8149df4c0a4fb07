"""The kubeconfig by which clients find a local cluster that is served."""

import base64
import json
import os
from pathlib import Path

import attrs


@attrs.frozen(kw_only=True)
class Login:
    """How a client gets in.

    Args:
        name: what the cluster, the user and the context are called.
        server: the URL.
        authority: the certificate that is to be trusted, as PEM.
        token: the bearer token.
        namespace: the default namespace.
    """

    name: str
    server: str
    authority: bytes
    token: str = attrs.field(repr=False)
    namespace: str

    def kubeconfig(self) -> str:
        """The text of a kubeconfig, as JSON, which is YAML too."""
        trusted = base64.b64encode(self.authority).decode()
        document = {
            "apiVersion": "v1",
            "kind": "Config",
            "clusters": [{"name": self.name, "cluster": {"server": self.server, "certificate-authority-data": trusted}}],
            "users": [{"name": self.name, "user": {"token": self.token}}],
            "contexts": [{"name": self.name, "context": {"cluster": self.name, "user": self.name, "namespace": self.namespace}}],
            "current-context": self.name,
        }
        return json.dumps(document, indent=2) + "\n"

    def write(self, path: Path) -> None:
        """Writes the kubeconfig, for its owner alone (0600), whole or not at all.

        Args:
            path: where; what is there is replaced.

        Raises:
            OSError: it cannot be written.
        """
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.{os.getpid()}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(self.kubeconfig())
            draft.replace(path)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
