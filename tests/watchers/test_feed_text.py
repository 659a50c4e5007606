"""Addresses as feeds write them lead where their writers meant."""

import pytest

from watchers.feed_text import absolute

BASE = "https://b.example/d/"


@pytest.mark.parametrize(
    "written",
    [
        "htt ps://e.example/x",
        "https ://e.example/x",
        "https: //e.example/x",
        "https:// e.example/x",
        "https://e.example /x",
        "https\u00a0://e.example/x",
        "h t t p s : / / e.example /x",
        "https://https ://e.example/x",
        "https: \\\\e.example/x",
        "// e.example/x",
        "https://\n  e.example/x",
    ],
)
def test_white_space_before_the_path_means_nothing(written: str) -> None:
    assert absolute(written, BASE) == "https://e.example/x"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("https://e.example/a b", "https://e.example/a%20b"),
        ("https://e.example/a\u00a0b", "https://e.example/a%C2%A0b"),
        ("https://e.example/a\u3000b?c\u3000d#e f", "https://e.example/a%E3%80%80b?c%E3%80%80d#e%20f"),
        ("https://e.example?a=b / c", "https://e.example?a=b%20/%20c"),
        ("https://e.example#a b", "https://e.example#a%20b"),
        ("a b/c", "https://b.example/d/a%20b/c"),
        ("/a b", "https://b.example/a%20b"),
    ],
)
def test_white_space_behind_the_host_is_encoded(written: str, meant: str) -> None:
    assert absolute(written, BASE) == meant
