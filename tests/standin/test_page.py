"""The chat page in a real browser."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio

from standin import StandinSettings, initial_chats, test_controls, user_actions
from standin.chat_state import ChatType
from standin.standin_settings import FloodLimits
from tests.browser import Page, browser
from tests.standin.telegram_bench import Bench, bench
from tests.standin.test_standin import picture

PRIVATE, GROUP, FORUM = 1001, -2001, -1002000000003

CARD = """<b>Port closed &amp; quiet</b> 🚢
<i>Sample Wire</i> <a href="https://example.org/a">read</a> <code>port</code> <tg-spoiler>hidden</tg-spoiler>
<blockquote expandable>A long quotation</blockquote>see /topics"""
KEYS = {"inline_keyboard": [[{"text": "Mute", "callback_data": "m"}, {"text": "Open", "url": "https://example.org/a"}]]}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browsed(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Page]:
    async with browser(tmp_path_factory.mktemp("chromium")) as page:
        yield page


@pytest_asyncio.fixture(loop_scope="module")
async def desk() -> AsyncIterator[Bench]:
    async with bench() as made:
        yield made


pytestmark = pytest.mark.asyncio(loop_scope="module")


async def opened(desk: Bench, page: Page, *, width: int = 1100) -> None:
    page.complaints.clear()
    await page.resize(width, 800)
    await page.goto(desk.running.url)


async def test_a_visitor_starts_the_bot_and_sees_it_answer(desk: Bench, browsed: Page) -> None:
    desk.running.set_status("Wirewatch local mode - sample clock 12 Aug 2025 14:20 UTC")
    await opened(desk, browsed)
    await browsed.until("document.querySelector('#status').textContent.includes('12 Aug 2025')")
    await browsed.until("!document.querySelector('#start').hidden")
    await browsed.click("#start")
    await browsed.until("document.querySelector('.own')?.innerText.includes('/start')")
    assert (await desk.updates())[0]["message"]["text"] == "/start"
    await desk.result("sendMessage", chat_id=PRIVATE, text=CARD, parse_mode="HTML", reply_markup=KEYS)
    await browsed.until("document.querySelector('.keys')")
    html = await browsed.eval("document.querySelector('#messages li:not(.own) .body').innerHTML")
    assert html.startswith('<b>Port closed &amp; quiet</b> 🚢\n<i>Sample Wire</i> <a href="https://example.org/a"')
    assert '<blockquote class="expandable"' in html
    assert browsed.complaints == []


async def test_beginning_anew_is_asked_once_and_there_is_no_button_where_nobody_can(desk: Bench, browsed: Page) -> None:
    await opened(desk, browsed)
    await browsed.until("document.querySelector('#chats button')")
    assert await browsed.eval("document.querySelector('#anew').hidden")
    asked: list[str] = []
    settings = StandinSettings(limits=FloodLimits.OFF, begin_anew=lambda: asked.append("anew"))
    async with bench(settings) as other:
        await opened(other, browsed)
        await browsed.until("!document.querySelector('#anew').hidden")
        await browsed.click("#anew")
        await browsed.click("#sure button:not([value])")
        await browsed.until("!document.querySelector('#sure').open")
        assert asked == []
        await browsed.click("#anew")
        await browsed.click("#sure button[value=yes]")
        await browsed.until("document.querySelector('#status').textContent.includes('Beginning anew')")
        async with asyncio.timeout(30):
            while not asked:
                await asyncio.sleep(0.05)
        other.running.set_status("Wirewatch local mode - sample clock 12 Aug 2025 14:20 UTC")
        test_controls.create_chat(other.running.server, 1009, ChatType.PRIVATE, "Newcomer")
        await browsed.until("document.querySelector('#chats [data-chat=\"1009\"]')")
        assert await browsed.eval("document.querySelector('#status').textContent") == "Beginning anew …"
        assert await browsed.eval("document.querySelector('#anew').hidden"), "it was offered while it went on"
    await browsed.until("document.querySelector('#status').textContent === 'Beginning anew …'")
    assert asked == ["anew"]
    assert browsed.complaints == []


async def test_where_beginning_anew_fails_the_page_says_so_and_goes_on(browsed: Page) -> None:
    def no() -> None:
        raise user_actions.NoSuchThing("the disk is full")

    async with bench(StandinSettings(limits=FloodLimits.OFF, begin_anew=no)) as other:
        other.running.set_status("Wirewatch local mode - sample clock 12 Aug 2025 14:20 UTC")
        await opened(other, browsed)
        await browsed.until("!document.querySelector('#anew').hidden")
        await browsed.click("#anew")
        await browsed.click("#sure button[value=yes]")
        await browsed.until("document.querySelector('#toast').textContent.includes('the disk is full')")
        await browsed.until("!document.querySelector('#anew').hidden")
        assert "12 Aug 2025" in await browsed.eval("document.querySelector('#status').textContent")


async def test_an_edit_flashes_in_place_and_shows_what_stood_before(desk: Bench, browsed: Page) -> None:
    await desk.start()
    sent = await desk.result("sendMessage", chat_id=PRIVATE, text="38 killed")
    await opened(desk, browsed)
    await browsed.until("document.querySelectorAll('.bubble').length === 2")
    desk.clock.pass_by(60)
    await desk.result("editMessageText", chat_id=PRIVATE, message_id=sent["message_id"], text="67 killed")
    await browsed.until("document.querySelector('li.flash .body')?.innerText === '67 killed'")
    assert await browsed.eval("document.querySelectorAll('.bubble').length") == 2
    await browsed.click(".edited")
    assert "38 killed" in await browsed.eval("document.querySelector('.earlier').innerText")


async def test_a_pressed_button_shows_the_bots_answer(desk: Bench, browsed: Page) -> None:
    await desk.start()
    await desk.result("sendMessage", chat_id=PRIVATE, text="x", reply_markup=KEYS)
    await opened(desk, browsed)
    await browsed.until("document.querySelector('[data-press]')")
    for alert, where in ((False, "#toast.shown"), (True, "#alert[open] p")):
        await browsed.click("[data-press]")
        (update,) = await desk.updates(wait_s=10)
        assert await browsed.eval("Boolean(document.querySelector('[data-press].waiting'))")
        query_id = update["callback_query"]["id"]
        await desk.result("answerCallbackQuery", callback_query_id=query_id, text="Muted", show_alert=alert)
        await browsed.until(f"document.querySelector('{where}')?.textContent === 'Muted'")
    await browsed.click("#alert button")
    assert await browsed.eval("document.querySelector('.keys a').href") == "https://example.org/a"


async def test_a_slash_brings_the_menu_and_enter_sends_the_command(desk: Bench, browsed: Page) -> None:
    commands = [{"command": "topics", "description": "Your topics"}, {"command": "track", "description": "Watch"}]
    await desk.result("setMyCommands", commands=commands)
    await desk.start()
    await opened(desk, browsed)
    await browsed.until("document.querySelector('.own')")
    await browsed.click("#text")
    await browsed.type("/t")
    await browsed.until("document.querySelectorAll('#menu li').length === 2")
    await browsed.key("ArrowDown")
    await browsed.key("Tab")
    await browsed.type("port OR storm")
    await browsed.key("Enter")
    await browsed.until("document.querySelector('#messages').innerText.includes('/track port OR storm')")
    assert (await desk.updates())[-1]["message"]["text"] == "/track port OR storm"


async def test_other_chats_count_what_is_unread_and_threads_part_a_forum(desk: Bench, browsed: Page) -> None:
    await opened(desk, browsed)
    for thread_id, text in ((2, "about the Caucasus"), (3, "about Ukraine")):
        await desk.result("sendMessage", chat_id=FORUM, text=text, message_thread_id=thread_id)
    unread = f"document.querySelector('[data-chat=\"{FORUM}\"] .unread:not([hidden])')?.textContent"
    await browsed.until(f"{unread} === '2'")
    await browsed.click(f"[data-chat='{FORUM}']")
    await browsed.until("document.querySelectorAll('.bubble').length === 2")
    await browsed.click("#threads button:nth-child(4)")
    await browsed.until("document.querySelector('.bubble .body').innerText === 'about Ukraine'")
    await browsed.click("#text")
    await browsed.type("/topics")
    await browsed.key("Enter")
    await browsed.until("document.querySelector('.own')")
    assert (await desk.updates())[-1]["message"]["message_thread_id"] == 3
    assert not await browsed.eval(f"Boolean({unread})")


async def test_pictures_are_shown_and_documents_can_be_fetched(desk: Bench, browsed: Page) -> None:
    await desk.start()
    url = f"{desk.running.api_url}{desk.running.token}"
    for method, name, content in (("sendPhoto", "photo", picture()), ("sendDocument", "document", b"a,b\n")):
        form = aiohttp.FormData({"chat_id": str(PRIVATE)})
        form.add_field(name, content, filename="timeline.csv", content_type="image/png")
        async with desk.http.post(f"{url}/{method}", data=form) as response:
            assert response.status == 200
    await opened(desk, browsed)
    await browsed.until("document.querySelector('.photo img')?.naturalWidth === 40")
    text = await browsed.eval("fetch(document.querySelector('a.document').href).then((r) => r.text())")
    assert text == "a,b\n"


async def test_on_a_phone_the_list_and_the_chat_take_turns(desk: Bench, browsed: Page, tmp_path: Path) -> None:
    await desk.person.say(GROUP, "a colleague's", user_id=1002)
    await desk.result("sendMessage", chat_id=GROUP, text="W" * 300, reply_markup=KEYS)
    await opened(desk, browsed, width=390)
    await browsed.until("document.querySelectorAll('#chats button').length === 4")
    await browsed.click(f"[data-chat='{GROUP}']")
    await browsed.until("document.querySelector('.bubble')")
    assert await browsed.eval("document.querySelector('#chats').offsetParent") is None
    assert await browsed.eval("document.documentElement.scrollWidth") == 390
    assert await browsed.eval("document.querySelectorAll('.bubble').length") == 2
    assert await browsed.eval("document.querySelectorAll('.own').length") == 0
    assert await browsed.eval("document.querySelector('.bubble').getBoundingClientRect().right") <= 390
    await browsed.click("#back")
    await browsed.until("document.querySelector('#chats').offsetParent !== null")
    await browsed.screenshot(tmp_path / "phone.png")
    assert (tmp_path / "phone.png").stat().st_size > 1000


async def test_markup_in_a_message_is_never_run(desk: Bench, browsed: Page) -> None:
    await desk.start()
    await desk.result(
        "sendMessage", chat_id=PRIVATE, text="<img src=x onerror='window.hurt=1'><script>window.hurt=1</script>"
    )
    await opened(desk, browsed)
    await browsed.until("document.querySelectorAll('.bubble').length === 2")
    assert "<script>" in await browsed.eval("document.querySelector('#messages li:last-child .body').innerText")
    assert await browsed.eval("window.hurt === undefined")


async def test_a_blocked_bot_is_told_of_in_the_head_and_can_be_unblocked(desk: Bench, browsed: Page) -> None:
    await desk.start()
    await opened(desk, browsed)
    await browsed.until("document.querySelector('#acts button')")
    await browsed.click("#more summary")
    await browsed.click("#acts button:first-child")
    await browsed.until("document.querySelector('#subtitle').textContent.includes('blocked')")
    assert (await desk.call("sendMessage", chat_id=PRIVATE, text="x"))["error_code"] == 403
    await browsed.click("#more summary")
    await browsed.click("#acts button:first-child")
    await browsed.until("!document.querySelector('#subtitle').textContent.includes('blocked')")
    assert (await desk.call("sendMessage", chat_id=PRIVATE, text="x"))["ok"]


async def test_in_a_group_one_speaks_as_whom_one_chooses(desk: Bench, browsed: Page) -> None:
    await opened(desk, browsed)
    await browsed.until("document.querySelectorAll('#chats button').length === 4")
    await browsed.click(f"[data-chat='{GROUP}']")
    await browsed.until("document.querySelector('#person').options.length === 2")
    await browsed.eval("document.querySelector('#person').value = '1002'")
    await browsed.eval("document.querySelector('#person').dispatchEvent(new Event('change'))")
    await browsed.eval("document.querySelector('#text').focus()")
    await browsed.type("/topics")
    await browsed.eval("document.querySelector('#composer').requestSubmit()")
    await browsed.until("document.querySelector('.own')?.innerText.includes('Colleague')")
    assert (await desk.updates())[-1]["message"]["from"]["id"] == 1002
    await browsed.eval("localStorage.clear()")


async def test_a_link_that_invites_is_opened_by_whom_one_chooses(desk: Bench, browsed: Page) -> None:
    initial_chats.bring_newcomers(desk.running.server.state)
    await desk.start()
    bot = desk.running.server.state.bot.username
    await desk.result("sendMessage", chat_id=PRIVATE, text=f"https://t.me/{bot}?start=c0de_-A")
    await opened(desk, browsed)
    await browsed.until("document.querySelector('.bubble a')")
    await browsed.click(".bubble a")
    await browsed.until("document.querySelector('#invited').open")
    await browsed.click("#invited div button:nth-child(3)")
    await browsed.until("document.querySelector('#title').textContent.includes('Olga')")
    await browsed.until("document.querySelector('.own')?.innerText.includes('/start c0de_-A')")
    message = (await desk.updates())[-1]["message"]
    assert (message["chat"]["id"], message["from"]["id"], message["text"]) == (1003, 1003, "/start c0de_-A")
    assert browsed.complaints == []
