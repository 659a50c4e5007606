"""Where a link may lead."""

from dataclasses import replace

import pytest

from newsroom.item import may_be_shown
from tests.builders import item, source

HERE = "http://127.0.0.1:8123"


@pytest.mark.parametrize(
    ("feed", "url", "page"),
    [
        pytest.param("https://o.example/feed", "https://o.example/1", True, id="its own site"),
        pytest.param("https://o.example/feed", "https://other.example/1", True, id="another public page"),
        pytest.param("https://o.example/feed", f"{HERE}/admin?delete=1", False, id="the reader's own machine"),
        pytest.param("https://o.example/feed", "http://router.lan/reboot", False, id="the reader's own network"),
        pytest.param("https://o.example/feed", "javascript:alert(1)", False, id="no page"),
        pytest.param("https://o.example/feed", "", False, id="none"),
        pytest.param(f"{HERE}/feed", f"{HERE}/1", True, id="an inner source that the operator vouches for"),
        pytest.param(f"{HERE}/feed", "http://127.0.0.1:9000/1", False, id="another port beside it"),
    ],
)
def test_a_link_leads_to_a_public_page_or_to_the_host_of_its_own_source(feed: str, url: str, *, page: bool) -> None:
    one = replace(item(of=replace(source(), url=feed)), url=url)
    assert one.page == (url if page else "")


@pytest.mark.parametrize(
    ("picture", "shown"),
    [
        pytest.param("https://o.example/1.jpg", True, id="of its site"),
        pytest.param("https://o.example/1.jpg?key=abcdef", False, id="with the source's key in it"),
        pytest.param("http://10.0.0.1/1.jpg", False, id="in the operator's network"),
    ],
)
def test_telegram_is_told_of_no_picture_that_is_private(picture: str, *, shown: bool) -> None:
    assert may_be_shown(picture, "https://o.example/feed?key=abcdef") is shown
