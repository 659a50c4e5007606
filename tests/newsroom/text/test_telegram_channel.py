"""Which channel of Telegram an address is of."""

import pytest

from newsroom.text.telegram_channel import channel_name, is_telegram, preview_address, watched_address
from newsroom.text.url import registered_domain


@pytest.mark.parametrize(
    ("url", "name"),
    [
        pytest.param("https://t.me/Sample_Wire", "sample_wire", id="its own address"),
        pytest.param("t.me/sample_wire", "sample_wire", id="without a scheme"),
        pytest.param("https://www.telegram.me/s/sample_wire", "sample_wire", id="its preview, on another host"),
        pytest.param("https://t.me/sample_wire/12?single", "sample_wire", id="one of its posts"),
        pytest.param("https://t.me/+AbCdEf", "", id="an invitation"),
        pytest.param("https://t.me/joinchat/AbCdEf", "", id="an invitation of old"),
        pytest.param("https://t.me/c/123/4", "", id="a private channel"),
        pytest.param("https://t.me/", "", id="nothing"),
        pytest.param("https://w.example/sample_wire", "", id="another host"),
        pytest.param("https://t.me:x]/sample_wire", "", id="no address"),
    ],
)
def test_the_channel_of_an_address(url: str, name: str) -> None:
    assert channel_name(url) == name


def test_an_address_is_telegrams_whether_it_is_of_a_channel_or_not() -> None:
    assert is_telegram("https://t.me/+AbCdEf")
    assert not is_telegram("https://w.example/t.me")
    assert channel_name(preview_address("sample_wire")) == "sample_wire"


def test_a_channel_is_watched_at_its_preview_and_all_else_where_it_is() -> None:
    assert watched_address("https://t.me/Harbour/41") == "https://t.me/s/harbour"
    assert watched_address("https://t.me/+AbCdEf") == "https://t.me/+AbCdEf"
    assert watched_address("https://w.example/rss") == "https://w.example/rss"


def test_each_channel_is_a_publisher_of_its_own() -> None:
    assert registered_domain("https://t.me/s/harbour") == registered_domain("https://t.me/Harbour/12") == "t.me/harbour"
    assert registered_domain("https://t.me/port_news") == "t.me/port_news"
    assert registered_domain("https://t.me/+AbCdEf") == "t.me"
