"""How kro reads a string of a template: an independent reading of its rules, to hold ours against."""


def expressions_and_texts(template: str) -> list[str]:
    """The parts of a template in their order: expressions with `${` and `}` around them, and the texts between."""
    parts: list[str] = []
    rest = template
    while "${" in rest:
        start = rest.index("${")
        end = _end(rest, start + 2)
        if end is None:
            break
        parts += [rest[:start], rest[start:end]]
        rest = rest[end:]
    return [part for part in [*parts, rest] if part]


def _end(text: str, position: int) -> int | None:
    """Where an expression ends: braces count outside of double quotes alone, in which a backslash escapes."""
    depth, quoted, escaped = 1, False, False
    for index in range(position, len(text)):
        letter = text[index]
        if escaped:
            escaped = False
        elif quoted and letter == "\\":
            escaped = True
        elif letter == '"':
            quoted = not quoted
        elif not quoted:
            depth += {"{": 1, "}": -1}.get(letter, 0)
            if depth == 0:
                return index + 1
    return None
