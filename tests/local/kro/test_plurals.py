"""The plural of a kind is the one that kro makes: the file has what the Go library that kro asks says of 700 words."""

from pathlib import Path

from typekro.local.kro.plurals import plural_of

WORDS = Path(__file__).with_name("plurals.txt")


def test_a_kind_has_the_plural_that_kro_gives_it() -> None:
    expected = dict(line.split() for line in WORDS.read_text("utf-8").splitlines())
    assert len(expected) == 700
    assert {word: plural_of(word) for word in expected} == expected
