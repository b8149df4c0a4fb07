"""Kubernetes' rules for texts: what a name, a label, an image may look like."""

import itertools
import re
from collections.abc import Sequence
from typing import Final

import attrs

MAX_PORT: Final = 65535


@attrs.frozen
class Rule:
    """What Kubernetes asks of a text.

    Args:
        noun: what the text is to be (`a name`).
        pattern: what all of it must match.
        says: the rule in words.
        longest: characters at most.
        is_name: whether lower case and dashes make it right.
    """

    noun: str
    pattern: re.Pattern[str]
    says: str
    longest: int
    is_name: bool = False

    def allows(self, text: str) -> bool:
        """Whether Kubernetes takes the text.

        Example:
            >>> NAME.allows("web"), NAME.allows("Web")
            (True, False)
        """
        return len(text) <= self.longest and self.pattern.fullmatch(text) is not None

    def can_allow(self, parts: Sequence[str | None]) -> bool:
        """Whether Kubernetes may take a text of which some parts are known later.

        Args:
            parts: the text from the left; None is a part that can be any text.

        Example:
            >>> NAME.can_allow([None, "-settings"]), NAME.can_allow([None, "_settings"])
            (True, False)
        """
        unknown = parts.count(None)
        # Of many parts each has the same stand-in: there is a text for each rule that fits beside itself.
        chosen = itertools.product(_STAND_INS, repeat=unknown) if unknown <= _MANY else ((one,) * unknown for one in _STAND_INS)
        return any(self.allows(_filled(parts, stand_ins)) for stand_ins in chosen)

    def nearest(self, text: str) -> str | None:
        """A name like this one that Kubernetes takes, if it is easily made.

        Example:
            >>> NAME.nearest("My App!")
            'my-app'
        """
        guess = re.sub(r"[^a-z0-9.]+", "-", text.lower())[: self.longest].strip("-.")
        guesses = [guess, guess.replace(".", "-")]
        return next((guess for guess in guesses if self.is_name and self.allows(guess)), None)


# What can stand anywhere that Kubernetes has a rule for: a word, a number, nothing, a path, a unit; words of 2 and 3 for base64.
_STAND_INS: Final = ("a", "1", "", "/a", "Gi", "aa", "aaa")
_MANY: Final = 3


def _filled(parts: Sequence[str | None], stand_ins: Sequence[str]) -> str:
    rest = iter(stand_ins)
    return "".join(next(rest) if part is None else part for part in parts)


_WORD = r"[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?"
_LABEL = r"[a-z0-9]([-a-z0-9]*[a-z0-9])?"
_OCTET = r"0*(25[0-5]|2[0-4]\d|1?\d?\d)"

NAME: Final = Rule(
    "a name",
    re.compile(_LABEL),
    "Kubernetes: 1 to 63 of a-z, 0-9 and -, the first and the last a letter or a digit (a DNS-1123 label)",
    63,
    is_name=True,
)
SUBDOMAIN: Final = Rule(
    "a name",
    re.compile(rf"{_LABEL}(\.{_LABEL})*"),
    "Kubernetes: 1 to 253 of a-z, 0-9, - and ., each part between dots with a letter or a digit first and last (a DNS-1123 subdomain)",
    253,
    is_name=True,
)
SECRET_NAME: Final = attrs.evolve(SUBDOMAIN, noun="a name of a Secret")
CONFIG_NAME: Final = attrs.evolve(SUBDOMAIN, noun="a name of a ConfigMap")
CRON_JOB_NAME: Final = attrs.evolve(NAME, longest=52, says=f"{NAME.says.replace('63', '52')}; the Jobs that it makes have longer names")
ROLE_NAME: Final = Rule("a name of a role", re.compile(r"(?!\.\.?$)[^/%]+"), "Kubernetes: neither / nor %, and not . or ..", 1 << 16)
HOST: Final = attrs.evolve(
    SUBDOMAIN,
    noun="a host",
    is_name=False,
    pattern=re.compile(rf"(\*\.)?(?!({_OCTET}\.){{3}}{_OCTET}$){_LABEL}(\.{_LABEL})*"),
    says="Kubernetes: a DNS name of a-z, 0-9, - and ., such as web.example.com or *.example.com, and no address",
)
SECRET_KEY: Final = Rule(
    "a key of a Secret",
    re.compile(r"(?!\.$|\.\.)[-._A-Za-z0-9]+"),
    "Kubernetes: 1 to 253 of letters, digits, -, _ and ., without .. in front",
    253,
)
CONFIG_KEY: Final = attrs.evolve(SECRET_KEY, noun="a key of a ConfigMap")
LABEL_KEY: Final = Rule(
    "a label's key",
    re.compile(rf"({_LABEL}(\.{_LABEL})*/)?(?=[^/]{{1,63}}$){_WORD}"),
    "Kubernetes: 1 to 63 of letters, digits, -, _ and ., the first and the last a letter or a digit; before it, if need be, a domain and /",
    317,
)
ANNOTATION_KEY: Final = attrs.evolve(LABEL_KEY, noun="an annotation's key", pattern=re.compile(LABEL_KEY.pattern.pattern, re.IGNORECASE))
LABEL_VALUE: Final = Rule(
    "a label's value",
    re.compile(rf"({_WORD})?"),
    "Kubernetes: at most 63 of letters, digits, -, _ and ., the first and the last a letter or a digit",
    63,
)
IMAGE: Final = Rule("an image", re.compile(r"\S+"), "Kubernetes: a name such as postgres:17, without spaces", 1 << 16)
VARIABLE: Final = Rule(
    "a name of an environment variable", re.compile(r"[ -<>-~]+"), "Kubernetes: printable ASCII characters without =, at least one", 1 << 16
)
QUANTITY: Final = Rule(
    "a quantity",
    re.compile(r"\+?(\d+(\.\d*)?|\.\d+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?\d+)?", re.ASCII),
    "Kubernetes: a number from 0, with a unit or without: 500m, 1.5, 128Mi, 10G",
    1 << 16,
)
PORT_NAME: Final = Rule(
    "a name of a port",
    re.compile(r"(?=.*[a-z])(?!.*--)[a-z0-9]([-a-z0-9]*[a-z0-9])?"),
    "Kubernetes: 1 to 15 of a-z, 0-9 and -, at least one letter, no -- and no - at either end",
    15,
)
SERVICE_PORT_NAME: Final = attrs.evolve(NAME, noun="a name of a port")
MOUNT_PATH: Final = Rule("a path in the container", re.compile(r"/[^:]*"), "Kubernetes: it begins with / and has no :", 1 << 16)
URL_PATH: Final = Rule(
    "a path of a URL",
    re.compile(r"(?!.*(//|/\./|/\.\./|%2[fF]))(?!.*/\.\.?$)/.*"),
    "Kubernetes: it begins with / and has no //, /./, /../ or %2F, nor /. or /.. at its end",
    1 << 16,
)
BASE64: Final = Rule(
    "base64",
    re.compile(r"([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?"),
    "Kubernetes: letters, digits, + and /, filled up with = to fours: base64.b64encode(...).decode()",
    1 << 20,
)
