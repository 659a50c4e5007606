import io
import time

import pytest
from PIL import Image

from handlers.render.drawing.lettering import face, showable, wrapped
from handlers.render.picture import HIGHEST_PX, WIDTH_PX, _cited, picture
from handlers.render.timeline_document import TimelineDocument
from newsroom.timelines.timeline import Timeline
from tests.builders import item, source
from tests.handlers.render.timeline_documents import HOSTILE, exhibit, full, line, mention, month

MANY = exhibit(*(month(2025, at, 28, text=f"Part {at}. " + "word " * 60) for at in range(1, 13)), more=30)


def opened(shown: TimelineDocument, *, dark: bool = False) -> Image.Image:
    return Image.open(io.BytesIO(picture(shown, dark=dark)))


@pytest.mark.parametrize(
    "shown",
    [
        pytest.param(exhibit(line()), id="one line"),
        pytest.param(full(), id="every kind of line"),
        pytest.param(MANY, id="more than fits"),
        pytest.param(exhibit(), id="nothing"),
        pytest.param(exhibit(line("\u200d🙂" * 50), title="🙂"), id="no letter"),
        pytest.param(exhibit(line("x" * 100_000), title="y" * 100_000), id="words without end"),
    ],
)
def test_a_picture_is_what_a_phone_and_telegram_take(shown: TimelineDocument) -> None:
    image = opened(shown)
    assert (image.format, image.width) == ("PNG", WIDTH_PX)
    assert 150 < image.height <= HIGHEST_PX + 10


def test_light_and_dark_have_one_layout_and_opposite_papers() -> None:
    light, dark = opened(full()), opened(full(), dark=True)
    assert light.size == dark.size
    assert light.convert("L").getpixel((5, 5)) == 255
    assert dark.convert("L").getpixel((5, 5)) < 40  # type: ignore[operator] # one channel is one number


def test_the_text_stands_out_from_its_paper() -> None:
    for dark in (False, True):
        tones = opened(full(), dark=dark).convert("L").histogram()
        inks = [tone for tone, count in enumerate(tones) if count > 400]
        assert inks[-1] - inks[0] > 180


def test_a_picture_is_made_again_the_same() -> None:
    assert picture(full()) == picture(full())


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("Київ, Баку, Азербайджан", "Київ, Баку, Азербайджан", id="Cyrillic"),
        pytest.param("Ələt, Gəncə, Şuşa, İçərişəhər", "Ələt, Gəncə, Şuşa, İçərişəhər", id="Azerbaijani"),
        pytest.param("Երևան თბილისი Αθήνα", "Երևան თბილისი Αθήνα", id="Armenian, Georgian, Greek"),
        pytest.param("北京 talks", "BeiJing talks", id="a script that the font lacks is told in Latin letters"),
        pytest.param("Ferry 🙂👩\u200d🚒 back", "Ferry back", id="emoji are dropped"),
        pytest.param("a\x00b\u202ec\nd", "a b c d", id="control characters and overrides"),
    ],
)
def test_words_are_shown_in_signs_that_the_font_has(text: str, shown: str) -> None:
    assert showable(text) == shown


@pytest.mark.parametrize("text", [HOSTILE, "word " * 400, "w" * 900, "", "слово " * 90])
def test_lines_fit_their_width(text: str) -> None:
    font = face(28)
    lines = wrapped(text, font, 400, 3)
    assert len(lines) <= 3
    assert all(font.getlength(drawn) <= 400 for drawn in lines)
    assert not lines or lines[-1].endswith("…") or " ".join(lines).replace(" ", "") == showable(text).replace(" ", "")


def test_hostile_words_cost_no_time() -> None:
    started = time.perf_counter()
    picture(exhibit(*[line("\u0301" * 100_000)] * 8, title="\ufdfa" * 100_000))
    assert time.perf_counter() - started < 6


def test_background_alone_is_drawn_too() -> None:
    old = exhibit(background=[line()])
    assert opened(old).height > opened(TimelineDocument(
        key="topic-ferry", title="Ferry", timeline=Timeline(entries=()), coverage=old.coverage, made=old.made, reader=old.reader
    )).height  # fmt: skip


def test_a_long_name_leaves_room_for_the_other_outlets() -> None:
    long = item(1, of=source(1, name="The United Regional Information Agency of Examples and Reviews"))
    short = item(2, of=source(2, name="Herald"))
    assert _cited(line(mentions=(mention(of=long),))).endswith("Examples and Reviews")
    assert _cited(line(mentions=(mention(of=long), mention(of=short)))) == "The United Regional…, Herald"


def test_a_sentence_from_right_to_left_begins_at_the_right_edge() -> None:
    arabic = "(Zrazkiv) انهار جسر في مدينة زرازكيف الأوكرانية ما أدى إلى مقتل خمسة أشخاص بحسب الشرطة. " * 2
    drawn = opened(exhibit(line(f"ا {arabic}"), title="جسر", covered=()))
    ink = drawn.convert("L").point(lambda value: 255 * (value < 128))
    whole, title = ink.getbbox(), ink.crop((0, 0, WIDTH_PX, 90)).getbbox()
    assert whole is not None
    assert title is not None
    assert title[0] > WIDTH_PX - 200, "the title stands where a reader of Latin begins"
    last = ink.crop((100, drawn.height - 130, WIDTH_PX, drawn.height - 85)).getbbox()
    assert last is not None
    assert last[2] > WIDTH_PX - 100 - 60, "the last line hangs at the left"
