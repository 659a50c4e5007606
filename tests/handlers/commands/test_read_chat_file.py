"""A chat's file comes back as it went out; what can't be read is named with its line and the mend."""

import contextlib
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.commands.opml import is_opml
from handlers.commands.read_chat_file import ChatFileError, is_chat_file, read_chat_file
from handlers.render.export.chat_toml import filed_topic, settings_of, write_chat_file
from handlers.sentences.catalogue import languages
from handlers.sentences.reader import Reader
from newsroom.chat import QuietHours
from newsroom.chat_file import ChatFile, FiledFeed, FiledTopic
from newsroom.errors import UserError
from newsroom.matching.query import parse, str_query
from newsroom.topic import TopicMode
from tests.builders import NOW, chat, topic

TOPICS = (
    FiledTopic(query="ferry"),
    FiledTopic(
        query=str_query(parse('(oil OR gas) "Lower Quay" -football')), min_independent=2, confirm_at=3, thread=7
    ),
    FiledTopic(query="аеропорт", mode=TopicMode.DIGEST, muted_until=NOW + timedelta(hours=2)),
)
FILE = ChatFile(
    chat=-1001,
    settings={
        "zone": "Europe/Kyiv",
        "language": "uk",
        "digest": "08:30 18:00 mon,tue",
        "digest_empty": "silent",
        "quiet": "22:00-07:00 sat,sun break:3",
    },
    topics=TOPICS,
    feeds=(FiledFeed(url="https://paper.example/rss?a=1&b=2", name='The "Paper"'),),
)
HEAD = b"wirewatch = 1\n"


@pytest.mark.parametrize("language", languages())
def test_a_file_comes_back_as_it_went_out_in_every_language(language: str) -> None:
    written = write_chat_file(FILE, 'The desk\n[[topic]]\nquery = "x"', Reader(language=language))
    assert read_chat_file(written, NOW) == FILE
    assert is_chat_file(written)
    assert not is_opml(written)


def test_an_old_file_may_be_in_windows_lines_with_a_mark_before_it() -> None:
    written = write_chat_file(FILE, "Desk", Reader()).decode().replace("\n", "\r\n")
    assert read_chat_file(b"\xef\xbb\xbf" + written.encode(), NOW) == FILE


def test_settings_are_compared_in_one_form_however_they_are_written() -> None:
    found = read_chat_file(HEAD + b'[settings]\ndigest = "8:30 am 18"\nzone = "kyiv"\nlanguage = "French"', NOW)
    assert found.settings == {"digest": "08:30 18:00", "zone": "Europe/Kyiv", "language": "fr"}


def test_a_chats_settings_can_be_read_as_they_are_written() -> None:
    quiet = QuietHours(start=22 * 60, end=7 * 60, days=3, break_at=3)
    for known in (chat(), chat(digest_minute=None), chat(quiet=quiet)):
        settings = settings_of(known)
        file = write_chat_file(ChatFile(settings=settings), "Desk", Reader())
        assert read_chat_file(file, NOW).settings == settings


