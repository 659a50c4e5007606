"""Each row of what Telegram refuses, in its words."""

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from standin import FloodLimits, StandinSettings
from tests.standin.telegram_bench import Bench, Json, bench

PRIVATE, GROUP, FORUM, CHANNEL = 1001, -2001, -1002000000003, -1002000000004

Arrange = Callable[[Bench], Awaitable[object]]


@pytest.fixture
async def desk() -> AsyncIterator[Bench]:
    async with bench() as made:
        await made.start()
        yield made


def membership(chat_id: int, how: str) -> Arrange:
    return lambda desk: desk.person.do("set_membership", chat_id=chat_id, membership=how)


async def nothing(_desk: Bench) -> None:
    """As it is."""


def keyboard(**button: object) -> Json:
    return {"inline_keyboard": [[{"text": "x", **button}]]}


SENDING = [
    pytest.param(nothing, {"text": ""}, 400, "Bad Request: message text is empty", id="no text"),
    pytest.param(nothing, {"text": " \n "}, 400, "Bad Request: text must be non-empty", id="only white space"),
    pytest.param(nothing, {"text": "ы" * 4097}, 400, "Bad Request: message is too long", id="4097 code points"),
    pytest.param(nothing, {"text": "a" * 32_769}, 400, "Bad Request: text is too long", id="32,769 bytes"),
    pytest.param(
        nothing, {"text": "x", "parse_mode": "RTF"}, 400, "Bad Request: unsupported parse_mode", id="a parse mode"
    ),
    pytest.param(nothing, {"chat_id": 77}, 400, "Bad Request: chat not found", id="a chat nobody knows"),
    pytest.param(nothing, {"chat_id": "@nobody"}, 400, "Bad Request: chat not found", id="a name nobody has"),
    pytest.param(nothing, {"chat_id": ""}, 400, "Bad Request: chat_id is empty", id="no chat"),
    pytest.param(membership(PRIVATE, "blocked"), {}, 403, "Forbidden: bot was blocked by the user", id="blocked"),
    pytest.param(membership(PRIVATE, "deactivated"), {}, 403, "Forbidden: user is deactivated", id="user gone"),
    pytest.param(membership(PRIVATE, "deleted"), {}, 400, "Bad Request: private chat not found", id="chat gone"),
    pytest.param(
        membership(PRIVATE, "unknown"),
        {},
        403,
        "Forbidden: bot can't initiate conversation with a user",
        id="not started",
    ),
    pytest.param(membership(PRIVATE, "bot"), {}, 403, "Forbidden: the bot can't send messages to the bot", id="a bot"),
    pytest.param(
        membership(GROUP, "kicked"),
        {"chat_id": GROUP},
        403,
        "Forbidden: bot was kicked from the group chat",
        id="kicked from a group",
    ),
    pytest.param(
        membership(FORUM, "kicked"),
        {"chat_id": FORUM},
        403,
        "Forbidden: bot was kicked from the supergroup chat",
        id="kicked from a supergroup",
    ),
    pytest.param(
        membership(CHANNEL, "kicked"),
        {"chat_id": CHANNEL},
        403,
        "Forbidden: bot was kicked from the channel chat",
        id="kicked from a channel",
    ),
    pytest.param(
        membership(GROUP, "left"),
        {"chat_id": GROUP},
        403,
        "Forbidden: bot is not a member of the group chat",
        id="no member of a group",
    ),
    pytest.param(
        membership(CHANNEL, "left"),
        {"chat_id": "@newsroom_channel"},
        403,
        "Forbidden: bot is not a member of the channel chat",
        id="no member of a channel, by name",
    ),
    pytest.param(
        membership(GROUP, "deleted"),
        {"chat_id": GROUP},
        403,
        "Forbidden: the group chat was deleted",
        id="a group deleted",
    ),
    pytest.param(
        membership(CHANNEL, "member"),
        {"chat_id": CHANNEL},
        400,
        "Bad Request: need administrator rights in the channel chat",
        id="no administrator of a channel",
    ),
    pytest.param(
        lambda desk: desk.person.do("forbid", chat_id=GROUP, kinds=["text"]),
        {"chat_id": GROUP},
        400,
        "Bad Request: not enough rights to send text messages to the chat",
        id="no right to write",
    ),
    pytest.param(
        nothing,
        {"chat_id": FORUM, "message_thread_id": 99},
        400,
        "Bad Request: message thread not found",
        id="no thread",
    ),
    pytest.param(
        nothing, {"chat_id": FORUM, "message_thread_id": 1}, 400, "Bad Request: message thread not found", id="General"
    ),
    pytest.param(
        lambda desk: desk.person.do("set_topic", chat_id=FORUM, thread_id=2, closed=True),
        {"chat_id": FORUM, "message_thread_id": 2},
        400,
        "Bad Request: TOPIC_CLOSED",
        id="a closed topic",
    ),
    pytest.param(
        lambda desk: desk.person.do("set_topic", chat_id=FORUM, thread_id=1, closed=True),
        {"chat_id": FORUM},
        400,
        "Bad Request: TOPIC_CLOSED",
        id="General closed",
    ),
    pytest.param(
        lambda desk: desk.person.do("set_topic", chat_id=FORUM, thread_id=2, deleted=True),
        {"chat_id": FORUM, "message_thread_id": 2},
        400,
        "Bad Request: TOPIC_DELETED",
        id="a deleted topic",
    ),
    pytest.param(
        nothing,
        {"reply_parameters": {"message_id": 555}},
        400,
        "Bad Request: message to be replied not found",
        id="an answer to nothing",
    ),
    pytest.param(
        nothing,
        {"reply_markup": keyboard(callback_data="я" * 33)},
        400,
        "Bad Request: BUTTON_DATA_INVALID",
        id="66 bytes of callback data",
    ),
    pytest.param(
        nothing,
        {"reply_markup": keyboard()},
        400,
        "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        id="a button that does nothing",
    ),
    pytest.param(
        nothing,
        {"reply_markup": {"inline_keyboard": [[{"text": "x" * 200, "callback_data": "d"}]] * 60}},
        400,
        "Bad Request: reply markup is too long",
        id="a keyboard too big",
    ),
    pytest.param(
        nothing,
        {"reply_markup": "{"},
        400,
        "Bad Request: can't parse reply keyboard markup JSON object",
        id="markup that is no JSON",
    ),
    pytest.param(
        nothing,
        {"text": "\ud83d"},
        400,
        "Bad Request: strings must be encoded in UTF-8",
        id="half a surrogate pair",
    ),
]


