"""Keys: from a passphrase or a key file to the data key of a state file, and what that encrypts. The one place that does cryptography."""

import base64
import hashlib
import hmac
import os
import secrets
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import attrs

from typekro.errors import RefusedError, UsageError, compose
from typekro.orchestrator.state.keyring import KeyMethod, WrappedKey

PASSPHRASE: Final = "TYPEKRO_PASSPHRASE"  # noqa: S105 - the name of a variable
KEY_FILE: Final = "TYPEKRO_KEY_FILE"
OPENING: Final[Mapping[KeyMethod, str]] = {"passphrase": f"export {PASSPHRASE}=...", "key file": f"export {KEY_FILE}=FILE"}
"""How to say what opens secrets."""

_COST = 17
_BLOCK, _NONCE, _BYTES = 8, 12, 32
_FIRST = "name the right one; or make one, where no secret is recorded yet:"
_KEY_HEAD = "typekro-key-1 "


def remedy(wrapped: WrappedKey | None) -> list[str]:
    """How to say what secrets are encrypted under.

    Args:
        wrapped: the key, as the file has it: a new passphrase or key file would not open it. None where it has none yet.
    """
    return (
        [OPENING["passphrase"], f"typekro secrets keygen FILE, and {OPENING['key file']}"] if wrapped is None else [OPENING[wrapped.method]]
    )


@attrs.frozen(kw_only=True)
class KeySource:
    """What a person has to open a state file's secrets with.

    Args:
        method: what it is.
        material: its bytes.
        told: how people call it.
        cost: how hard it is to try others: the logarithm of scrypt's n.
    """

    method: KeyMethod
    material: bytes = attrs.field(repr=False)
    told: str
    cost: int = _COST

    def wrap(self, key: "DataKey") -> WrappedKey:
        """The data key, encrypted under this; takes half a second."""
        salt = secrets.token_bytes(16)
        outer = self._outer(salt, self.cost)
        wrapped = _encrypt(outer, key.secret, _aad(key.id))
        return WrappedKey(key_id=key.id, method=self.method, cost=self.cost, salt=base64.b64encode(salt).decode(), wrapped=wrapped)

    def unwrap(self, wrapped: WrappedKey, where: str) -> "DataKey":
        """The data key; takes half a second.

        Args:
            wrapped: the key, as the file has it.
            where: the state file.

        Raises:
            RefusedError: this is not what the key was encrypted under.
        """
        what = f"{self.told} does not open the secrets of {where}: nothing was changed"
        if self.method != wrapped.method:
            why = f"they are encrypted under a {wrapped.method}, and it is a {self.method}"
            raise RefusedError(compose(what, why, [f"in its place: {OPENING[wrapped.method]}"]), {"state": where})
        try:
            secret = _decrypt(self._outer(base64.b64decode(wrapped.salt), wrapped.cost), wrapped.wrapped, _aad(wrapped.key_id))
        except ValueError:
            why = f"they are encrypted under another {wrapped.method}"
            hint = "give the one that they were first recorded with, or that typekro secrets rotate changed it to"
            raise RefusedError(compose(what, why, hint), {"state": where}) from None
        return DataKey(wrapped.key_id, secret)

    def _outer(self, salt: bytes, cost: int) -> bytes:
        memory = (_BLOCK * 2**cost + _BLOCK * 2) * 128 + 2**20
        return hashlib.scrypt(self.material, salt=salt, n=2**cost, r=_BLOCK, p=1, maxmem=memory, dklen=_BYTES)


@attrs.frozen
class DataKey:
    """What the secrets of a state file are encrypted with.

    Args:
        id: its name.
        secret: the key itself.
    """

    id: str
    secret: bytes = attrs.field(repr=False)

    @classmethod
    def new(cls) -> "DataKey":
        """A key that nobody had before."""
        return cls(secrets.token_hex(4), secrets.token_bytes(_BYTES))

    def seal(self, text: str, about: str) -> str:
        """A text, encrypted; it can be opened as what it is about alone."""
        return _encrypt(self._part("seal"), text.encode("utf-8", "surrogatepass"), about.encode())

    def open(self, sealed: str, about: str) -> str:
        """A text that was encrypted.

        Raises:
            ValueError: it was changed, or is about something else.
        """
        return _decrypt(self._part("seal"), sealed, about.encode()).decode("utf-8", "surrogatepass")

    def mac(self, text: str, about: str) -> str:
        """What tells whether two texts are the same, and nothing else of them."""
        data = f"{about}\0{text}".encode("utf-8", "surrogatepass")
        return hmac.digest(self._part("mac"), data, "sha256").hex()

    def _part(self, use: str) -> bytes:
        return hmac.digest(self.secret, f"typekro {use}".encode(), "sha256")


