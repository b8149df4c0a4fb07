"""What kwok does with pods and nodes: its own fast stages, and images that never start."""

import copy
from collections.abc import Iterable, Mapping
from typing import Any

import yaml

NEVER_STARTS = "never-starts"
"""A pod with an image whose name contains this stays Pending, as if the image could not be pulled."""

_HAS_SUCH_IMAGE = f'any(.spec.containers[].image; contains("{NEVER_STARTS}"))'
_FIRST_STAGE = "pod-ready"

_WAITING = """\
{{ $now := Now }}
phase: Pending
startTime: {{ $now | Quote }}
conditions:
- lastTransitionTime: {{ $now | Quote }}
  status: "True"
  type: Initialized
- lastTransitionTime: {{ $now | Quote }}
  message: 'containers with images that cannot be pulled'
  reason: ContainersNotReady
  status: "False"
  type: Ready
- lastTransitionTime: {{ $now | Quote }}
  message: 'containers with images that cannot be pulled'
  reason: ContainersNotReady
  status: "False"
  type: ContainersReady
containerStatuses:
{{ range .spec.containers }}
- image: {{ .image | Quote }}
  imageID: ""
  name: {{ .name | Quote }}
  ready: false
  restartCount: 0
  state:
    waiting:
      message: {{ printf "Back-off pulling image %s" .image | Quote }}
      reason: ImagePullBackOff
{{ end }}
"""


def never_starts() -> dict[str, Any]:
    """Make the stage in which pods with such an image stay."""
    return {
        "apiVersion": "kwok.x-k8s.io/v1alpha1",
        "kind": "Stage",
        "metadata": {"name": "pod-never-starts"},
        "spec": {
            "resourceRef": {"apiGroup": "v1", "kind": "Pod"},
            "selector": {
                "matchExpressions": [
                    {"key": ".metadata.deletionTimestamp", "operator": "DoesNotExist"},
                    {"key": _HAS_SUCH_IMAGE, "operator": "In", "values": ["true"]},
                    {"key": ".status.containerStatuses.[].state.waiting.reason", "operator": "DoesNotExist"},
                ]
            },
            "next": {"statusTemplate": _WAITING},
        },
    }


def with_images_that_never_start(stages: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Add the stage of images that never start, and keep the stage that makes pods ready away from them.

    Args:
        stages: kwok's own stages, as parsed YAML.

    Raises:
        ValueError: the stage that makes pods ready is not among them.
    """
    changed = [copy.deepcopy(dict(stage)) for stage in stages]
    ready = [stage for stage in changed if stage["metadata"]["name"] == _FIRST_STAGE]
    if not ready:
        raise ValueError(f"kwok has no stage {_FIRST_STAGE}")
    for stage in ready:
        stage["spec"]["selector"]["matchExpressions"].append({"key": _HAS_SUCH_IMAGE, "operator": "NotIn", "values": ["true"]})
    return [*changed, never_starts()]


def stages_document(texts: Iterable[str]) -> str:
    """Join stage files into the one that kwok is started with.

    Args:
        texts: the text of each stage file.
    """
    stages = [stage for text in texts for stage in yaml.safe_load_all(text) if stage is not None]
    return yaml.safe_dump_all(with_images_that_never_start(stages))
