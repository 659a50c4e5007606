"""What the stand-in does when nothing is refused: updates, chats, files, faults, judgement of parameters."""

import asyncio
import io
import json
import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import aiohttp
import pytest
from PIL import Image
from telegram import (
    Bot,
    BotCommandScopeAllGroupChats,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    ReplyParameters,
)

from standin import ControlError, Fault, FaultKind, FloodLimits, StandinClient, StandinSettings
from tests.patience import AT_LAST_S
from tests.standin.telegram_bench import SAMPLE_NOW, Bench, Json, bench

PRIVATE, GROUP, FORUM, CHANNEL = 1001, -2001, -1002000000003, -1002000000004


@pytest.fixture
async def desk() -> AsyncIterator[Bench]:
    async with bench() as made:
        await made.start()
        yield made


def picture(width: int = 40, height: int = 20) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (width, height), "navy").save(file, "PNG")
    return file.getvalue()


async def test_updates_stay_until_their_offset_is_passed(desk: Bench) -> None:
    for text in ("/one", "/two", "/three"):
        await desk.person.say(PRIVATE, text)
    first = await desk.result("getUpdates")
    assert first == await desk.result("getUpdates")
    assert [u["message"]["text"] for u in first] == ["/one", "/two", "/three"]
    rest = await desk.result("getUpdates", offset=first[1]["update_id"], limit=1)
    assert [u["message"]["text"] for u in rest] == ["/two"]
    last = await desk.result("getUpdates", offset=-1)
    assert [u["message"]["text"] for u in last] == ["/three"]
    assert len(await desk.result("getUpdates", limit=-5)) == 1


async def test_a_long_poll_ends_when_something_is_said(desk: Bench) -> None:
    poll = asyncio.create_task(desk.result("getUpdates", timeout=30))
    await asyncio.sleep(0.05)
    assert not poll.done()
    await desk.person.say(PRIVATE, "/now")
    async with asyncio.timeout(5):
        assert [u["message"]["text"] for u in await poll] == ["/now"]


async def test_of_two_pollers_the_first_is_told_of_the_conflict(desk: Bench) -> None:
    first = asyncio.create_task(desk.call("getUpdates", timeout=30))
    await asyncio.sleep(0.05)
    second = asyncio.create_task(desk.call("getUpdates", timeout=30))
    answer = await asyncio.wait_for(first, 5)
    assert (answer["status"], answer["description"]) == (
        409,
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    )
    await desk.person.say(PRIVATE, "/x")
    assert (await asyncio.wait_for(second, 5))["ok"]


async def test_polling_is_refused_while_a_webhook_is_set(desk: Bench) -> None:
    assert (await desk.call("setWebhook", url="http://plain"))["status"] == 400
    await desk.result("setWebhook", url="https://example.org/hook")
    assert (await desk.call("getUpdates"))["status"] == 409
    assert (await desk.result("getWebhookInfo"))["url"] == "https://example.org/hook"
    await desk.result("deleteWebhook")
    assert await desk.result("getUpdates") == []


async def test_only_the_kinds_of_update_asked_for_come(desk: Bench) -> None:
    await desk.result("getUpdates", allowed_updates=["callback_query"])
    await desk.person.say(PRIVATE, "/x")
    assert await desk.result("getUpdates") == []
    await desk.result("getUpdates", allowed_updates=[])
    await desk.person.say(PRIVATE, "/y")
    assert len(await desk.result("getUpdates")) == 1


async def test_a_repeated_poll_is_braked_where_that_is_asked_for() -> None:
    async with bench(StandinSettings(limits=FloodLimits.OFF, brake_repeated_polls=True)) as desk:
        await desk.result("getUpdates", offset=5)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(desk.call("getUpdates", offset=5), 0.3)


