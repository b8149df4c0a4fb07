"""What stands for a validator of attrs': the marker that lets the cluster check the same."""

from typing import Any

from typekro.schema.annotations import Annotation, written

_NUMBERS = {">=": "Minimum({})", "<=": "Maximum({})", ">": 'Validation("self > {}")', "<": 'Validation("self < {}")'}


def meant_by_validator(name: str, declared: Annotation, validator: Any) -> str:
    """The declaration to write instead of a validator.

    Args:
        name: the name of the field.
        declared: its annotation.
        validator: the validator, or several of them.
    """
    base = written(declared.base)
    found = [marker for part in _parts(validator) for marker in [_marker(part, declared)] if marker is not None]
    choices = next((marker for marker in found if marker.startswith("Literal[")), None)
    rest = [marker for marker in found if not marker.startswith("Literal[")]
    if not found:
        instance = bool(_parts(validator)) and all(
            _kind(part) in {"_InstanceOfValidator", "_OptionalValidator"} for part in _parts(validator)
        )
        return f"{name}: {base}" if instance else f'{name}: Annotated[{base}, Validation("...")], where the rule is CEL about self'
    inner = f"Annotated[{', '.join([choices or base, *rest])}]" if rest else str(choices)
    return f"{name}: {inner}{' | None' if declared.optional else ''}"


def _parts(validator: Any) -> list[Any]:
    match _kind(validator):
        case "_AndValidator":
            return [inner for part in validator._validators for inner in _parts(part)]  # noqa: SLF001 - attrs tells it nowhere else
        case "_OptionalValidator":
            return _parts(validator.validator)
        case _:
            return [validator]


def _marker(validator: Any, declared: Annotation) -> str | None:
    listed = declared.item is not None
    match _kind(validator):
        case "_NumberValidator":
            return _NUMBERS[validator.compare_op].format(repr(validator.bound))
        case "_MinLengthValidator":
            return f"{'MinItems' if listed else 'MinLength'}({validator.min_length})"
        case "_MaxLengthValidator":
            return f"{'MaxItems' if listed else 'MaxLength'}({validator.max_length})"
        case "_MatchesReValidator":
            return f"Pattern({f'^(?:{validator.pattern.pattern})$'!r})"
        case "_InValidator":
            return f"Literal[{', '.join(repr(option) for option in validator.options)}]"
        case _:
            return None


def _kind(validator: Any) -> str:
    return type(validator).__name__
