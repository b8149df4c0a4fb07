from hypothesis import given
from hypothesis import strategies as st

from typekro.cli.tables import aligned


def test_columns_are_as_wide_as_their_widest_cell() -> None:
    assert aligned([["ID", "STATUS"], ["readme", "ready"]]) == ["ID      STATUS", "readme  ready"]


def test_wide_and_combining_characters_count_as_they_are_shown() -> None:
    assert aligned([["数据", "x"], ["data", "x"], ["e\u0301tat", "x"]]) == ["数据  x", "data  x", "e\u0301tat  x"]


@given(st.lists(st.lists(st.text("abc", min_size=1, max_size=9), min_size=3, max_size=3), min_size=1))
def test_every_column_starts_at_one_place(rows: list[list[str]]) -> None:
    lines = aligned(rows)

    widths = [max(len(row[column]) for row in rows) for column in range(2)]
    starts = [0, widths[0] + 2, widths[0] + widths[1] + 4]
    assert all(
        line[start:].startswith(cell) for line, row in zip(lines, rows, strict=True) for start, cell in zip(starts, row, strict=True)
    )