async def test_messages_bear_the_sample_clock_and_count_per_chat(desk: Bench) -> None:
    private = await desk.result("sendMessage", chat_id=PRIVATE, text="a")
    group = await desk.result("sendMessage", chat_id=GROUP, text="b")
    forum = await desk.result("sendMessage", chat_id=FORUM, text="c", message_thread_id=3)
    assert private["date"] == int(SAMPLE_NOW.timestamp())
    assert [m["message_id"] for m in (private, group, forum)] == [2, 3, 4]
    assert (forum["message_thread_id"], forum["is_topic_message"]) == (3, True)
    assert forum["reply_to_message"]["forum_topic_created"]["name"] == "Ukraine"


async def test_an_answer_to_a_message_in_a_thread_stays_in_the_thread(desk: Bench) -> None:
    typed = await desk.person.say(FORUM, "/x", thread_id=2)
    answer = await desk.result(
        "sendMessage", chat_id=FORUM, text="a", reply_parameters={"message_id": typed["message_id"]}
    )
    assert answer["message_thread_id"] == 2
    assert answer["reply_to_message"]["message_id"] == typed["message_id"]


async def test_edits_keep_what_stood_before(desk: Bench) -> None:
    sent = await desk.result("sendMessage", chat_id=PRIVATE, text="38 killed")
    desk.clock.pass_by(60)
    edited = await desk.result(
        "editMessageText", chat_id=PRIVATE, message_id=sent["message_id"], text="<b>67</b>", parse_mode="HTML"
    )
    assert edited["edit_date"] == sent["date"] + 60
    shown = (await desk.person.messages(PRIVATE, by_bot=True))[0]
    assert (shown["html"], shown["history"]) == (
        "<b>67</b>",
        [{"at": sent["date"], "text": "38 killed", "html": "38 killed"}],
    )


