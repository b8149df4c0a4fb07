"""`secret`: values that stand in inputs of resources, and that nobody but the handler of the resource gets to see."""

import os
from typing import Any, Final, NoReturn, SupportsIndex, cast

import attrs

from typekro.errors import UsageError, compose
from typekro.expressions import Expression, MisuseError, Root, String, UnknownFieldError, Variable, expression_of
from typekro.expressions.tokens import issue
from typekro.orchestrator.redacting import SHORTEST, SHOWN, known

_WHY = "nothing is known of it while the script runs, so that nothing of it can be shown"


@attrs.frozen(eq=False)
class SecretRoot(Root):
    """What a secret, and every text that one was formatted into, starts from.

    Args:
        value: the plain text.
    """

    value: str = attrs.field(repr=False)


class Secret:
    """A text that poses as a `str` in inputs of resources; made by `secret`, never by its user."""

    __slots__ = ("__root",)
    __root: SecretRoot

    def __init__(self, root: SecretRoot) -> None:
        object.__setattr__(self, "_Secret__root", root)

    def __typekro_expression__(self) -> Expression:
        return Variable(self.__root)

    def __repr__(self) -> str:
        known().printed = True
        return SHOWN

    def __format__(self, spec: str) -> str:
        if spec:
            raise _refusal(f'f"{{{SHOWN}:{spec}}}"', 'f"{secret}"')
        return issue(Variable(self.__root))

    def __copy__(self) -> "Secret":
        return self

    def __deepcopy__(self, memo: object) -> "Secret":
        return self

    def __hash__(self) -> int:
        return object.__hash__(self)

    def __reduce_ex__(self, protocol: SupportsIndex) -> NoReturn:
        raise _refusal(f"pickling {SHOWN}")

    def __getattr__(self, name: str) -> NoReturn:
        if name.startswith("_"):  # probes of copy, pickle, inspect and pytest
            raise AttributeError(name)
        hint = "change the text before it becomes a secret: secret(text.strip())"
        raise UnknownFieldError(compose(f"{SHOWN}.{name}: a secret cannot do that", _WHY, hint))

    def __eq__(self, other: object) -> bool:
        raise _refusal(f"{SHOWN} == ...")

    def __ne__(self, other: object) -> bool:
        raise _refusal(f"{SHOWN} != ...")

    def __bool__(self) -> bool:
        raise _refusal(f"whether {SHOWN} is true")

    def __len__(self) -> int:
        raise _refusal(f"len({SHOWN})")

    def __iter__(self) -> NoReturn:
        raise _refusal(f"for ... in {SHOWN}")

    def __contains__(self, item: object) -> bool:
        raise _refusal(f"... in {SHOWN}")

    def __getitem__(self, key: object) -> NoReturn:
        raise _refusal(f"{SHOWN}[...]")

    def __add__(self, other: object) -> NoReturn:
        raise _refusal(f"{SHOWN} + ...", 'f"{secret}..."')

    def __radd__(self, other: object) -> NoReturn:
        raise _refusal(f"... + {SHOWN}", 'f"...{secret}"')

    def __mod__(self, other: object) -> NoReturn:
        raise _refusal(f"{SHOWN} % ...", 'f"...{secret}"')


class Secrets:
    """Makes secrets: `secret` is the one of its kind."""

    def __call__(self, value: str) -> str:
        """A text that is handed to the handler of a resource, encrypted in the state file, and shown nowhere.

        It can stand in any input of a resource, also inside an f-string. The state file keeps it under a passphrase, which has to be
        there: `TYPEKRO_PASSPHRASE`, a key file named by `TYPEKRO_KEY_FILE`, or `alchemy(..., passphrase=...)`.

        Args:
            value: the plain text, four letters or more.

        Returns:
            What poses as a `str` and prints as `<secret>`; it cannot be compared, measured or cut.

        Raises:
            UsageError: it is no text, or shorter.

        Example:
            >>> secret("correct horse battery")
            <secret>
        """
        return _made(value, "secret(...)")

    def env(self, name: str) -> str:
        """A secret that stands in a variable of the environment.

        Args:
            name: the variable.

        Raises:
            UsageError: there is no such variable, or what stands in it is too short.
        """
        value = os.environ.get(name)
        if value is None:
            raise UsageError(compose(f"secret.env({name!r}): there is no variable {name} in the environment", (), f"export {name}=..."))
        return _made(value, f"secret.env({name!r})")


secret: Final = Secrets()


def _made(value: Any, called: str) -> str:
    if isinstance(value, Secret):
        return cast("str", value)
    if not isinstance(value, str):
        raise UsageError(compose(f"{called}: a secret is a text, and this is {type(value).__name__}"))
    if len(value) < SHORTEST:
        why = f"it is taken out of every text that is shown, and {'an empty text' if not value else 'so short a one'} is a part of most"
        raise UsageError(compose(f"{called}: a secret has {SHORTEST} letters or more, and this has {len(value)}", why))
    if expression_of(value) is not None:
        why = "it holds a secret, or a reference to what is known later"
        raise UsageError(compose(f"{called}: the text is not known while the script runs", why, "pass the text on as it is"))
    known().add(value)
    return cast("str", Secret(SecretRoot(String(), SHOWN, value)))


def _refusal(tried: str, hint: str | tuple[()] = ()) -> MisuseError:
    return MisuseError(compose(f"{tried}: a secret cannot do that", _WHY, hint))
