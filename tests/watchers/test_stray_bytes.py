"""Wrong bytes in a document of UTF-8, whatever its format: each is read for itself, the rest of the text as it is."""

import pytest

from watchers.feed_document import parse_feed
from watchers.source_problem import ProblemCode, SourceProblem
from watchers.stray_bytes import utf8_text

SITE = "https://wire.example"
AROUND = "Мост открыт: {} сказал мэр"
RSS = (
    f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Wire</title><item><link>{SITE}/a</link>'
    "<title>{}</title></item></channel></rss>"
)
JSON = (
    '{{"version": "https://jsonfeed.org/version/1.1", "items": [{{"id": "1", "url": "'
    f"{SITE}/a"
    '", "title": "{}"}}]}}'
)
SITEMAP = (
    '<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    f'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>{SITE}/a</loc><news:news><news:title>'
    "{}</news:title></news:news></url></urlset>"
)
FORMATS = [pytest.param(RSS, id="rss"), pytest.param(JSON, id="json"), pytest.param(SITEMAP, id="sitemap")]
WRONG = [
    pytest.param(b"\xe9", "é", id="a letter of Windows' encoding"),
    pytest.param(b"\x93a\x94", "“a”", id="its quotation marks"),
    pytest.param(b"\x81", "\ufffd", id="a byte that it leaves free"),
    pytest.param(b"\xed\xa0\xbd", "\ufffd", id="half a character"),
    pytest.param(b"\xed\xa0\xbd\xed\xb8\x80", "😀", id="a character as its halves"),
    pytest.param(b"\xe0\x80\xaf", "\ufffd", id="a slash in three bytes"),
    pytest.param(b"\xf0\x80\x80\x80", "\ufffd", id="a NUL in four bytes"),
    pytest.param(b"\xf4\x90\x80\x80", "\ufffd", id="a character past the last"),
]


def title(document: str, text: str, wrong: bytes) -> str:
    body = document.format(text.format("@@")).encode().replace(b"@@", wrong)
    (entry,) = parse_feed(body, f"{SITE}/feed", "text/xml; charset=utf-8").entries
    return entry.title


@pytest.mark.parametrize("document", FORMATS)
@pytest.mark.parametrize(("wrong", "meant"), WRONG)
def test_a_wrong_byte_is_read_for_itself_and_the_rest_as_it_is(document: str, wrong: bytes, meant: str) -> None:
    assert title(document, AROUND, wrong) == AROUND.format(meant)


@pytest.mark.parametrize("document", FORMATS)
def test_a_letter_pasted_into_a_document_of_ascii_is_that_letter(document: str) -> None:
    assert title(document, "The caf{} opens", b"\xe9") == "The café opens"


def test_a_json_feed_in_another_encoding_is_refused_and_not_misread() -> None:
    with pytest.raises(SourceProblem) as caught:
        parse_feed(JSON.format(AROUND.format("да,")).encode("windows-1251"), f"{SITE}/feed", "")
    assert caught.value.problem.code is ProblemCode.MALFORMED


@pytest.mark.parametrize(
    "encoding", ["windows-1251", "koi8-r", "shift_jis", "gb18030", "euc-kr", "big5", "iso-2022-jp"]
)
def test_a_document_that_is_mostly_of_another_encoding_is_no_utf_8(encoding: str) -> None:
    words = {"shift_jis": "橋が開通した", "gb18030": "大桥通车", "euc-kr": "다리 개통", "big5": "大橋通車"}
    text = words.get(encoding, "橋" if encoding.startswith("iso") else AROUND) * 20
    assert utf8_text(text.encode(encoding)) is None
    assert utf8_text(text.encode(encoding), unnamed=True) is None


def test_ascii_and_documents_with_nuls_are_left_to_others() -> None:
    assert utf8_text(b"plain") is None
    assert utf8_text("Мост".encode("utf-16")) is None
