"""`typekro import`: typed classes for the kinds of CRDs, which files hold or a cluster has."""

import difflib
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from typekro.checking.documents import documents
from typekro.cli.places import shown
from typekro.errors import RefusedError, UsageError, compose
from typekro.kubernetes import Cluster, Manifest
from typekro.openapi.crds import WRITTEN_BY, module_name, modules_of_kinds
from typekro.openapi.kinds import kinds_of_crd

_STDIO = "-"
_CRD = ("apiextensions.k8s.io/v1", "CustomResourceDefinition")
_NAMED, _LONGEST = 3, 60


def import_files(names: Sequence[str], output: str = ".") -> None:
    """Writes the classes of the CRDs that files hold.

    Args:
        names: YAML files, each of one or more documents; `-` is standard input. What is no CRD in them is passed over.
        output: the folder for the modules; `-` is standard output.

    Raises:
        UsageError: a file is not there or holds no CRD, or there are several modules for standard output.
        DefinitionError: a file is no YAML, or a CRD in it cannot be read.
        RefusedError: a file of that name is there, and `typekro import` did not write it.
    """
    if not names:
        hints = ["typekro import crds.yaml", "typekro import --cluster certificates.cert-manager.io"]
        raise UsageError(compose("nothing was named to be imported", (), hints))
    manifests = [manifest for name in names for manifest in _crds_of_file(name)]
    titles = ["standard input" if name == _STDIO else Path(name).name for name in names]
    _write(manifests, _listed(titles), output)


async def import_cluster(names: Sequence[str], cluster: Cluster, output: str = ".") -> None:
    """Writes the classes of the CRDs that a cluster has.

    Args:
        names: of CRDs (`certificates.cert-manager.io`), or their groups, kinds or plurals; all CRDs where there are none.
        cluster: which cluster.
        output: the folder for the modules; `-` is standard output.

    Raises:
        UsageError: no CRD is called so, or there are several modules for standard output.
        ClusterConfigError: it is not known how to reach the cluster.
        ClusterUnreachableError: it does not answer.
        ForbiddenError: we may not list its CRDs.
        RefusedError: a file of that name is there, and `typekro import` did not write it.
    """
    async with cluster.connect() as client:
        listing = await client.list(*_CRD)
    manifests = sorted(listing.items, key=lambda crd: str(crd["metadata"]["name"]))
    chosen = _chosen(manifests, names)
    _write(chosen, f"the cluster's {_listed([str(crd['metadata']['name']) for crd in chosen])}", output)


def _crds_of_file(name: str) -> list[Manifest]:
    title = "standard input" if name == _STDIO else shown(name)
    found = [manifest for document in documents(_text(name), title) for manifest in _manifests(document.manifest)]
    crds = [manifest for manifest in found if manifest.get("kind") == _CRD[1]]
    if not crds:
        kinds = sorted({str(manifest.get("kind")) for manifest in found})
        raise UsageError(compose(f"{title} holds no CRD", f"what it holds is {', '.join(kinds) or 'nothing'}"))
    return crds


def _text(name: str) -> str:
    try:
        return sys.stdin.read() if name == _STDIO else Path(name).read_text("utf-8")
    except FileNotFoundError:
        raise UsageError(compose(f"there is no file {shown(name)}", "typekro import reads YAML files of CRDs")) from None
    except OSError as error:
        raise UsageError(compose(f"{shown(name)} cannot be read", str(error.strerror))) from error
    except UnicodeDecodeError as error:
        raise UsageError(compose(f"{shown(name)} cannot be read", f"it is no UTF-8: {error}")) from error


def _manifests(document: Manifest) -> list[Manifest]:
    """The manifest itself, or those of a list as `kubectl get -o yaml` writes it."""
    items: Sequence[Manifest] | None = document.get("items")
    return [document] if items is None or not str(document.get("kind")).endswith("List") else [*items]


def _chosen(crds: Sequence[Manifest], names: Sequence[str]) -> list[Manifest]:
    known = {name for crd in crds for name in _names_of(crd)}
    strangers = [name for name in names if name not in known]
    if strangers:
        near = [found for name in strangers for found in difflib.get_close_matches(name, sorted(known), 1)]
        hint = [f"typekro import --cluster {' '.join(near)}"] if near else []
        why = f"the cluster has {len(crds)} CRDs, and none has this name, group, kind or plural"
        raise UsageError(compose(f"no CRD of the cluster is called {' or '.join(strangers)}", why, hint))
    return [crd for crd in crds if not names or not _names_of(crd).isdisjoint(names)]


def _names_of(crd: Manifest) -> set[str]:
    spec = crd["spec"]
    return {crd["metadata"]["name"], spec["group"], spec["names"]["kind"], spec["names"]["plural"]}


def _listed(titles: Sequence[str]) -> str:
    named = _NAMED if len(", ".join(titles[:_NAMED])) < _LONGEST else 1
    text = ", ".join(titles[:named])
    return f"{text} and {len(titles) - named} more" if len(titles) > named else text


def _write(manifests: Iterable[Manifest], source: str, output: str) -> None:
    kinds = [kind for manifest in manifests for kind in kinds_of_crd(manifest)]
    modules = modules_of_kinds(kinds, source)
    if output == _STDIO:
        _print(modules)
        return
    folder = Path(output)
    for name in modules:
        _refuse_stranger(folder / name)
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in modules.items():
        _write_module(folder / name, text)
        print(f"{shown(folder / name)}: {', '.join(sorted(kind.kind for kind in kinds if f'{module_name(kind.api_version)}.py' == name))}")


def _print(modules: dict[str, str]) -> None:
    if len(modules) > 1:
        why = f"there are {len(modules)}: {', '.join(modules)}"
        raise UsageError(compose("standard output takes one module", why, "--output FOLDER, or CRDs of one version of one group"))
    sys.stdout.write("".join(modules.values()))


def _write_module(path: Path, text: str) -> None:
    if not path.exists() or path.read_text("utf-8") != text:
        path.write_text(text, "utf-8")


def _refuse_stranger(path: Path) -> None:
    if not path.exists():
        return
    with path.open(encoding="utf-8", errors="replace") as file:
        first = file.readline()
    if WRITTEN_BY not in first:
        why = "nothing was written: typekro import replaces no file but its own"
        raise RefusedError(compose(f"{shown(path)} is there, and was not written by typekro import", why, "--output ANOTHER_FOLDER"))
