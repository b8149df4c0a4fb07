"""The few requests that starting a control plane needs, without a client library."""

import http.client
import json
import ssl
from pathlib import Path
from typing import Any

import attrs

_TIMEOUT = 5.0


@attrs.frozen
class Api:
    """The API server as one user.

    Args:
        port: its port on 127.0.0.1.
        authority: the certificate to trust.
        token: the user's secret.
    """

    port: int
    authority: Path
    token: str = attrs.field(repr=False)

    def request(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        """Send one request; the status and the parsed body come back.

        Raises:
            OSError: nobody answered, or not the one whose certificate we trust.
        """
        context = ssl.create_default_context(cafile=str(self.authority))
        connection = http.client.HTTPSConnection("127.0.0.1", self.port, timeout=_TIMEOUT, context=context)
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json", "User-Agent": "tests"}
        try:
            connection.request(method, path, None if body is None else json.dumps(body), headers)
            answer = connection.getresponse()
            text = answer.read()
        except http.client.HTTPException as error:
            raise ConnectionError(str(error)) from error
        finally:
            connection.close()
        return answer.status, json.loads(text) if text.startswith(b"{") else text.decode()


def is_healthy(port: int, path: str) -> bool:
    """Tell whether a plain HTTP server on 127.0.0.1 says 200."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_TIMEOUT)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
