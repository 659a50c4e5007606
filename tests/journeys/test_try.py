"""A topic that is tried before it is tracked."""

from tests.journeys.shift import labels, shift

FERRY = (
    "Ferry fire injures cook in the galley",
    "Ferry strike begins at the northern pier",
    "Painter sells portrait of a ferry for millions",
    "Court jails ferry captain who drank rum",
    "Whale swims beside the morning ferry",
    "Ferry strike spreads to the island line",
    "Choir sings on ferry for a wedding",
    "Ferry fire burns out an engine room",
    "Minister opens a school for ferry pilots",
    "Students race home-made ferry across the lake",
    "Ferry tickets rise by a tenth in April",
    "Bank buys the island ferry company for a pound",
)


async def test_a_try_says_how_much_it_would_send_and_tracks_nothing(either_database: str) -> None:
    async with shift(either_database) as desk:
        await desk.brings(1, FERRY[0], f"{FERRY[0]}.")
        (tried,) = await desk.say("/try ferry")
        assert "it would have sent 1 alert" in tried.text
        assert FERRY[0] in tried.text
        assert "tracks nothing yet" in (await desk.say("/topics"))[0].text
        await desk.press(tried, "🔔 Track")
        assert "ferry" in (await desk.say("/topics"))[0].text


async def test_a_query_that_finds_too_much_is_narrowed_by_a_tap(either_database: str) -> None:
    async with shift(either_database) as desk:
        for number, title in enumerate(FERRY):
            await desk.brings(1 + number % 5, title, f"{title}.")
        (tried,) = await desk.say("/try ferry")
        assert "Too many?" in tried.text
        added = next(label for label in labels(tried) if label.startswith("+ "))
        await desk.press(tried, added)
        assert f"({'ferry'}) {added.split()[1]}" in tried.text
        assert "Too many?" not in tried.text


async def test_a_query_that_nothing_matches_is_said_to_be_one(either_database: str) -> None:
    async with shift(either_database) as desk:
        await desk.brings(1, FERRY[0], f"{FERRY[0]}.")
        (tried,) = await desk.say("/try submarine")
        assert "Nothing that I have stored matches" in tried.text


async def test_a_live_blog_that_mentions_a_subject_is_neither_tried_as_an_alert_nor_one_of_its_sources(
    either_database: str,
) -> None:
    """It was: of a ferry's sources one was the story about drones, which a day's live blog had joined."""
    async with shift(either_database) as desk:
        await desk.brings(1, "Drones hit substation in Dunmarrow", "Drones hit a substation in Dunmarrow overnight.")
        blog = "Drones hit a substation in Dunmarrow overnight. Fire broke out on the ferry Blue Heron off Lower Quay."
        await desk.brings(2, "Live: Monday's news as it happens", blog)
        (tried,) = await desk.say("/try ferry")
        assert "no alert" in tried.text
        (sources,) = await desk.say("/sources ferry")
        assert "No story" in sources.text
        (found,) = await desk.say("/search ferry")
        assert "only mentions it" in found.text
