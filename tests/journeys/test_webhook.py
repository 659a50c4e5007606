"""A chat's alerts go to another program as well, signed; one that fails for long is turned off, and the chat reads so."""

import hashlib
import hmac
import json
import re
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from bot.wiring import posting_by
from config.schema import AccessSettings, LimitSettings
from newsroom.access import AccessMode
from newsroom.desk.receiver import MOST_REFUSALS
from standin.initial_chats import GROUP_ID, PRIVATE_ID
from tests.journeys.shift import Shift, labels, shift
from watchers.address_guard import AddressGuard
from watchers.fetch import Fetcher, FetchSettings

OWNED = AccessSettings(mode=AccessMode.OPEN, admins=(PRIVATE_ID,))
FERRY = "The ferry Aurora ran aground off Lower Quay, the coast guard said."
FLOOD = "The flood in Exampleville killed {} people on Tuesday, the mayor's office said."


class AnyAddress(AddressGuard):
    """Receivers of tests are on this machine."""

    def permits(self, address: str) -> bool:
        return bool(address)


@dataclass(slots=True)
class Program:
    """Another program, and what it was posted."""

    url: str = ""
    status: int = 200
    bodies: list[bytes] = field(default_factory=list)
    headers: list[Any] = field(default_factory=list)

    @property
    def posts(self) -> list[Any]:
        return [json.loads(body) for body in self.bodies]

    async def take(self, request: web.Request) -> web.Response:
        self.bodies.append(await request.read())
        self.headers.append(request.headers)
        return web.Response(status=self.status)


@asynccontextmanager
async def desk_and_program(database_url: str) -> AsyncGenerator[tuple[Shift, Program]]:
    program = Program()
    app = web.Application()
    app.router.add_post("/hook", program.take)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    program.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    async with (
        Fetcher(FetchSettings(), AnyAddress()) as fetcher,
        shift(database_url, access=OWNED, posting=posting_by(fetcher.post)) as desk,
    ):
        yield desk, program
    await runner.cleanup()


async def test_an_alert_is_posted_once_as_slack_reads_it_and_signed(either_database: str) -> None:
    async with desk_and_program(either_database) as (desk, program):
        await desk.say("/track ferry")
        (made,) = await desk.say(f"/webhook {program.url}")
        secret = re.findall(r"\n(\S{40,})\n", made.text)[0]
        assert "verybody" not in made.text, "it is a private chat"
        assert program.posts[0]["event"] == "test"
        await desk.brings(1, "Ferry <Aurora> & crew aground", FERRY, key="ferry")
        await desk.brings(2, "Budget passed", "The budget passed.")
        greeting, alert = program.posts
        assert alert["text"].startswith("*<https://outlet1.example/ferry|Ferry &lt;Aurora&gt; &amp; crew aground>*\n")
        assert (alert["event"], alert["words"], alert["story"]["number"]) == ("alert", ["Ferry"], "1")
        assert alert["story"]["reports"][0]["outlet"] == "Sample Outlet 1"
        for body, headers in zip(program.bodies, program.headers, strict=True):
            expected = "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
            assert headers["X-Wirewatch-Signature"] == expected
        assert greeting["chat"]["id"] == PRIVATE_ID
        assert "Alerts are posted to: 127.0.0.1" in (await desk.say("/settings"))[0].text
        assert "had alerts of" in (await desk.say("/log"))[0].text


async def test_a_correction_is_posted_and_an_updated_card_is_not(either_database: str) -> None:
    async with desk_and_program(either_database) as (desk, program):
        await desk.say("/track exampleville")
        await desk.say(f"/webhook {program.url}")
        await desk.brings(1, "Exampleville flood kills nine", FLOOD.format("nine"), key="flood")
        await desk.brings(2, "Flood in Exampleville kills nine people", FLOOD.format("nine"))
        assert [post["event"] for post in program.posts] == ["test", "alert"]
        await desk.brings(
            1, "Correction: Exampleville flood killed eight, not nine", FLOOD.format("eight"), key="flood"
        )
        assert program.posts[-1]["event"] == "edit"
        assert "eight" in program.posts[-1]["notice"]


async def test_what_fails_is_tried_again_in_order_and_after_a_day_turned_off(either_database: str) -> None:
    async with desk_and_program(either_database) as (desk, program):
        await desk.say("/track ferry")
        await desk.say(f"/webhook {program.url}")
        program.status = 503
        await desk.brings(1, "Ferry aground", FERRY)
        await desk.brings(2, "Ferry tickets cost more", "Tickets for the ferry cost more from Monday.")
        assert "HTTP 503" in (await desk.say("/webhook"))[0].text
        program.status = 200
        await desk.later(minutes=15)
        numbers = [post["delivery"] for post in program.posts[1:]]
        assert numbers == sorted(numbers)
        assert {post["story"]["headline"] for post in program.posts[1:]} == {"Ferry aground", "Ferry tickets cost more"}
        program.status = 500
        await desk.brings(3, "Ferry strike announced", "Crews of the ferry announced a strike.")
        await desk.later(hours=25)
        assert any("Alerts are posted to 127.0.0.1 no more" in message.text for message in desk.sent())
        assert "posted nowhere else" in (await desk.say("/webhook"))[0].text
        assert "turned off posts" in (await desk.say("/log"))[0].text


