"""The web preview of a public Telegram channel (t.me/s/NAME) to entries: each post's own text, time and address.

Known by its mark-up alone, whatever host it comes from. Its twenty newest posts are in the page; the page before them
is not fetched. The mark-up is nobody's promise: where it changes, a channel is a source that can't be read.
"""

import html
import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from watchers.entry_dates import entry_dates
from watchers.feed_date_order import date_place
from watchers.feed_text import feed_title, harmless
from watchers.parsed_feed import MAX_LABEL_CHARS, MAX_MARKUP_CHARS, MAX_TITLE_CHARS, FeedEntry, ParsedFeed
from watchers.source_problem import ProblemCode, SourceProblem, problem

MOST_POSTS = 200  # a preview has twenty
# Lexbor's time grows with the square of the depth: 20,000 open elements take 0.9 s, 100,000 take 25 s.
_MOST_TAGS = 20_000
_POST = re.compile(r"(?P<channel>[A-Za-z]\w{3,31})/(?P<number>\d{1,10})", re.ASCII)
_LINE_END = re.compile(r"<br\s{0,3}/?>", re.IGNORECASE)
_SENTENCE = re.compile(r".{20,}?[.!?…](?=\s)", re.DOTALL)
_HEADLINE_CHARS = 200  # a first line that is longer is a paragraph; its first sentence stands for the headline
_OF_OTHERS = ".tgme_widget_message_reply, .tgme_widget_message_link_preview, .tgme_widget_message_poll, script, style"


def parse_channel_preview(body: bytes, *, url: str, language: str | None = None) -> ParsedFeed:
    """Read the posts that have a text, oldest last.

    Raises:
        SourceProblem: The page shows no post: the channel is private, has no preview, or is none.
    """
    if body.count(b"<") > _MOST_TAGS:
        raise SourceProblem(problem(ProblemCode.MALFORMED))
    tree = LexborHTMLParser(body.decode("utf-8", "replace"))
    posts = tree.css(".tgme_widget_message[data-post]")[:MOST_POSTS]
    if not posts:
        raise SourceProblem(problem(ProblemCode.NO_POSTS))
    entries = tuple(entry for post in reversed(posts) if (entry := _entry(post, url, language)) is not None)
    return ParsedFeed(title=_title(tree), entries=entries)


def _title(tree: LexborHTMLParser) -> str:
    named = tree.css_first(".tgme_channel_info_header_title")
    return feed_title(named.text(strip=True)) if named is not None else ""


def _entry(post: LexborNode, url: str, language: str | None) -> FeedEntry | None:
    found = _POST.fullmatch(post.attributes.get("data-post") or "")
    for quoted in post.css(_OF_OTHERS):
        quoted.decompose()
    text = post.css_first(".tgme_widget_message_text")
    if found is None or text is None:
        return None
    headline, rest = _parts((text.html or "")[:MAX_MARKUP_CHARS])
    if not headline:
        return None
    time = post.css_first("a.tgme_widget_message_date time[datetime]") or post.css_first("time[datetime]")
    published = time.attributes.get("datetime") if time is not None else None
    dates = entry_dates([published], None, date_place(None, url, language))
    address = f"https://t.me/{found['channel']}/{found['number']}"
    return FeedEntry(
        guid=address,
        url=address,
        title=headline,
        content=rest,
        published=dates.published,
        published_day=dates.published_day,
        zoneless=dates.zoneless,
        credit=_credit(post),
    )


def _credit(post: LexborNode) -> str:
    """Whom a post was forwarded from."""
    named = post.css_first(".tgme_widget_message_forwarded_from_name")
    return harmless(named.text(strip=True), MAX_LABEL_CHARS) if named is not None else ""


def _parts(markup: str) -> tuple[str, str]:
    """A post's headline, and the mark-up of the rest: its first line, or the first sentence of a long one."""
    lines = [line for line in _LINE_END.split(markup) if _plain(line)]
    if not lines:
        return "", ""
    at = next((at for at, line in enumerate(lines) if any(map(str.isalnum, _plain(line)))), 0)  # not the one of signs
    first = _plain(lines[at])
    if len(first) <= _HEADLINE_CHARS:
        return feed_title(first), _paragraphs(lines[at + 1 :])
    sentence = _SENTENCE.match(first)
    headline = sentence[0] if sentence else first[:_HEADLINE_CHARS].rpartition(" ")[0]
    return feed_title(headline[:MAX_TITLE_CHARS]), _paragraphs(lines)


def _paragraphs(lines: list[str]) -> str:
    return "".join(f"<p>{html.escape(_plain(line), quote=False)}</p>" for line in lines)[:MAX_MARKUP_CHARS]


def _plain(line: str) -> str:
    return harmless(LexborHTMLParser(line).text(), MAX_MARKUP_CHARS)
