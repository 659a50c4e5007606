"""What stays of an entry and what goes: each trap of feed text has a row of its own."""

import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.text.boilerplate import learned, paragraph_hash
from newsroom.text.clean import MOST_BODY_CHARACTERS, CleanText, clean
from newsroom.text.headline import LONGEST_TITLE
from tests.patience import work_s

ROOT = Path(__file__).resolve().parents[3]

TITLE = "Ferry stops at Lower Quay after pier gives way"
LEAD = "The ferry stopped at Lower Quay on Monday, the harbour office said."
MORE = "Nobody was hurt, and boats will run again from the old pier on Friday."


def bodies(of: CleanText) -> list[str]:
    return [paragraph.text for paragraph in of.paragraphs if not paragraph.heading]


def lines(*texts: str) -> str:
    return "\n\n".join(texts)


GOES = [
    pytest.param(f"⚡\ufe0f {TITLE}", id="headline behind a sign"),
    pytest.param("More here: https://t.example/x?y=1", id="an address"),
    pytest.param("Підписатись на канал | Надіслати новину", id="a channel's footer"),
    pytest.param("The quay at noon in December.Credit...Jane Mustermann/The Sample Times", id="caption and credit"),
    pytest.param("submitted by /u/mustermann", id="aggregator, part"),
    pytest.param("[link] [comments]", id="aggregator, other part"),
    pytest.param("May 10, 2026 5:00 AM", id="date and hour"),
    pytest.param("10 травня 2026 року", id="date, uk"),
    pytest.param("Vue lecture", id="crumb of a reader's page"),
    pytest.param("•", id="bullet"),
    pytest.param("— — —", id="dashes"),
    pytest.param("Share", id="share button"),
    pytest.param("Поділитися", id="share button, uk"),
    pytest.param("Lire la suite", id="read more, fr"),
    pytest.param("Weiterlesen", id="read more, de"),
    pytest.param("Davamını oxu", id="read more, az"),
    pytest.param("Читать далее", id="read more, ru"),
    pytest.param(TITLE, id="headline again"),
    pytest.param(TITLE.upper(), id="headline again in capitals"),
    pytest.param(f"{TITLE}Sample WireSample Wire news desk", id="headline glued to outlet and byline"),
    pytest.param(f"{TITLE} Sample Wire", id="headline and outlet"),
    pytest.param("Sample Wire news desk", id="byline of the outlet"),
    pytest.param("By Jane Mustermann and John Doe", id="byline"),
    pytest.param("Photo: Jane Mustermann / Sample Images", id="picture credit"),
    pytest.param("Published: 3 March 2026, 10:15", id="date line"),
    pytest.param(
        "ferry dock lower quay 9 harbour 2026 sample/office rope broken boats waiting its people",
        id="picture's key words",
    ),
    pytest.param("ferry-at-lower-quay-1024x683.jpg", id="picture's file"),
    pytest.param(
        "You could close this page now. Or you could become a patron and help us keep writing: our office lives off the "
        "support of readers like you. See other ways to support what we do in the harbour and along the river.",
        id="fund-raising",
    ),
    pytest.param("Sign up for the harbour letter and get it in your inbox each morning.", id="newsletter"),
    pytest.param("Підписуйтесь на наш телеграм, щоб нічого не пропустити", id="call, uk"),
    pytest.param("Подписывайтесь на наш канал, чтобы ничего не пропустить", id="call, ru"),
    pytest.param("Abonnez-vous pour lire nos articles", id="call, fr"),
    pytest.param("Abonnieren Sie jetzt, kostenlos testen", id="call, de"),
    pytest.param("Bizi izləyin, abunə olun", id="call, az"),
    pytest.param("The post Ferry stops appeared first on Sample Wire.", id="blog footer"),
    pytest.param("L’article Ferry est apparu en premier sur Sample.", id="blog footer, fr"),
    pytest.param("submitted by /u/sample [link] [comments]", id="aggregator"),
]


@pytest.mark.parametrize("line", GOES)
@pytest.mark.parametrize("html", [False, True], ids=["text", "html"])
def test_what_is_no_text_of_the_article_goes(line: str, *, html: bool) -> None:
    texts = [LEAD, line, MORE]
    markup = "".join(f"<p>{text}</p>" for text in texts) if html else lines(*texts)
    assert bodies(clean(TITLE, markup, outlet="Sample Wire")) == [LEAD, MORE]


