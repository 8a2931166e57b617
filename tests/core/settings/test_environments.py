"""Where the API is."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from acme_ticketing_core.errors import InvalidArgument
from acme_ticketing_core.settings.environments import BaseUrl, Production, Sandbox

SERVERS = {
    "production": "https://api.example.com",
    "sandbox": "https://sand{number}-api.example.net",
}


def test_production_and_sandboxes_take_their_url_from_the_spec():
    """The URLs stand in the spec's servers and nowhere else."""
    assert Production().base_url(SERVERS) == "https://api.example.com"
    assert Sandbox(10).base_url(SERVERS) == "https://sand10-api.example.net"
    assert (repr(Production()), repr(Sandbox(10))) == ("Production()", "Sandbox(10)")


def test_environments_are_values():
    """Two of one place are one, such as in a test or a dictionary of clients."""
    assert Sandbox(10) == copy.deepcopy(Sandbox(10)) != Sandbox(11)
    assert {Production(), Production(), BaseUrl("https://a"), BaseUrl("https://a/")} == {
        Production(), BaseUrl("https://a"),
    }  # fmt: skip
    assert Production() != "Production()"


@pytest.mark.parametrize("url", [None, 5, b"https://a"])
def test_a_base_url_is_text(url: Any):
    """Told as any other that is none."""
    with pytest.raises(InvalidArgument, match="the base URL is not a URL"):
        BaseUrl(url)


def test_a_spec_without_that_server_says_so():
    """A missing server is named, and the way around it."""
    with pytest.raises(InvalidArgument, match="no server named sandbox; give a BaseUrl"):
        Sandbox(1).base_url({})


@pytest.mark.parametrize("number", [0, -1, True, "10", 1.0, None])
def test_a_sandbox_has_a_whole_number_from_one(number: Any):
    """Any other number is refused where it is written, not at the first call."""
    with pytest.raises(InvalidArgument, match="1 or more"):
        Sandbox(number)


@pytest.mark.parametrize(
    ("url", "base"),
    [
        ("https://api.example.com", "https://api.example.com"),
        ("https://api.example.com/", "https://api.example.com"),
        ("https://proxy.example.com:8443/acme/", "https://proxy.example.com:8443/acme"),
        ("http://localhost:8765", "http://localhost:8765"),
        ("http://127.0.0.1:8765/", "http://127.0.0.1:8765"),
        ("http://127.8.9.10", "http://127.8.9.10"),
        ("http://[::1]:8765", "http://[::1]:8765"),
    ],
)
def test_a_base_url_may_be_any_https_url_or_loopback(url: str, base: str):
    """The slash at the end goes, for paths begin with one."""
    assert BaseUrl(url).base_url({}) == base
    assert repr(BaseUrl(url)) == f"BaseUrl({base!r})"


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://api.example.com", "must begin with https"),
        ("http://127.0.0.1.example.com", "must begin with https"),
        ("http://localhost.example.com", "must begin with https"),
        ("http://10.0.0.1", "must begin with https"),
        ("ftp://api.example.com", "must begin with https"),
        ("api.example.com", "not a URL"),
        ("", "not a URL"),
        ("https://", "not a URL"),
        ("https://host:port", "not a URL"),
        ("https://[::1", "not a URL"),
        ("https://a b", "not a URL"),
        ("https://höst.example.com", "not a URL"),
        ("https://ops:hunter2@api.example.com", "user name or password"),
        ("https://api.example.com?key=hunter2", "query or fragment"),
        ("https://api.example.com/#hunter2", "query or fragment"),
        ("https://api.example.com/?", "query or fragment"),
    ],
)
def test_any_other_base_url_is_refused_without_repeating_it(url: str, reason: str):
    """The message says what is wrong and never repeats what may hold a password."""
    with pytest.raises(InvalidArgument, match=reason) as caught:
        BaseUrl(url)

    assert "hunter2" not in str(caught.value)
