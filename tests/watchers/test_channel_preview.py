"""A Telegram channel's preview, in the mark-up that t.me has: written here, since no page of theirs can be fetched."""

from datetime import UTC, datetime

import pytest

from watchers.feed_document import parse_feed
from watchers.parsed_feed import FeedEntry, ParsedFeed
from watchers.source_problem import ProblemCode, SourceProblem

URL = "https://t.me/s/harbour"
HEAD = (
    '<!DOCTYPE html><html><head><meta charset="utf-8"><title>Harbour News – Telegram</title>'
    '<link href="//telegram.org/css/widget-frame.css?72" rel="stylesheet"></head>'
    '<body class="widget_frame_base tgme_webpreview emoji_image"><div class="tgme_channel_info">'
    '<div class="tgme_channel_info_header_title"><span dir="auto">Harbour News</span></div></div>'
    '<section class="tgme_channel_history js-message_history">'
)
REPLY = (
    '<a class="tgme_widget_message_reply user-color-default" href="https://t.me/harbour/12">'
    '<div class="tgme_widget_message_text js-message_reply_text" dir="auto">What was said before</div></a>'
)
FORWARDED = (
    '<div class="tgme_widget_message_forwarded_from accent_color">Forwarded from&nbsp;<a class='
    '"tgme_widget_message_forwarded_from_name" href="https://t.me/port/1"><span dir="auto">Port Authority</span></a></div>'
)
PREVIEW = (
    '<a class="tgme_widget_message_link_preview" href="https://site.example/x">'
    '<div class="link_preview_title">Another headline</div><div class="link_preview_description">Its text</div></a>'
)
PHOTO = '<a class="tgme_widget_message_photo_wrap" style="background-image:url(\'https://cdn.example/1.jpg\')"></a>'


def post(
    number: int, text: str | None, extra: str = "", after: str = "", time: str = "2026-11-29T10:00:00+00:00"
) -> str:
    body = "" if text is None else f'<div class="tgme_widget_message_text js-message_text" dir="auto">{text}</div>'
    return (
        '<div class="tgme_widget_message_wrap js-widget_message_wrap">'
        f'<div class="tgme_widget_message text_not_supported_wrap js-widget_message" data-post="Harbour/{number}" '
        f'data-view="x"><div class="tgme_widget_message_bubble">{extra}{body}{after}'
        '<div class="tgme_widget_message_footer compact js-message_footer"><span class="tgme_widget_message_meta">'
        f'<a class="tgme_widget_message_date" href="https://t.me/Harbour/{number}">'
        f'<time datetime="{time}" class="time">10:00</time></a></span></div></div></div></div>'
    )


def read(*posts: str) -> ParsedFeed:
    return parse_feed(f"{HEAD}{''.join(posts)}</section></body></html>".encode(), URL, "text/html")


def only(*posts: str) -> FeedEntry:
    (entry,) = read(*posts).entries
    return entry


def test_a_post_is_an_entry_with_its_own_text_time_and_address() -> None:
    feed = read(post(41, "<b>Ferry strike ends</b><br/><br/>Dockers &amp; crews went back to work."))
    (entry,) = feed.entries
    assert feed.title == "Harbour News"
    assert entry.url == entry.guid == "https://t.me/Harbour/41"
    assert entry.title == "Ferry strike ends"
    assert entry.content == "<p>Dockers &amp; crews went back to work.</p>"
    assert entry.published == datetime(2026, 11, 29, 10, tzinfo=UTC)


def test_the_newest_post_comes_first_as_in_a_feed() -> None:
    assert [entry.title for entry in read(post(1, "Older"), post(2, "Newer")).entries] == ["Newer", "Older"]


@pytest.mark.parametrize(
    ("text", "title", "content"),
    [
        pytest.param("One line alone", "One line alone", "", id="a line"),
        pytest.param('<i class="emoji"><b>❗️</b></i><br/>Port shut<br/>More', "Port shut", "<p>More</p>", id="a line of signs"),
        pytest.param(
            '<div class="tgme_widget_message_text js-message_text">Port shut<br/>More</div>',
            "Port shut",
            "<p>More</p>",
            id="a text in a text",
        ),
        pytest.param(
            "The port of Exampleville is shut. " + "Nobody knows why, and nobody says. " * 8,
            "The port of Exampleville is shut.",
            "<p>The port of Exampleville is shut. " + ("Nobody knows why, and nobody says. " * 8).strip() + "</p>",
            id="a long first line",
        ),
        pytest.param("<script>alert(1)</script>Port &lt;b&gt; shut", "Port shut", "", id="mark-up of a stranger"),
    ],
)  # fmt: skip
def test_the_first_line_is_the_headline(text: str, title: str, content: str) -> None:
    entry = only(post(1, text))
    assert (entry.title, entry.content) == (title, content)


@pytest.mark.parametrize(
    ("extra", "after"),
    [
        pytest.param(REPLY, "", id="what it answers"),
        pytest.param("", PREVIEW, id="the page that it links"),
        pytest.param(PHOTO, "", id="a picture"),
    ],
)
def test_what_belongs_to_others_is_not_the_posts_text(extra: str, after: str) -> None:
    entry = only(post(1, "Port shut<br/>More", extra, after))
    assert (entry.title, entry.content) == ("Port shut", "<p>More</p>")


def test_whom_it_was_forwarded_from_is_its_credit() -> None:
    assert only(post(1, "Port shut", FORWARDED)).credit == "Port Authority"


def test_a_post_without_text_and_one_of_no_number_are_left_out() -> None:
    odd = post(3, "Odd").replace("Harbour/3", "../../x")
    assert [entry.title for entry in read(post(1, None, PHOTO), odd, post(2, "Port shut")).entries] == ["Port shut"]


def test_an_unreadable_time_is_none() -> None:
    assert only(post(1, "Port shut", time="soon")).published is None


@pytest.mark.parametrize(
    ("body", "code"),
    [
        pytest.param(f"{HEAD}</section></body></html>", ProblemCode.NO_POSTS, id="no posts"),
        pytest.param(
            '<!DOCTYPE html><html><body><div class="tgme_page">Contact @harbour</div></body></html>',
            ProblemCode.NO_POSTS,
            id="a person, a private channel",
        ),
        pytest.param("<!DOCTYPE html><html><body>tgme</body></html>", ProblemCode.NOT_A_FEED, id="another page"),
        pytest.param(HEAD + "<div>" * 100_000, ProblemCode.MALFORMED, id="nested elements"),
    ],
)
def test_a_page_without_posts_says_so(body: str, code: ProblemCode) -> None:
    with pytest.raises(SourceProblem) as caught:
        parse_feed(body.encode(), URL, "text/html")
    assert caught.value.problem.code is code