STAYS = [
    pytest.param("They called on people to donate blood in the town hall on Tuesday.", id="news of donations"),
    pytest.param('"They came to support us," he said.', id="support in a quotation"),
    pytest.param(
        "The paper's newsletter reached a million readers, its owner said on Tuesday.", id="news of a newsletter"
    ),
    pytest.param("Share prices fell by a tenth after the news from the harbour.", id="share at the start"),
    pytest.param("By Friday all boats should run again.", id="by at the start"),
    pytest.param("Source of the leak was an old valve, engineers found.", id="source at the start"),
    pytest.param("May saw 9 boats lost at the quay.", id="a month at the start"),
    pytest.param("Hundreds more are rushing to sign up to the harbour guard.", id="news of signing up"),
    pytest.param("Related work on the bridge goes on until May.", id="related at the start"),
    pytest.param("missiles are on the way to the city and the people are asked to stay in.", id="all in small letters"),
    pytest.param(
        "Ferry stops at Lower Quay are rare, and this one was the first in years.", id="begins like the headline"
    ),
    pytest.param("Порт закрито до п'ятниці.", id="another language"),
    pytest.param("港は金曜日まで閉鎖される。", id="no capitals, no spaces"),
    pytest.param("تم إغلاق الميناء حتى يوم الجمعة القادم بسبب الحادث.", id="no capitals"),
    pytest.param("NINE HURT IN HARBOUR, OFFICE SAYS.", id="capitals"),
]


@pytest.mark.parametrize("line", STAYS)
def test_what_only_looks_like_boilerplate_stays(line: str) -> None:
    assert bodies(clean(TITLE, lines(LEAD, line, MORE), outlet="Sample Wire")) == [LEAD, line, MORE]


CHANGED = [
    pytest.param(f"{LEAD} Continue reading", LEAD, id="continue reading behind"),
    pytest.param(f"{LEAD} […]", f"{LEAD}…", id="ellipsis in brackets"),
    pytest.param(f"{LEAD} The post Ferry stops appeared first on Sample Wire.", LEAD, id="blog footer behind"),
    pytest.param(f"{TITLE} {LEAD}", LEAD, id="headline before the lead"),
    pytest.param(f"{TITLE} — {LEAD}", LEAD, id="headline and dash before the lead"),
    pytest.param("• " + LEAD, LEAD, id="bullet before"),
    pytest.param(
        "The\u00a0ferry\u200b stopped\tat the\u00ad quay.", "The ferry stopped at the quay.", id="invisible signs"
    ),
    pytest.param(
        "The ferry \ud800stopped\x00 at the quay.", "The ferry stopped at the quay.", id="surrogates, controls"
    ),
]


@pytest.mark.parametrize(("line", "left"), CHANGED)
def test_what_hangs_on_a_paragraph_is_taken_off(line: str, left: str) -> None:
    assert bodies(clean(TITLE, lines(line, MORE), outlet="Sample Wire")) == [left, MORE]


RELATED = [
    pytest.param(lines("Read also: Bridge closed for repair", MORE), "Bridge closed for repair", id="read also"),
    pytest.param(lines("Читайте також: Міст закрито на ремонт", MORE), "Міст закрито на ремонт", id="read also, uk"),
    pytest.param(lines("À lire aussi : Le pont est fermé", MORE), "Le pont est fermé", id="read also, fr"),
    pytest.param(lines(MORE, "Harbour latest: Nine boats wait as storm nears; pilot lost"), "Harbour latest: Nine boats wait as storm nears; pilot lost", id="headline behind the end"),
    pytest.param(
        MORE + "\n\nHarbour latest: Nine boats wait as storm nears\nKey developments on March 2-3: * Nine boats wait * A pilot is lost * Three helicopters search",
        "Harbour latest: Nine boats wait as storm nears",
        id="card with its list",
    ),
    pytest.param(f"<p>{MORE}</p><ul><li><a href='/x'>Bridge closed for repair</a></li></ul>", "Bridge closed for repair", id="list of links"),
    pytest.param(f"<p>{MORE}</p><div class='related-posts'><p>Bridge closed for repair.</p></div>", "Bridge closed for repair.", id="related box"),
]  # fmt: skip


@pytest.mark.parametrize(("behind", "card"), RELATED)
def test_cards_of_other_articles_are_kept_apart(behind: str, card: str) -> None:
    lead = f"<p>{LEAD}</p>" if "<p>" in behind else LEAD + "\n\n"
    cleaned = clean(TITLE, lead + behind, outlet="Sample Wire")
    assert bodies(cleaned) == [LEAD, MORE]
    assert cleaned.related == (card,)


def test_headings_are_marked_in_mark_up_and_in_plain_text() -> None:
    html = clean(TITLE, f"<p>{LEAD}</p><h2>What comes next.</h2><p>{MORE}</p>")
    text = clean(TITLE, lines(LEAD, "What comes next", MORE))
    assert [paragraph.heading for paragraph in html.paragraphs] == [False, True, False]
    assert [paragraph.heading for paragraph in text.paragraphs] == [False, True, False]