async def test_an_edit_without_buttons_takes_them_away(desk: Bench) -> None:
    markup = {"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]}
    sent = await desk.result("sendMessage", chat_id=PRIVATE, text="x", reply_markup=markup)
    assert sent["reply_markup"] == markup
    edited = await desk.result("editMessageReplyMarkup", chat_id=PRIVATE, message_id=sent["message_id"])
    assert "reply_markup" not in edited


async def test_a_pressed_button_asks_and_shows_the_answer(desk: Bench) -> None:
    markup = {"inline_keyboard": [[{"text": "Mute", "callback_data": "m:7"}]]}
    sent = await desk.result("sendMessage", chat_id=GROUP, text="x", reply_markup=markup)
    pressed = await desk.person.press(GROUP, sent["message_id"], "Mute", user_id=1002)
    query = (await desk.updates())[0]["callback_query"]
    assert (query["data"], query["from"]["id"], query["message"]["message_id"]) == ("m:7", 1002, sent["message_id"])
    await desk.result("answerCallbackQuery", callback_query_id=query["id"], text="Muted", show_alert=True)
    shown = await desk.person.answer_to(str(pressed["query_id"]))
    assert (shown["answer"], shown["alert"]) == ("Muted", True)
    assert not (await desk.call("answerCallbackQuery", callback_query_id=query["id"]))["ok"]
    with pytest.raises(ControlError, match="no button"):
        await desk.person.press(GROUP, sent["message_id"], "Unmute")


async def test_a_press_grown_old_is_not_answered(desk: Bench) -> None:
    markup = {"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]}
    sent = await desk.result("sendMessage", chat_id=PRIVATE, text="x", reply_markup=markup)
    pressed = await desk.person.press(PRIVATE, sent["message_id"], "a")
    await desk.person.do("expire_press", query_id=pressed["query_id"])
    answer = await desk.call("answerCallbackQuery", callback_query_id=pressed["query_id"])
    assert answer["description"].startswith("Bad Request: query is too old")


async def test_in_a_group_only_what_is_meant_for_the_bot_is_heard(desk: Bench) -> None:
    sent = await desk.result("sendMessage", chat_id=GROUP, text="x")
    await desk.person.say(GROUP, "lunch?")
    await desk.person.say(GROUP, "/help@another_bot")
    await desk.person.say(GROUP, "/help@wirewatch_local_bot")
    await desk.person.say(GROUP, "/topics")
    await desk.person.say(GROUP, "why?", reply_to=sent["message_id"])
    heard = [u["message"]["text"] for u in await desk.updates()]
    assert heard == ["/help@wirewatch_local_bot", "/topics", "why?"]


async def test_an_administrator_hears_everything_and_a_channel_posts(desk: Bench) -> None:
    await desk.person.do("set_membership", chat_id=GROUP, membership="administrator")
    await desk.person.say(GROUP, "lunch?")
    await desk.person.say(CHANNEL, "/topics")
    promoted, message, post = await desk.updates()
    assert promoted["my_chat_member"]["new_chat_member"]["status"] == "administrator"
    assert message["message"]["text"] == "lunch?"
    assert "from" not in post["channel_post"]
    assert post["channel_post"]["sender_chat"]["id"] == CHANNEL


async def test_an_anonymous_administrator_speaks_as_the_group(desk: Bench) -> None:
    await desk.person.say(GROUP, "/mute", anonymous=True)
    message = (await desk.updates())[0]["message"]
    assert (message["sender_chat"]["id"], message["from"]["username"]) == (GROUP, "GroupAnonymousBot")


async def test_an_edited_message_comes_as_such(desk: Bench) -> None:
    typed = await desk.person.say(PRIVATE, "/track bakku")
    desk.clock.pass_by(5)
    await desk.person.do("edit", chat_id=PRIVATE, message_id=typed["message_id"], text="/track baku")
    _, edited = await desk.updates()
    assert edited["edited_message"]["text"] == "/track baku"


async def test_blocking_is_told_and_silences_the_person(desk: Bench) -> None:
    await desk.person.do("set_membership", chat_id=PRIVATE, membership="blocked")
    assert (await desk.updates())[0]["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    await desk.person.say(PRIVATE, "/start")
    kinds = [set(update) - {"update_id"} for update in await desk.updates()]
    assert kinds == [{"my_chat_member"}, {"message"}]


async def test_a_document_goes_up_and_comes_down_whole(desk: Bench) -> None:
    content = b"<opml/>" * 50
    uploaded = await desk.person.upload(PRIVATE, "feeds.opml", content, caption="/import")
    document = (await desk.updates())[0]["message"]["document"]
    assert (document["file_name"], document["file_size"], uploaded["kind"]) == ("feeds.opml", 350, "document")
    named = await desk.result("getFile", file_id=document["file_id"])
    async with desk.http.get(f"{desk.running.file_url}{desk.running.token}/{named['file_path']}") as response:
        assert await response.read() == content


async def test_pictures_and_documents_are_sent_as_multipart(desk: Bench) -> None:
    for method, name, content in (("sendPhoto", "photo", picture()), ("sendDocument", "document", b"a,b\n")):
        form = aiohttp.FormData({"chat_id": str(PRIVATE), "caption": "<i>c</i>", "parse_mode": "HTML"})
        form.add_field("file0", content, filename="x.png", content_type="image/png")
        form.add_field(name, "attach://file0")
        url = f"{desk.running.api_url}{desk.running.token}/{method}"
        async with desk.http.post(url, data=form) as response:
            assert response.status == 200, await response.text()
    photo, document = await desk.person.messages(PRIVATE, by_bot=True)
    assert (photo["kind"], photo["html"], photo["file"]["width"]) == ("photo", "<i>c</i>", 40)  # type: ignore[index] # JSON of the control API
    async with desk.http.get(f"{desk.running.url}{document['file']['url']}") as response:  # type: ignore[index] # the same
        assert await response.read() == b"a,b\n"
    assert await desk.person.violations() == []


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param(b"no picture", "IMAGE_PROCESS_FAILED", id="no picture"),
        pytest.param(picture(2100, 100), "PHOTO_INVALID_DIMENSIONS", id="21 times as wide as high"),
        pytest.param(b"", "file must be non-empty", id="empty"),
    ],
)
async def test_a_picture_that_is_none_is_refused(desk: Bench, content: bytes, words: str) -> None:
    form = aiohttp.FormData({"chat_id": str(PRIVATE)})
    form.add_field("photo", content, filename="x.png", content_type="image/png")
    async with desk.http.post(f"{desk.running.api_url}{desk.running.token}/sendPhoto", data=form) as response:
        assert (await response.json())["description"] == f"Bad Request: {words}"


async def test_chats_tell_who_is_in_them(desk: Bench) -> None:
    await desk.person.do("set_member", chat_id=GROUP, user_id=1002, status="administrator")
    admins = await desk.result("getChatAdministrators", chat_id=GROUP)
    assert [(a["user"]["id"], a["status"]) for a in admins] == [(1001, "creator"), (1002, "administrator")]
    bot = await desk.result("getChatMember", chat_id=CHANNEL, user_id=4200)
    assert (bot["status"], bot["can_post_messages"]) == ("administrator", True)
    assert (await desk.result("getChat", chat_id=FORUM))["is_forum"] is True
    assert await desk.result("leaveChat", chat_id=GROUP)
    assert (await desk.updates())[-1]["my_chat_member"]["new_chat_member"]["status"] == "left"


async def test_the_menu_is_kept_by_scope(desk: Bench) -> None:
    scope = {"type": "all_group_chats"}
    await desk.result("setMyCommands", commands=[{"command": "help", "description": "Help"}])
    await desk.result("setMyCommands", commands=[{"command": "mute", "description": "Mute"}], scope=scope)
    assert (await desk.result("getMyCommands"))[0]["command"] == "help"
    assert (await desk.result("getMyCommands", scope=json.dumps(scope)))[0]["command"] == "mute"
    await desk.result("deleteMyCommands", scope=scope)
    assert await desk.result("getMyCommands", scope=scope) == []


@pytest.mark.parametrize(
    ("method", "params", "found"),
    [
        pytest.param(
            "sendMessage", {"chat_id": 1, "text": "x", "colour": "red"}, [("colour", "unknown")], id="unknown"
        ),
        pytest.param("sendMessage", {"chat_id": 1}, [("text", "required, not given")], id="missing"),
        pytest.param(
            "sendMessage",
            {"chat_id": 1, "text": "x", "disable_notification": "maybe"},
            [("disable_notification", "not Boolean: str")],
            id="no boolean",
        ),
        pytest.param(
            "sendMessage",
            {"chat_id": 1, "text": "x", "reply_markup": {"inline_keyboard": [[{"text": 1}]]}},
            [("reply_markup.inline_keyboard[0][0].text", "not String: int")],
            id="deep inside a keyboard",
        ),
        pytest.param(
            "answerCallbackQuery",
            {"callback_query_id": "1", "text": "x" * 201},
            [("text", "201 characters, 0 to 200 allowed")],
            id="longer than the description allows",
        ),
        pytest.param("getUpdates", {"limit": 500}, [("limit", "500 value, 1 to 100 allowed")], id="over a range"),
        pytest.param(
            "sendMessage",
            {
                "chat_id": "@x",
                "text": "x",
                "link_preview_options": '{"is_disabled":true}',
                "reply_parameters": {"message_id": 5, "allow_sending_without_reply": True},
            },
            [],
            id="all well",
        ),
        pytest.param("setMyCommands", {"commands": "[]", "scope": {"type": "chat", "chat_id": 5}}, [], id="a union"),
    ],
)
async def test_parameters_are_held_against_the_published_description(
    desk: Bench, method: str, params: Json, found: list[tuple[str, str]]
) -> None:
    before = len(await desk.person.violations())
    await desk.call(method, **params)
    violations = (await desk.person.violations())[before:]
    assert [v["parameter"] for v in violations] == [parameter for parameter, _ in found]
    assert all(problem in str(v["problem"]) for v, (_, problem) in zip(violations, found, strict=True))


FAULTS = [
    pytest.param(Fault(kind=FaultKind.STATUS, status=502, description="Bad Gateway"), 502, id="502"),
    pytest.param(Fault(kind=FaultKind.STATUS, status=429, description="x", retry_after_s=7), 429, id="429"),
    pytest.param(Fault(kind=FaultKind.BODY, status=200), None, id="garbage"),
    pytest.param(Fault(kind=FaultKind.PARTIAL), None, id="cut short"),
    pytest.param(Fault(kind=FaultKind.RESET), None, id="reset"),
    pytest.param(Fault(kind=FaultKind.HANG, seconds=0.05), None, id="hang"),
]


@pytest.mark.parametrize("after_effect", [False, True], ids=["before its effect", "after its effect"])
@pytest.mark.parametrize(("fault", "status"), FAULTS)
async def test_a_fault_strikes_once_before_or_after_the_effect(
    desk: Bench, fault: Fault, status: int | None, *, after_effect: bool
) -> None:
    await desk.person.fault(replace(fault, method="sendMessage", after_effect=after_effect))
    if status is None:
        with pytest.raises((aiohttp.ClientError, ValueError)):
            await desk.call("sendMessage", chat_id=PRIVATE, text="x")
    else:
        assert (await desk.call("sendMessage", chat_id=PRIVATE, text="x"))["status"] == status
    assert len(await desk.person.log()) == int(after_effect)
    assert (await desk.call("sendMessage", chat_id=PRIVATE, text="y"))["ok"]


async def test_faults_wait_for_their_chat_and_let_calls_through_first(desk: Bench) -> None:
    await desk.person.fault(Fault(kind=FaultKind.STATUS, status=500, chat_id=GROUP, skip=1, times=2))
    oks = [(await desk.call("sendMessage", chat_id=c, text="x"))["ok"] for c in (PRIVATE, GROUP, GROUP, GROUP, GROUP)]
    assert oks == [True, True, False, False, True]
    await desk.person.fault(Fault(kind=FaultKind.STATUS, times=-1))
    assert not (await desk.call("getMe"))["ok"]
    await desk.person.do("clear_faults")
    assert (await desk.call("getMe"))["ok"]


async def test_latency_lies_before_and_after_the_effect(desk: Bench) -> None:
    await desk.person.configure(latency_ms=200)
    sending = asyncio.create_task(desk.call("sendMessage", chat_id=PRIVATE, text="x"))
    await asyncio.sleep(0.02)
    assert await desk.person.log() == []
    for _ in range(100):
        if await desk.person.log():
            break
        await asyncio.sleep(0.005)
    assert not sending.done()
    assert (await sending)["ok"]


async def test_a_malformed_update_can_be_queued(desk: Bench) -> None:
    await desk.person.do("queue_raw_update", update={"message": {"message_id": "no number"}})
    assert (await desk.updates())[0]["message"] == {"message_id": "no number"}


async def test_the_log_counts_every_send_in_order(desk: Bench) -> None:
    for text in ("a", "b"):
        await desk.result("sendMessage", chat_id=PRIVATE, text=text)
    log = await desk.person.log()
    assert [(entry["seq"], entry["text"]) for entry in log] == [(1, "a"), (2, "b")]
    assert [entry["text"] for entry in await desk.person.log(since=1)] == ["b"]
    assert await desk.person.get("counts") == {str(PRIVATE): 2}


async def test_the_chats_outlive_the_stand_in_where_a_file_keeps_them(tmp_path: Path) -> None:
    settings = StandinSettings(limits=FloodLimits.OFF, state=tmp_path / "chats.json")
    async with bench(settings) as desk:
        await desk.person.upload(PRIVATE, "x.bin", bytes(range(256)))
        await desk.result("sendMessage", chat_id=PRIVATE, text="<b>kept</b>", parse_mode="HTML")
    async with bench(settings) as desk:
        document, kept = await desk.person.messages(PRIVATE)
        assert kept["html"] == "<b>kept</b>"
        async with desk.http.get(f"{desk.running.url}{document['file']['url']}") as response:  # type: ignore[index] # JSON
            assert await response.read() == bytes(range(256))
        assert len(await desk.updates()) == 1


async def test_other_sites_may_not_act_here(desk: Bench) -> None:
    url = f"{desk.running.url}/control/do/say"
    for headers in ({"Origin": "https://example.org"}, {"Host": "rebound.example.org"}):
        async with desk.http.post(url, json={"chat_id": PRIVATE, "text": "x"}, headers=headers) as response:
            assert response.status == 403
    assert await desk.updates() == []


async def test_what_the_control_api_cannot_do_it_explains(desk: Bench) -> None:
    with pytest.raises(ControlError, match="no action fly"):
        await desk.person.do("fly")
    with pytest.raises(ControlError, match="no chat 5"):
        await desk.person.say(5, "x")
    with pytest.raises(ControlError, match="chat_id"):
        await desk.person.do("say", chat_id="x", text="y")
    with pytest.raises(ControlError, match="no chat"):
        await desk.person.messages(5)


async def test_python_telegram_bot_breaks_no_rule_of_the_description(desk: Bench) -> None:
    bot = Bot(desk.running.token, base_url=desk.running.api_url, base_file_url=desk.running.file_url)
    markup = InlineKeyboardMarkup(
        [[InlineKeyboardButton("A", callback_data="a"), InlineKeyboardButton("B", url="x.org")]]
    )
    quiet = LinkPreviewOptions(is_disabled=True)
    async with bot:
        sent = await bot.send_message(
            PRIVATE, "<b>x</b>", parse_mode="HTML", link_preview_options=quiet, reply_markup=markup
        )
        await bot.edit_message_text(
            "y", PRIVATE, sent.message_id, parse_mode="HTML", link_preview_options=quiet, reply_markup=markup
        )
        await bot.edit_message_reply_markup(PRIVATE, sent.message_id)
        await bot.send_message(FORUM, "z", message_thread_id=2, disable_notification=True)
        await bot.send_message(PRIVATE, "r", reply_parameters=ReplyParameters(sent.message_id))
        document = await bot.send_document(PRIVATE, b"a,b\n", filename="a.csv", caption="c")
        assert document.document is not None
        content = await (await document.document.get_file()).download_as_bytearray()
        photo = await bot.send_photo(PRIVATE, picture(), caption="<i>p</i>", parse_mode="HTML")
        assert (bytes(content), photo.photo[0].width) == (b"a,b\n", 40)
        await bot.set_my_commands([("help", "Help")], scope=BotCommandScopeAllGroupChats())
        await bot.set_my_short_description("Wires")
        await bot.send_chat_action(PRIVATE, "typing")
        await bot.set_message_reaction(PRIVATE, sent.message_id, "👍")
        await bot.pin_chat_message(CHANNEL, (await bot.send_message("@newsroom_channel", "c")).message_id)
        assert (await bot.get_chat(FORUM)).is_forum
        assert [admin.status for admin in await bot.get_chat_administrators(GROUP)] == ["creator"]
        await bot.get_updates(allowed_updates=["message", "callback_query"])
        await bot.delete_message(PRIVATE, sent.message_id)
    assert await desk.person.violations() == []


async def test_as_a_process_of_its_own_it_tells_its_address_and_stops_when_told(tmp_path: Path) -> None:
    arguments = ("-m", "standin", "--limits", "strict", "--state", str(tmp_path / "chats.json"))
    process = await asyncio.create_subprocess_exec(sys.executable, *arguments, stdout=asyncio.subprocess.PIPE)
    assert process.stdout is not None
    url = (await asyncio.wait_for(process.stdout.readline(), AT_LAST_S)).decode().strip()
    async with StandinClient(url) as person:
        await person.say(PRIVATE, "/start")
        assert len(await person.messages(PRIVATE)) == 1
    process.terminate()
    assert await asyncio.wait_for(process.wait(), AT_LAST_S) == 0
    assert "/start" in (tmp_path / "chats.json").read_text()
