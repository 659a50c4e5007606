"""/since says of which topics it can't know what was before."""

from storage.database import Database
from tests.handlers.talk import talk


async def test_a_new_topic_is_named_where_the_stories_of_others_fill_the_list(desk: Database) -> None:
    ann = talk(desk)
    await ann.says("/track tram")
    listed, late = await ann.says("/since 7d")
    assert "Ferry Aurora" in listed.html
    assert "Tracked only of late" in late.html
    assert "tram" in late.html
    assert "ferry" not in late.html, "its stories are there to be read"
    assert list(late.buttons) == ["🔎 tram"]
