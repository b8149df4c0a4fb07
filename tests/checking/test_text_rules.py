import pytest
from hypothesis import given
from hypothesis import strategies as st

from typekro.checking.text_rules import IMAGE, LABEL_KEY, LABEL_VALUE, NAME, QUANTITY, SECRET_KEY, SECRET_NAME, VARIABLE, Rule


@pytest.mark.parametrize(
    ("rule", "texts"),
    [
        (NAME, ["a", "0", "web-1", "1web", "a" * 63]),
        (SECRET_NAME, ["a", "a.b", "web-1.example.com", "a" * 253]),
        (SECRET_KEY, ["password", "tls.crt", "A_b-c", ".hidden"]),
        (LABEL_KEY, ["app", "app.kubernetes.io/name", "a/B_c", "a" * 63, "example.com/" + "a" * 63]),
        (LABEL_VALUE, ["", "a", "v1.2_3", "a" * 63]),
        (IMAGE, ["nginx", "postgres:17", "registry.example.com:5000/team/web@sha256:0123"]),
        (VARIABLE, ["A", "app.name", "with space", "1"]),
        (QUANTITY, ["1", "0.5", ".5", "5.", "500m", "128Mi", "1e3", "1E-3", "10G"]),
    ],
)
def test_kubernetes_takes(rule: Rule, texts: list[str]) -> None:
    assert [text for text in texts if not rule.allows(text)] == []


@pytest.mark.parametrize(
    ("rule", "texts"),
    [
        (NAME, ["", "Web", "-a", "a-", "a.b", "a_b", "a" * 64, "a\n", "ä"]),
        (SECRET_NAME, ["", "a..b", ".a", "a.", "A", "a" * 254, "a-.b"]),
        (SECRET_KEY, ["", ".", "..", "a b", "a/b", "..data", "a" * 254]),
        (LABEL_KEY, ["", "-a", "a/", "/a", "a/b/c", "a" * 64, "Example.com/a", "example.com/" + "a" * 64, "..app"]),
        (LABEL_VALUE, ["-", "a b", "a" * 64, "a-"]),
        (IMAGE, ["", "a b", "a\n"]),
        (VARIABLE, ["", "A=B", "ä", "a\tb"]),
        (QUANTITY, ["", "1 Gi", "1GB", "Mi", "1,5", "1Ki2", "-1"]),
    ],
)
def test_kubernetes_refuses(rule: Rule, texts: list[str]) -> None:
    assert [text for text in texts if rule.allows(text)] == []


@pytest.mark.parametrize(
    ("rule", "text", "near"),
    [
        (NAME, "My App!", "my-app"),
        (NAME, "web.example.com", "web-example-com"),
        (SECRET_NAME, "Web.Example.com", "web.example.com"),
        (NAME, "...", None),
        (IMAGE, "my image", None),
    ],
)
def test_a_name_that_is_nearly_right_is_made_right(rule: Rule, text: str, near: str | None) -> None:
    assert rule.nearest(text) == near


@given(st.sampled_from([NAME, SECRET_NAME]), st.text(max_size=300))
def test_what_is_suggested_is_taken(rule: Rule, text: str) -> None:
    near = rule.nearest(text)

    assert near is None or rule.allows(near)
