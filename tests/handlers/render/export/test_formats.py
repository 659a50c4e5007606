import pytest

from handlers.render.export.formats import render
from handlers.render.timeline_document import Format, story_key, topic_key
from tests.handlers.render.timeline_documents import full


@pytest.mark.parametrize("form", list(Format))
def test_every_form_is_made_and_named(form: Format) -> None:
    done = render(full(), form)
    assert done.content
    assert done.name.startswith("topic-ferry-timeline.")
    assert done.purpose


def test_no_two_forms_share_a_file_name() -> None:
    assert len({render(full(), form).name for form in Format}) == len(Format)


@pytest.mark.parametrize(
    ("query", "key"),
    [
        pytest.param("Azerbaijan (Russia OR Kremlin)", "topic-azerbaijan-russia-or-kremlin", id="words"),
        pytest.param("Київ", "topic-kiiv", id="Ukrainian"),
        pytest.param('"../../etc/passwd"', "topic-etc-passwd", id="no path"),
        pytest.param("🙂\x00", "topic-slight-smile", id="emoji"),
        pytest.param("...", "topic-everything", id="no letter"),
        pytest.param("long " * 400, "topic-long-long-long-long-long-long-long-long", id="cut"),
    ],
)
def test_a_query_makes_a_plain_file_name(query: str, key: str) -> None:
    assert topic_key(query) == key


def test_a_story_is_named_by_its_number() -> None:
    assert story_key(12) == "story-12"