def test_a_mute_that_is_over_is_none() -> None:
    muted = write_chat_file(ChatFile(topics=(TOPICS[2],)), "Desk", Reader())
    assert read_chat_file(muted, NOW + timedelta(hours=3)).topics[0].muted_until is None
    assert filed_topic(topic(), NOW).muted_until is None


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b'[[topic]]\nquery = "ferry', "Line 3 can't be read"),
        (b'\n[[topic]]\nquere = "ferry"', "Line 4: there is no “quere” here. Did you mean “query”?"),
        (b'[[topic]]\nquery = "ferry"\n\n[[topic]]\nmode = "digest"', "Line 5: “query” is missing"),
        (b'[[topic]]\nquery = "ferry AND"', "Line 3: A word is missing"),
        (b'[[topic]]\nquery = "ferry"\nmode = "loud"', "Line 4: mode is one of: alerts, digest, paused"),
        (b'[[topic]]\nquery = "ferry"\nmin = 12', "Line 4: min takes a whole number from 1 to 9"),
        (b'[[topic]]\nquery = "ferry"\nmin = "2"', "Line 4: min takes a whole number, without quotation marks"),
        (b"[[topic]]\nquery = 7", "Line 3: query takes words in quotation marks"),
        (b'[[topic]]\nquery = "a"\nmuted_until = "noon"', "Line 4: muted_until takes a time"),
        (b'topic = "ferry"', "Line 2: write [[topic]] on a line of its own"),
        (b'settings = "UTC"', "Line 2: write [settings] on a line of its own"),
        (b'[settings]\nzone = "Narnia"', "Line 3:"),
        (b'[settings]\nquiet = "always"', "Line 3:"),
        (b'[settings]\ndigest = "25:00"', "Line 3:"),
        (b'[settings]\ndigest_empty = "shout"', "Line 3: digest_empty is one of: say, silent"),
        (b'[[feed]]\nname = "x"\nurl = "https://"', "Line 4: url takes a whole web address"),
        (b'[[feed]]\nurl = "https://a.example/' + b"x" * 2_000 + b'"', "Line 3: url takes a whole web address"),
        (b'[[feed]]\nurl = "ftp://x"', "Line 3: url takes a whole web address"),
        (b'[[topic]]\nquery = "a"\n' * 1_001, "more than 1,000 topics"),
        (b'[[topic]]\nquery = "\xff"', "no text in UTF-8"),
        (b"\na" + b".a" * 200_000 + b" = 1", "Line 3 can't be read"),
        (b"\nchat = " + b"9" * 5_000, "Line 3 can't be read"),
        (b'[[topic]]\nquery = "a"\nmuted_until = 9999-12-31T23:59:59-12:00', "Line 4: muted_until takes a time"),
    ],
)
def test_what_can_not_be_read_is_named_with_its_line_and_the_mend(content: bytes, words: str) -> None:
    with pytest.raises(ChatFileError) as refused:
        read_chat_file(HEAD + content, NOW)
    assert words in Reader().plain(refused.value.sentence)


def test_a_megabyte_of_empty_lines_is_no_file_of_ours_and_holds_up_nobody() -> None:
    """Of 20,000 lines the look took 10 s, of these it would take hours."""
    assert not is_chat_file(b"\n" * 1_000_000)
    assert is_chat_file(b"\n" * 1_000_000 + b"  wirewatch = 1")


def test_a_channel_that_is_there_under_two_addresses_is_one_feed() -> None:
    """It was shown twice in what the file would change."""
    addresses = ("https://t.me/s/harbour", "https://t.me/harbour", "https://telegram.me/Harbour")
    feeds = "".join(f'[[feed]]\nurl = "{address}"\n' for address in addresses)
    assert [feed.url for feed in read_chat_file(HEAD + feeds.encode(), NOW).feeds] == ["https://t.me/s/harbour"]


@pytest.mark.parametrize("key", ["zone", "language", "digest", "digest_empty", "quiet"])
@pytest.mark.parametrize("word", ["a", "<", "9", "-"])
def test_what_can_not_be_read_is_quoted_so_short_that_a_message_holds_it(key: str, word: str) -> None:
    """A line has 4,000 characters, a message 4,096: a digest of one long word was quoted whole."""
    with pytest.raises(ChatFileError) as refused:
        read_chat_file(HEAD + f'[settings]\n{key} = "{word * 3_900}"\n'.encode(), NOW)
    assert len(Reader().plain(refused.value.sentence)) < 400


def test_a_file_of_a_newer_program_is_refused() -> None:
    with pytest.raises(ChatFileError) as refused:
        read_chat_file(b"wirewatch = 2", NOW)
    assert "Line 1" in Reader().plain(refused.value.sentence)


@given(st.binary(max_size=200) | st.text(alphabet='wirewatch=1[]topicquery"\n \\.', max_size=200).map(str.encode))
def test_no_bytes_are_answered_by_anything_but_a_file_or_a_sentence(content: bytes) -> None:
    with contextlib.suppress(UserError):
        read_chat_file(content, NOW)