def key_source(
    passphrase: str | None = None, environment: Mapping[str, str] | None = None, *, names: tuple[str, str] = (PASSPHRASE, KEY_FILE)
) -> KeySource | None:
    """What there is to open secrets with: what the script says, else what the environment does; None where nothing is.

    Args:
        passphrase: what the script says.
        environment: the variables; by default those of this process.
        names: the variables that say a passphrase and name a key file.

    Raises:
        UsageError: it is empty, or said in two ways; or the key file is not there or is none.
        RefusedError: others may read the key file.
    """
    variables = os.environ if environment is None else environment
    if passphrase is not None:
        return _of_passphrase(passphrase, "the passphrase of the script")
    said, file = map(variables.get, names)
    if said is not None and file is not None:
        why = "secrets are encrypted under one of them"
        raise UsageError(compose(f"{names[0]} and {names[1]} are both set", why, f"unset {names[1]}"))
    if said is not None:
        return _of_passphrase(said, names[0])
    return None if file is None else _of_file(Path(file))


def make_key_file(path: Path) -> None:
    """Makes a key file, for its owner alone (0600).

    Raises:
        RefusedError: it is there already.
        UsageError: it cannot be made.
    """
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(_KEY_HEAD + base64.b64encode(secrets.token_bytes(_BYTES)).decode() + "\n")
    except FileExistsError:
        raise RefusedError(compose(f"{path} is there already", "what it opens could be opened no more: nothing was written")) from None
    except OSError as error:
        raise UsageError(compose(f"the key file {path} cannot be made", str(error.strerror))) from error


def slow_digest(text: str, about: str) -> str:
    """What tells whether two texts are the same, where there is no key: hard to guess from, as far as the text is."""
    data = text.encode("utf-8", "surrogatepass")
    return hashlib.scrypt(data, salt=about.encode(), n=2**14, r=_BLOCK, p=1, maxmem=2**26, dklen=_BYTES).hex()


def _of_passphrase(text: str, told: str) -> KeySource:
    if not text:
        raise UsageError(compose(f"{told} is empty", "secrets would be open to everybody", remedy(None)))
    return KeySource(method="passphrase", material=text.encode("utf-8", "surrogateescape"), told=told)


def _of_file(path: Path) -> KeySource:
    told = f"the key file {path}"
    try:
        mode, text = stat.S_IMODE(path.stat().st_mode), path.read_text("ascii")
    except (OSError, UnicodeDecodeError) as error:
        why = [getattr(error, "strerror", None) or "it is no key file", f"it is named by {KEY_FILE}"]
        raise UsageError(compose(f"{told} cannot be read", why, f"{_FIRST} typekro secrets keygen {path}")) from error
    if mode & 0o077:
        raise RefusedError(compose(f"{told} can be read by others: nothing was changed", f"its mode is {mode:04o}", f"chmod 600 {path}"))
    if not text.startswith(_KEY_HEAD):
        raise UsageError(compose(f"{told} is no key file", f"it is named by {KEY_FILE}", f"{_FIRST} typekro secrets keygen ANOTHER_FILE"))
    return KeySource(method="key file", material=text.strip().encode(), told=told)


def _aad(key_id: str) -> bytes:
    return f"typekro data key {key_id}".encode()


def _encrypt(key: bytes, data: bytes, about: bytes) -> str:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415 - most runs keep no secrets, and need not load OpenSSL

    nonce = secrets.token_bytes(_NONCE)
    return base64.b64encode(nonce + AESGCM(key).encrypt(nonce, data, about)).decode()


def _decrypt(key: bytes, sealed: str, about: bytes) -> bytes:
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415 - as above
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415 - as above

    raw = base64.b64decode(sealed, validate=True)
    try:
        return AESGCM(key).decrypt(raw[:_NONCE], raw[_NONCE:], about)
    except InvalidTag:
        raise ValueError("not encrypted with this key, or not about this") from None
