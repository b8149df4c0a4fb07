from collections.abc import Callable
from typing import Any

import pytest

from tests.factories.parts import message, references
from typekro.errors import DefinitionError, compose
from typekro.factories import simple

SPEC = references()
NAME = "Kubernetes: 1 to 63 of a-z, 0-9 and -, the first and the last a letter or a digit (a DNS-1123 label)"
QUANTITY = "Kubernetes: a number from 0, with a unit or without: 500m, 1.5, 128Mi, 10G"
FIELDS = "Kubernetes: it has 4 of the five fields minute, hour, day of the month, month and day of the week"


def deployment(name: str = "web", image: str = "nginx", **more: Any) -> Any:
    return simple.deployment(name=name, image=image, **more)


def cron_job(schedule: str) -> Any:
    return simple.cron_job(name="web", image="nginx", schedule=schedule)


REFUSED: list[tuple[Callable[[], Any], str]] = [
    (
        lambda: deployment(f"Web_{SPEC.name}"),
        compose('simple.deployment: name is f"Web_{spec.name}", which is never a name', NAME, 'f"web-{spec.name}"'),
    ),
    (
        lambda: deployment(f"{SPEC.name}-"),
        compose('simple.deployment: name is f"{spec.name}-", which is never a name', NAME, 'f"{spec.name}"'),
    ),
    (
        lambda: deployment(f"{'a' * 63}{SPEC.name}b"),
        compose(f'simple.deployment: name is f"{"a" * 63}{{spec.name}}b", which is never a name', NAME),
    ),
    (lambda: deployment("Web-" + SPEC.name), compose("simple.deployment: name is ('Web-' + spec.name), which is never a name", NAME)),
    (
        lambda: deployment("{spec.name}-web"),
        compose("simple.deployment: name is '{spec.name}-web', not a name", NAME, 'f"{spec.name}-web"'),
    ),
    (
        lambda: deployment(image=f"nginx: {SPEC.image}"),
        compose(
            'simple.deployment: image is f"nginx: {spec.image}", which is never an image',
            "Kubernetes: a name such as postgres:17, without spaces",
        ),
    ),
    (
        lambda: deployment(resources={"limits": {"memory": f"{SPEC.replicas}GB"}}),
        compose('simple.deployment: resources.limits["memory"] is f"{spec.replicas}GB", which is never a quantity', QUANTITY),
    ),
    (lambda: cron_job(f"*/{SPEC.replicas} * * *"), compose('simple.cron_job: schedule is f"*/{spec.replicas} * * *"', FIELDS)),
]


@pytest.mark.parametrize(("call", "text"), REFUSED)
def test_what_is_constant_in_a_text_follows_the_rule(call: Callable[[], Any], text: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        call()

    assert message(caught) == text


TAKEN: list[Callable[[], Any]] = [
    lambda: deployment(f"{SPEC.name}-web"),
    lambda: deployment(f"{SPEC.name}{SPEC.name}-{SPEC.name}-{SPEC.replicas}"),
    lambda: deployment("web-" + SPEC.name),
    lambda: deployment(image=f"{SPEC.image}:{SPEC.name}"),
    lambda: deployment(labels={"tier": f"{SPEC.name}"}),
    lambda: deployment(resources={"limits": {"memory": f"{SPEC.name}Gi", "cpu": f"{SPEC.replicas}{SPEC.name}"}}),
    lambda: deployment(readiness_probe=simple.http_probe(f"{SPEC.name}/ready", 80)),
    lambda: simple.ingress(name="web", host=f"*.{SPEC.name}", paths={"/": ("web", 80)}),
    lambda: simple.ingress(name="web", host=f"{SPEC.name}.example.com", paths={"/": ("web", 80)}),
    lambda: cron_job(f"*/{SPEC.replicas} * * * *"),
    lambda: cron_job(f"5-{SPEC.replicas} * * * *"),
    lambda: cron_job(f"{SPEC.name} * * *"),
    lambda: cron_job(SPEC.name),
]


@pytest.mark.parametrize("call", TAKEN)
def test_what_can_become_right_is_taken(call: Callable[[], Any]) -> None:
    call()


def test_a_command_that_is_one_text_is_taken_apart_as_a_shell_would() -> None:
    for given, meant in (("nginx -g 'daemon off;'", "['nginx', '-g', 'daemon off;']"), ("say 'hi", '["say \'hi"]')):
        command: Any = given
        with pytest.raises(DefinitionError) as caught:
            deployment(command=command)

        assert message(caught) == compose(f"simple.deployment: command is {given!r}, a str", "it is a list", meant)
