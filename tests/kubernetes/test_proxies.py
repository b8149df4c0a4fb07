"""The proxy that the environment names: what passes it by, by the rules that kubectl has."""

import pytest
from yarl import URL

from typekro.kubernetes.errors import ClusterConfigError
from typekro.kubernetes.proxies import proxy_for

PROXY = "http://proxy.corp:3128"


@pytest.mark.parametrize(
    ("server", "no_proxy"),
    [
        ("https://127.0.0.1:6443", ""),
        ("https://127.8.0.1:6443", ""),
        ("https://localhost:6443", ""),
        ("https://[::1]:6443", ""),
        ("https://api.corp:6443", "*"),
        ("https://api.corp:6443", "other, api.corp"),
        ("https://api.corp:6443", "corp"),
        ("https://api.corp:6443", ".corp"),
        ("https://api.corp:6443", "*.corp"),
        ("https://API.corp:6443", "api.CORP:6443"),
        ("https://10.1.2.3:6443", "10.0.0.0/8"),
        ("https://10.1.2.3:6443", "10.1.2.3"),
        ("https://10.1.2.3:6443", "10.1.2.3:6443"),
        ("https://[fd00::1]:6443", "fd00::/8"),
        ("https://[fd00::1]:6443", "fd00::1"),
        ("https://[fd00::1]:6443", "[fd00::1]:6443"),
    ],
)
def test_what_is_passed_by(server: str, no_proxy: str) -> None:
    assert proxy_for(URL(server), {"HTTPS_PROXY": PROXY, "NO_PROXY": no_proxy}) is None


@pytest.mark.parametrize(
    ("server", "no_proxy"),
    [
        ("https://api.corp:6443", ""),
        ("https://corp:6443", ".corp"),
        ("https://corp:6443", "*.corp"),
        ("https://mycorp:6443", "corp"),
        ("https://api.corp:6443", "api.corp:443"),
        ("https://10.1.2.3:6443", "192.168.0.0/16"),
        ("https://10.1.2.3:6443", "10.1.2.30, 10.1.2.3:80, no/network, ,"),
        ("https://api.corp:6443", "10.0.0.0/8"),
    ],
)
def test_what_goes_through_it(server: str, no_proxy: str) -> None:
    assert proxy_for(URL(server), {"HTTPS_PROXY": PROXY, "NO_PROXY": no_proxy}) == PROXY


def test_small_letters_count_where_there_are_no_capitals_and_each_scheme_has_its_own() -> None:
    environ = {"https_proxy": PROXY, "HTTP_PROXY": "http://other:80", "http_proxy": "http://unheard:80"}

    assert proxy_for(URL("https://api.corp"), environ) == PROXY
    assert proxy_for(URL("http://api.corp"), environ) == "http://other:80"
    assert proxy_for(URL("https://api.corp"), {"HTTP_PROXY": PROXY}) is None


def test_a_proxy_without_a_scheme_speaks_http() -> None:
    assert proxy_for(URL("https://api.corp"), {"HTTPS_PROXY": "proxy.corp:3128"}) == PROXY


def test_a_proxy_that_is_spoken_to_by_tls_is_refused_without_its_password() -> None:
    with pytest.raises(ClusterConfigError) as caught:
        proxy_for(URL("https://api.corp:6443"), {"HTTPS_PROXY": "https://ada:secret@proxy.corp:3129"})

    assert str(caught.value) == (
        "HTTPS_PROXY is https://proxy.corp:3129, and a proxy is spoken to by plain HTTP only\n"
        "hint: export HTTPS_PROXY=http://...\n"
        "hint: or, to go past it: export NO_PROXY=api.corp"
    )