def test_an_outlet_named_like_a_place_takes_no_sentence_with_it() -> None:
    line = "Quayville reopens its piers: three harbours set dates for ferries and boats"
    cleaned = clean(TITLE, lines(LEAD, line, MORE), outlet="Quayville")
    assert [paragraph.text for paragraph in cleaned.paragraphs] == [LEAD, line, MORE]


def test_a_paragraph_set_as_a_heading_is_a_paragraph() -> None:
    long = f"{LEAD} {MORE} {MORE}"
    assert bodies(clean(TITLE, f"<h2>{long}</h2><p>{LEAD}</p>")) == [long, LEAD]


def test_mark_up_escaped_once_too_often_is_read() -> None:
    assert bodies(clean(TITLE, f"&lt;p&gt;{LEAD}&lt;/p&gt;&lt;p&gt;{MORE}&lt;/p&gt;")) == [LEAD, MORE]


def test_a_list_of_the_article_itself_stays() -> None:
    markup = f"<p>{LEAD}</p><ul><li>Nine boats wait</li><li>One <a href='/x'>pilot</a> is lost</li></ul><p>{MORE}</p>"
    assert bodies(clean(TITLE, markup)) == [LEAD, "Nine boats wait", "One pilot is lost", MORE]


def test_mark_up_that_no_reader_sees_goes() -> None:
    markup = (
        f"<script>var x = 'a';</script><style>p {{}}</style><p>{LEAD}<img src='https://t.example/p.gif' width=1></p>"
        f"<figure><img><figcaption>A quay</figcaption></figure><!-- hidden --><div class='sharedaddy'>Tweet this</div>"
        f"<iframe src=x></iframe><p>Nobody was <b>hurt</b>,&nbsp;and boats will run again from the old pier on&#32;Friday.</p>"
    )
    assert bodies(clean(TITLE, markup)) == [LEAD, MORE]


def test_a_line_wrapped_at_a_fixed_width_is_one_paragraph() -> None:
    assert bodies(
        clean("", "The ferry stopped at Lower Quay on Monday, the harbour\noffice said.\n\nNobody was hurt.")
    ) == [
        "The ferry stopped at Lower Quay on Monday, the harbour office said.",
        "Nobody was hurt.",
    ]


def test_a_text_that_is_nothing_but_key_words_stays() -> None:
    assert bodies(clean("", "ferry dock lower quay harbour office rope broken")) == [
        "ferry dock lower quay harbour office rope broken"
    ]


TITLES = [
    pytest.param("Ferry stops - Sample Wire", "Ferry stops", id="dash"),
    pytest.param("Ferry stops | Sample Wire", "Ferry stops", id="bar"),
    pytest.param("Ferry stops — The Sample Wire", "Ferry stops", id="article"),
    pytest.param("Ferry stops - samplewire.example", "Ferry stops - samplewire.example", id="another name stays"),
    pytest.param("Sample Wire | Ferry stops", "Ferry stops", id="outlet first"),
    pytest.param("Boats - nine of them - wait", "Boats - nine of them - wait", id="dashes of its own"),
    pytest.param("Sample Wire", "Sample Wire", id="the outlet alone"),
    pytest.param(
        "AT&amp;T &lt;b&gt;buys&lt;/b&gt; <i>quay</i>\n now", "AT&T <b>buys</b> quay now", id="entities and tags"
    ),
    pytest.param("", "", id="empty"),
    pytest.param("\u200b \x00", "", id="invisible"),
]


@pytest.mark.parametrize(("title", "headline"), TITLES)
def test_a_title_is_the_headline_alone(title: str, headline: str) -> None:
    assert clean(title, "", outlet="Sample Wire").title == headline


def test_a_title_of_a_hundred_thousand_letters_is_cut_at_a_words_end() -> None:
    title = clean("ferry " * 20_000, "").title
    assert len(title) <= LONGEST_TITLE
    assert title.endswith("ferry…")


def test_a_paragraph_that_three_of_ten_items_hold_is_learned_and_goes() -> None:
    counts = {paragraph_hash(MORE): 3, paragraph_hash(LEAD): 2}
    assert bodies(clean(TITLE, lines(LEAD, MORE), learned=learned(counts, items=10))) == [LEAD]


@pytest.mark.parametrize(
    ("count", "items", "is_learned"), [(2, 4, False), (3, 15, True), (3, 16, False), (20, 100, True)]
)
def test_boilerplate_is_learned_from_three_items_and_a_fifth_of_all(
    count: int, items: int, *, is_learned: bool
) -> None:
    assert bool(learned({1: count}, items)) is is_learned