@pytest.mark.parametrize(("arrange", "params", "code", "words"), SENDING)
async def test_a_message_is_refused_as_telegram_refuses_it(
    desk: Bench, arrange: Arrange, params: Json, code: int, words: str
) -> None:
    await arrange(desk)
    answer = await desk.call("sendMessage", **({"chat_id": PRIVATE, "text": "x"} | params))
    assert (answer["ok"], answer["status"], answer["error_code"], answer["description"]) == (False, code, code, words)
    assert desk.running.server.state.log == []


async def test_exactly_4096_code_points_after_parsing_are_taken(desk: Bench) -> None:
    sent = await desk.result("sendMessage", chat_id=PRIVATE, text="<b>" + "🚢" * 4096 + "</b>", parse_mode="HTML")
    assert sent["entities"] == [{"type": "bold", "offset": 0, "length": 8192}]


async def test_an_upgraded_group_names_its_new_id(desk: Bench) -> None:
    await desk.person.do("migrate", chat_id=GROUP, new_chat_id=-1005)
    answer = await desk.call("sendMessage", chat_id=GROUP, text="x")
    assert answer["description"] == "Bad Request: group chat was upgraded to a supergroup chat"
    assert answer["parameters"] == {"migrate_to_chat_id": -1005}
    kinds = [set(update["message"]) & {"migrate_to_chat_id", "migrate_from_chat_id"} for update in await desk.updates()]
    assert kinds == [{"migrate_to_chat_id"}, {"migrate_from_chat_id"}]
    assert (await desk.result("sendMessage", chat_id=-1005, text="x"))["chat"]["type"] == "supergroup"


async def test_outside_a_forum_a_thread_id_is_ignored(desk: Bench) -> None:
    assert "message_thread_id" not in await desk.result("sendMessage", chat_id=GROUP, text="x", message_thread_id=9)


