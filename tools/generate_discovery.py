"""Writes what the API server of the local cluster says of the built-in resources: taken from a real one, whose `kubectl proxy` is named."""

import gzip
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import typekro

TARGET = Path(typekro.__file__).parent / "local/api/bundled/discovery.json.gz"
_AGGREGATED = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList"
_TABLE = "application/json;as=Table;g=meta.k8s.io;v=v1"
_USAGE = "usage: python -m tools.generate_discovery http://127.0.0.1:PORT"


def fetched(server: str, path: str, accept: str) -> Any:
    """A document of the API server."""
    with urlopen(Request(f"{server}{path}", headers={"Accept": accept})) as reply:  # noqa: S310 - the proxy of one's own cluster
        return json.loads(reply.read())


def resources(server: str) -> Iterator[dict[str, Any]]:
    """The built-in resources, with the columns of their tables."""
    for root in ("/api", "/apis"):
        for group in fetched(server, root, _AGGREGATED)["items"]:
            name: str = group["metadata"].get("name", "")
            if name.endswith("kro.run"):
                continue
            for version in group["versions"]:
                place = "/".join(filter(None, (root, name, version["version"])))
                for resource in version["resources"]:
                    yield described(server, place, name, version["version"], resource)


def described(server: str, place: str, group: str, version: str, resource: dict[str, Any]) -> dict[str, Any]:
    """One resource as it is bundled."""
    listed = "list" in resource["verbs"]
    table: dict[str, Any] = fetched(server, f"{place}/{resource['resource']}?limit=1", _TABLE) if listed else {}
    return {
        "group": group,
        "version": version,
        "kind": resource["responseKind"]["kind"],
        "plural": resource["resource"],
        "singular": resource["singularResource"],
        "namespaced": resource["scope"] == "Namespaced",
        "shortNames": resource.get("shortNames", []),
        "categories": resource.get("categories", []),
        "verbs": resource["verbs"],
        "subresources": resource.get("subresources", []),
        "columns": table.get("columnDefinitions", []),
    }


def main(arguments: list[str]) -> int:
    """Writes the bundle; gives the exit code."""
    if len(arguments) != 1:
        sys.stderr.write(f"{_USAGE}\n")
        return 2
    text = json.dumps(list(resources(arguments[0])), separators=(",", ":"), sort_keys=True)
    TARGET.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