def test_a_paragraphs_hash_is_the_same_in_every_process() -> None:
    assert paragraph_hash("The ferry, stopped.") == paragraph_hash("the FERRY stopped") == 995429598389088365


HOSTILE = [
    pytest.param("<div>" * 100_000, id="deep mark-up"),
    pytest.param("<p>x" * 50_000, id="open paragraphs"),
    pytest.param("<" * 300_000, id="less-than"),
    pytest.param("<!--a" * 50_000, id="open comments"),
    pytest.param("&" * 300_000, id="ampersands"),
    pytest.param("a" * 300_000, id="one word"),
    pytest.param("• * " * 80_000, id="bullets"),
    pytest.param("The post " * 30_000, id="footers"),
    pytest.param("Read also: " * 30_000, id="cards"),
    pytest.param("subscribe to our " * 20_000, id="calls"),
    pytest.param("\n \n" * 100_000, id="blank lines"),
    pytest.param("x\n" * 100_000, id="short lines"),
    pytest.param("🙂" * 100_000, id="only emoji"),
    pytest.param("".join(map(chr, range(0x3000))) * 10, id="every control character"),
    pytest.param("\ud800\udfff" * 50_000, id="lone surrogates"),
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_cleaned_in_linear_time(text: str) -> None:
    started = work_s()
    cleaned = clean(text, text, outlet=text[:1000])
    assert work_s() - started < 8
    assert len(cleaned.title) <= LONGEST_TITLE
    assert sum(len(paragraph.text) for paragraph in cleaned.paragraphs) <= MOST_BODY_CHARACTERS


@given(
    st.text(max_size=60),
    st.text(alphabet=st.sampled_from(list("aB <>/p&;\n.*•-:\ud800\x00’")), max_size=120),
    st.text(max_size=20),
)
def test_no_text_makes_it_raise_and_every_paragraph_holds_something_readable(
    title: str, markup: str, outlet: str
) -> None:
    cleaned = clean(title, markup, outlet=outlet)
    assert all(any(letter.isalnum() for letter in paragraph.text) for paragraph in cleaned.paragraphs)
    assert "\n" not in cleaned.title


SHARED = Path(os.environ.get("WIREWATCH_SHARED", ROOT.parent / "shared"))


def seed_rows() -> dict[str, dict[str, str]]:
    file = SHARED / "seed" / "items.jsonl"
    if not file.exists():
        pytest.skip(f"the shared texts are not here: no {file}")
    return {row["id"]: row for row in map(json.loads, file.read_text("utf-8").splitlines())}


@pytest.mark.parametrize("key", ["A", "B"])
def test_the_seeds_keep_and_drop_exactly_what_an_editor_would(key: str) -> None:
    row = seed_rows()[key]
    expected = json.loads((SHARED / "design" / "seed-expected.json").read_text("utf-8"))["docs"][key]
    cleaned = clean(row["title"], row["content"], outlet=row["source"])
    text = " ".join(paragraph.text for paragraph in cleaned.paragraphs)
    assert cleaned.title == expected["title"]
    assert [paragraph.text for paragraph in cleaned.paragraphs if paragraph.heading] == expected["headings"]
    assert len(bodies(cleaned)) == expected["n_paragraphs"]
    assert [piece for piece in expected["must_not_contain"] if piece in text] == []
    assert all(body in " ".join(row["content"].split()) for body in bodies(cleaned))


def test_a_text_ends_at_the_bound_between_two_paragraphs_as_well() -> None:
    berths = [f"Boat {number} {'waits at the quay and ' * 40}no pilot comes." for number in range(260)]
    found = clean(TITLE, lines(*berths))
    assert sum(len(paragraph.text) for paragraph in found.paragraphs) <= MOST_BODY_CHARACTERS
    assert bodies(found)[:200] == berths[:200]
    assert len(bodies(found)) < len(berths)


def test_a_page_of_frames_has_nothing_to_read() -> None:
    assert bodies(clean(TITLE, f"<frameset><frame src='a.html'>{LEAD}</frameset>")) == []


def test_line_breaks_and_rules_part_paragraphs() -> None:
    assert bodies(clean(TITLE, f"<div>{LEAD}<br>{MORE}<hr>{LEAD[:-1]} again.</div>")) == [
        LEAD,
        MORE,
        f"{LEAD[:-1]} again.",
    ]


def test_the_list_of_a_running_page_goes_and_leaves_the_paragraph_above_it() -> None:
    round_of_news = "Key takeaways from Monday: * Nine boats wait * A pilot is lost * Three helicopters search"
    assert bodies(clean(TITLE, lines(LEAD, round_of_news, MORE))) == [LEAD, MORE]