async def test_what_is_refused_is_given_up_and_the_chat_reads_why(either_database: str) -> None:
    async with desk_and_program(either_database) as (desk, program):
        await desk.say("/track ferry")
        await desk.say(f"/webhook {program.url}")
        program.status = 413
        await desk.brings(1, "Ferry aground", FERRY)
        for _ in range(MOST_REFUSALS):
            await desk.later(minutes=1)
        (refused,) = [message.text for message in desk.sent() if "refused the post" in message.text]
        assert "“Ferry aground”" in refused
        assert "HTTP 413" in refused
        program.status = 200
        await desk.brings(2, "Ferry tickets cost more", "Tickets for the ferry cost more from Monday.")
        assert program.posts[-1]["story"]["headline"] == "Ferry tickets cost more"
        state = (await desk.say("/webhook"))[0].text
        assert "Refused there: 1 post; the last one:" in state
        assert "HTTP 413" in state


async def test_gone_for_good_is_turned_off_at_once(either_database: str) -> None:
    async with desk_and_program(either_database) as (desk, program):
        await desk.say("/track ferry")
        await desk.say(f"/webhook {program.url}")
        program.status = 410
        await desk.brings(1, "Ferry aground", FERRY)
        await desk.program.push.drain()
        (ended,) = [message.text for message in desk.sent() if "no more" in message.text]
        assert "127.0.0.1 says that it is gone (410)" in ended
        assert "too long" not in ended
        assert "it says that it is gone (410)" in (await desk.say("/log"))[0].text


async def test_buttons_test_it_renew_its_secret_and_turn_it_off(either_database: str) -> None:
    async with desk_and_program(either_database) as (desk, program):
        await desk.say(f"/webhook {program.url}")
        (state,) = await desk.say("/webhook")
        assert labels(state) == ["Test", "New secret", "✕ Turn off"]
        await desk.press(state, "Test")
        assert len(program.posts) == 2
        await desk.press(state, "New secret")
        assert labels(state) == ["New secret", "‹ Keep it"], "one tap, and the other program believed no post"
        await desk.press(state, "New secret")
        renewed = state
        assert "X-Wirewatch-Signature" in renewed.text
        await desk.press(renewed, "✕ Turn off")
        assert labels(renewed) == ["✕ Turn off", "‹ Keep it"], "one tap, and its secret was gone"
        await desk.press(renewed, "‹ Keep it")
        assert "posted to 127.0.0.1" in renewed.text
        await desk.press(renewed, "✕ Turn off")
        await desk.press(renewed, "✕ Turn off")
        assert "posted nowhere else" in (await desk.say("/webhook"))[0].text


async def test_tests_of_a_receiver_count_as_looks_at_addresses(either_database: str) -> None:
    async with desk_and_program(either_database) as (desk, program):
        await desk.say(f"/webhook {program.url}")
        (state,) = await desk.say("/webhook")
        most = LimitSettings().look_ups_per_hour
        for _ in range(most + 3):
            await desk.press(state, "Test")
        assert len(program.posts) == most


async def test_what_does_not_take_a_first_word_is_refused_and_so_is_who_is_no_editor(either_database: str) -> None:
    async with desk_and_program(either_database) as (desk, program):
        program.status = 404
        assert "HTTP 404" in (await desk.say(f"/webhook {program.url}"))[0].text
        assert "posted nowhere else" in (await desk.say("/webhook"))[0].text
        assert "https://" in (await desk.say("/webhook somewhere"))[0].text
        refused = await desk.say(f"/webhook {program.url}", GROUP_ID, user=_other(desk))
        assert "role of editor" in refused[0].text


def _other(desk: Shift) -> int:
    """Somebody else in the group, with no role."""
    return next(user for user in desk.telegram.server.state.chats[GROUP_ID].members if user != PRIVATE_ID)


async def test_an_address_in_a_private_network_is_refused_by_the_guard_of_feeds(either_database: str) -> None:
    async with shift(either_database, access=OWNED) as desk:
        for address in ("http://127.0.0.1:9/x", "http://[::1]/x", "http://169.254.169.254/latest", "http://10.0.0.1/"):
            (refused,) = await desk.say(f"/webhook {address}")
            assert "no address that I may visit" in refused.text