@pytest.mark.parametrize(
    ("method", "params", "words"),
    [
        pytest.param("editMessageText", {"text": "x", "message_id": 99}, "message to edit not found", id="edit"),
        pytest.param("deleteMessage", {"message_id": 99}, "message to delete not found", id="delete"),
        pytest.param("pinChatMessage", {"message_id": 99}, "message to pin not found", id="pin"),
        pytest.param(
            "editMessageText", {"text": "x", "message_id": 1}, "message can't be edited", id="another's message"
        ),
        pytest.param(
            "editMessageCaption",
            {"caption": "x", "message_id": 2},
            "there is no caption in the message to edit",
            id="a caption where there is a text",
        ),
        pytest.param(
            "editMessageText",
            {"text": "  first ", "message_id": 2},
            "message is not modified: specified new message content and reply markup are exactly the same as a "
            "current content and reply markup of the message",
            id="the same text after trimming",
        ),
        pytest.param(
            "answerCallbackQuery",
            {"callback_query_id": "8"},
            "query is too old and response timeout expired or query ID is invalid",
            id="a press nobody made",
        ),
        pytest.param(
            "setMyCommands",
            {"commands": [{"command": "x" * 33, "description": "d"}]},
            "command length must not exceed 32",
            id="a command of 33 letters",
        ),
        pytest.param(
            "setMyCommands",
            {"commands": [{"command": "x", "description": "d" * 257}]},
            "command description length must not exceed 256",
            id="a description of 257",
        ),
        pytest.param(
            "setMyCommands", {"commands": [{"command": "", "description": "d"}]}, "command must be non-empty", id="none"
        ),
        pytest.param(
            "sendPhoto", {"photo": "nothing-known"}, "wrong file identifier/HTTP URL specified", id="a file unknown"
        ),
        pytest.param("sendPhoto", {"caption": "x" * 1025}, "message caption is too long", id="a caption of 1025"),
        pytest.param(
            "getFile", {"file_id": "q"}, "wrong file_id or the file is temporarily unavailable", id="a file to fetch"
        ),
    ],
)
async def test_other_methods_refuse_in_telegrams_words(desk: Bench, method: str, params: Json, words: str) -> None:
    await desk.result("sendMessage", chat_id=PRIVATE, text="first")
    answer = await desk.call(method, **({"chat_id": PRIVATE} | params))
    assert (answer["status"], answer["description"]) == (400, f"Bad Request: {words}")


async def test_a_message_older_than_two_days_is_not_deleted(desk: Bench) -> None:
    sent = await desk.result("sendMessage", chat_id=PRIVATE, text="x")
    desk.clock.pass_by(48 * 3600 + 1)
    answer = await desk.call("deleteMessage", chat_id=PRIVATE, message_id=sent["message_id"])
    assert answer["description"] == "Bad Request: message can't be deleted"


async def test_a_method_nobody_knows_and_a_wrong_token(desk: Bench) -> None:
    answer = await desk.call("sendTelepathy")
    assert (answer["status"], answer["description"]) == (404, "Not Found: method not found")
    async with desk.http.get(f"{desk.running.api_url}1:other/getMe") as response:
        assert await response.json() == {"ok": False, "error_code": 401, "description": "Unauthorized"}
    async with desk.http.get(f"{desk.running.url}/elsewhere") as response:
        assert (response.status, await response.json()) == (
            404,
            {"ok": False, "error_code": 404, "description": "Not Found"},
        )


@pytest.mark.parametrize(
    ("limits", "chats", "let_through", "retry_after"),
    [
        pytest.param(FloodLimits.ON, [PRIVATE] * 9, 5, 5, id="a burst of five to one chat"),
        pytest.param(FloodLimits.STRICT, [PRIVATE] * 3, 1, 1, id="strictly one a second"),
        pytest.param(FloodLimits.STRICT, list(range(1, 40)), 30, 1, id="thirty a second over all"),
        pytest.param(FloodLimits.OFF, [PRIVATE] * 60, 60, None, id="off"),
    ],
)
async def test_a_sender_that_is_too_fast_is_told_to_wait(
    limits: FloodLimits, chats: list[int], let_through: int, retry_after: int | None
) -> None:
    async with bench(StandinSettings(limits=limits)) as desk:
        await desk.start()
        for chat_id in set(chats) - {PRIVATE}:
            await desk.person.do("create_chat", chat_id=chat_id, type="private", title="x")
        answers = [await desk.call("sendMessage", chat_id=chat_id, text="x") for chat_id in chats]
    assert sum(answer["ok"] for answer in answers) == let_through
    refused = [answer for answer in answers if not answer["ok"]]
    if retry_after is not None:
        first = refused[0]
        assert first["description"] == f"Too Many Requests: retry after {retry_after}"
        assert first["parameters"] == {"retry_after": retry_after}
        assert (first["status"], first["headers"]["Retry-After"]) == (429, str(retry_after))


async def test_a_group_takes_twenty_a_minute_edits_counted() -> None:
    async with bench(StandinSettings(limits=FloodLimits.STRICT)) as desk:
        sent = await desk.result("sendMessage", chat_id=GROUP, text="0")
        for number in range(1, 20):
            desk.clock.pass_by(1)
            await desk.result("editMessageText", chat_id=GROUP, message_id=sent["message_id"], text=str(number))
        desk.clock.pass_by(1)
        answer = await desk.call("sendMessage", chat_id=GROUP, text="x")
        assert answer["parameters"] == {"retry_after": 40}
        desk.clock.pass_by(40)
        await desk.result("sendMessage", chat_id=GROUP, text="x")
