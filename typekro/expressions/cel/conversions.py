"""Values made of values: conversions, encodings, hashes, and what looks random and is not."""

from typing import Any

from typekro.expressions.calling import call
from typekro.expressions.operands import solid
from typekro.expressions.reference import Reference


def made(name: str, function: str, *values: object) -> Any:
    """A call of a function of the table, as a reference.

    Args:
        name: what the user calls the function.
        function: its key in the table.
        values: what the user gave it.
    """
    return Reference(call(function, *(solid(value, f"cel.{name}(...)") for value in values)))


def string(value: str | float) -> str:
    """The value as text; the same as `f"{value}"`, where nothing else is in the text.

    Args:
        value: str, int, float or bool.

    Raises:
        MisuseError: it is something else.

    Example:
        >>> from typekro.expressions import Integer, Root, reference_to
        >>> string(reference_to(Root(Integer(), "port")))
        <typekro reference cel.string(port)>
    """
    text: str = made("string", "string", value)
    return text


def integer(value: str | float) -> int:
    """The value as a whole number: a text of figures is read, a float loses what is behind the point.

    Args:
        value: str, int or float; a text of anything else is an error in the cluster.

    Raises:
        MisuseError: it is something else.

    Example:
        >>> from typekro.expressions import Root, String, reference_to
        >>> integer(reference_to(Root(String(), "port")))
        <typekro reference cel.integer(port)>
    """
    number: int = made("integer", "integer", value)
    return number


def double(value: str | float) -> float:
    """The value as a float, such as for a division with a rest.

    Args:
        value: str, int or float; a text of anything else is an error in the cluster.

    Raises:
        MisuseError: it is something else.

    Example:
        >>> from typekro.expressions import Integer, Root, reference_to
        >>> double(reference_to(Root(Integer(), "replicas"))) / 2
        <typekro reference (cel.double(replicas) / 2.0)>
    """
    number: float = made("double", "double", value)
    return number


def json_text(value: object) -> str:
    """The value as JSON in a text, such as for a file in a ConfigMap; keys stand in their order.

    Args:
        value: anything, objects too; their fields have their names in the cluster.

    Raises:
        MisuseError: it is no value that the cluster knows.

    Example:
        >>> from typekro.expressions import Map, Root, String, reference_to
        >>> json_text(reference_to(Root(Map(String()), "settings")))
        <typekro reference cel.json_text(settings)>
    """
    text: str = made("json_text", "json_text", value)
    return text


def json_value(text: str) -> Any:
    """What a text of JSON says; nothing is known of its type here, and its numbers are floats.

    Args:
        text: the JSON; anything else is an error in the cluster.

    Raises:
        MisuseError: it is no str.

    Example:
        >>> from typekro.expressions import Root, String, reference_to
        >>> json_value(reference_to(Root(String(), "settings"))).host
        <typekro reference cel.json_value(settings).host>
    """
    return made("json_value", "json_value", text)


def base64_encode(text: str) -> str:
    """The text, in UTF-8, encoded as the `data` of a Secret is.

    Args:
        text: what is encoded.

    Raises:
        MisuseError: it is no str.

    Example:
        >>> from typekro.expressions import Root, String, reference_to
        >>> base64_encode(reference_to(Root(String(), "user")))
        <typekro reference cel.base64_encode(user)>
    """
    encoded: str = made("base64_encode", "base64_encode", text)
    return encoded


def base64_decode(text: str) -> str:
    """The text that stands encoded in another one.

    Args:
        text: what is decoded; anything but base64 of UTF-8 is an error in the cluster.

    Raises:
        MisuseError: it is no str.

    Example:
        >>> from typekro.expressions import Map, Root, String, reference_to
        >>> base64_decode(reference_to(Root(Map(String()), "secret.data"))["user"])
        <typekro reference cel.base64_decode(secret.data['user'])>
    """
    decoded: str = made("base64_decode", "base64_decode", text)
    return decoded


def fnv64a(text: str) -> str:
    """The FNV-1a hash of a text, 16 hexadecimal figures: short enough for a name; kro's choice where nobody attacks.

    Args:
        text: what is hashed, in UTF-8.

    Raises:
        MisuseError: it is no str.

    Example:
        >>> from typekro.expressions import Root, String, reference_to
        >>> fnv64a(reference_to(Root(String(), "config")))
        <typekro reference cel.fnv64a(config)>
    """
    hashed: str = made("fnv64a", "fnv64a", text)
    return hashed


def sha256(text: str) -> str:
    """The SHA-256 hash of a text, 64 hexadecimal figures: one too many for a label or a name of a Service.

    Args:
        text: what is hashed, in UTF-8.

    Raises:
        MisuseError: it is no str.

    Example:
        >>> from typekro.expressions import Root, String, reference_to
        >>> sha256(reference_to(Root(String(), "config")))[0:8]
        <typekro reference cel.sha256(config)[0:8]>
    """
    hashed: str = made("sha256", "sha256", text)
    return hashed


def md5(text: str) -> str:
    """The MD5 hash of a text, 32 hexadecimal figures: for what others have hashed so, and for nothing that is to be safe.

    Args:
        text: what is hashed, in UTF-8.

    Raises:
        MisuseError: it is no str.

    Example:
        >>> from typekro.expressions import Root, String, reference_to
        >>> md5(reference_to(Root(String(), "config")))
        <typekro reference cel.md5(config)>
    """
    hashed: str = made("md5", "md5", text)
    return hashed


def random_string(length: int, seed: str) -> str:
    """Small letters and figures that look random: the same for the same seed, again and again, and so no secret.

    Args:
        length: how many, from 1; more than 8 repeat themselves.
        seed: what they are made from, such as `schema.metadata.uid`.

    Raises:
        MisuseError: one is not of its type.

    Example:
        >>> from typekro.expressions import Root, String, reference_to
        >>> random_string(5, reference_to(Root(String(), "uid")))
        <typekro reference cel.random_string(5, uid)>
    """
    text: str = made("random_string", "random_string", length, seed)
    return text


def random_integer(low: int, high: int, seed: str) -> int:
    """A whole number that looks random: the same for the same seed, again and again.

    Args:
        low: the smallest that it may be.
        high: it is below this.
        seed: what it is made from, such as `schema.metadata.uid`.

    Raises:
        MisuseError: one is not of its type.

    Example:
        >>> from typekro.expressions import Root, String, reference_to
        >>> random_integer(30000, 32768, reference_to(Root(String(), "uid")))
        <typekro reference cel.random_integer(30000, 32768, uid)>
    """
    number: int = made("random_integer", "random_integer", low, high, seed)
    return number
