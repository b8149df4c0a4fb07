import pytest

from typekro.local.schemas.formats import fits_format


@pytest.mark.parametrize(
    ("name", "right", "wrong"),
    [
        ("isbn", "978-0321751041", "978-0321751042"),
        ("isbn10", "0321751043", "9780321751041"),
        ("creditcard", "4111 1111 1111 1111", "4111 1111 1111 1112"),
        ("ssn", "111-11-1111", "111-11-111"),
        ("rgbcolor", "rgb(1, 2, 255)", "rgb(1, 2, 256)"),
        ("uuid4", "123e4567-e89b-42d3-a456-426614174000", "123e4567-e89b-12d3-a456-426614174000"),
        ("k8s-long-name", "a.b-c", "a..b"),
        ("date-time", "2020-02-29T23:59:59.5+01:00", "2020-02-29T24:00:00Z"),
        ("duration", "2 weeks", "weeks"),
        ("ipv4", "010.0.0.1", "10.0.0.256"),
    ],
)
def test_a_text_is_of_a_format_or_not(name: str, right: str, wrong: str) -> None:
    assert fits_format(name, right)
    assert not fits_format(name, wrong)
