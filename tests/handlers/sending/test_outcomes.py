"""Every answer of the server (as python-telegram-bot words it) means one thing for a delivery."""

from datetime import timedelta

import httpx
import pytest
from telegram import error as telegram_error
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    PassportDecryptionError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from handlers.sending.outcomes import (
    AlreadySo,
    Moved,
    Outcome,
    Refused,
    Shut,
    Slower,
    TargetGone,
    ThreadShut,
    Trouble,
    Unknown,
    Unreadable,
    outcome_of,
)

REFUSALS = [
    ("Message is too long", Refused),
    ("Text is too long", Refused),
    ("Message caption is too long", Refused),
    ("Message text is empty", Refused),
    ("Text must be non-empty", Unreadable),
    ("Can't parse entities: unclosed start tag at byte offset 3", Unreadable),
    ("Can't parse entities: can't find end tag corresponding to start tag \"b\"", Unreadable),
    ('Can\'t parse entities: unmatched end tag at byte offset 9, expected "</b>", found "</i>"', Unreadable),
    ("Unsupported parse_mode", Unreadable),
    ("Chat not found", Shut),
    ("Chat_id is empty", Refused),
    ("Private chat not found", Shut),
    (
        "Message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message",
        AlreadySo,
    ),
    ("Message to edit not found", TargetGone),
    ("Message to be replied not found", TargetGone),
    ("Message can't be edited", TargetGone),
    ("There is no text in the message to edit", TargetGone),
    ("Query is too old and response timeout expired or query id is invalid", Refused),
    ("Message thread not found", ThreadShut),
    ("Topic_closed", ThreadShut),
    ("Topic_deleted", ThreadShut),
    ("Not enough rights to send text messages to the chat", Shut),
    ("Not enough rights to send photos to the chat", Refused),
    ("Not enough rights to send documents to the chat", Refused),
    ("Have no rights to send a message", Shut),
    ("Need administrator rights in the channel chat", Shut),
    ("Have no write access to the chat", Shut),
    ("Chat_write_forbidden", Shut),
    ("Chat_send_plain_forbidden", Shut),
    ("Chat_restricted", Shut),
    ("Button_data_invalid", Refused),
    ("Reply markup is too long", Refused),
    ("File is too big", Refused),
    ("Some words of next year's server", Refused),
]
SHUT = [
    "Forbidden: bot was blocked by the user",
    "Forbidden: user is deactivated",
    "Forbidden: bot can't initiate conversation with a user",
    "Forbidden: the bot can't send messages to the bot",
    "Forbidden: the group chat was deleted",
    "Forbidden: bot was kicked from the supergroup chat",
    "Forbidden: bot is not a member of the channel chat",
]


@pytest.mark.parametrize("error", [Forbidden, BadRequest])
@pytest.mark.parametrize(
    "words", ["Forbidden (403)", "Bad Request (400)", "Bad Request (400). Parsing the server response b'<html>' failed"]
)
def test_a_proxys_refusal_is_no_word_of_telegrams_on_the_chat(error: type[TelegramError], words: str) -> None:
    """Every chat written to in that minute was suspended for a day, every alert of a 400 was lost."""
    assert isinstance(outcome_of(error(words)), Trouble)


def caused(error: TelegramError, cause: BaseException | None) -> TelegramError:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(("words", "meant"), [pytest.param(s, m, id=s[:40]) for s, m in REFUSALS])
@pytest.mark.parametrize("prefix", ["", "Bad Request: "], ids=["as PTB words it", "as the server does"])
def test_what_a_refusal_means(words: str, meant: type[Outcome], prefix: str) -> None:
    assert isinstance(outcome_of(BadRequest(prefix + words)), meant)


@pytest.mark.parametrize("words", SHUT)
def test_a_chat_that_shuts_us_out_is_shut_with_the_servers_words(words: str) -> None:
    meant = outcome_of(Forbidden(words))
    assert isinstance(meant, Shut)
    assert words.removeprefix("Forbidden: ").lower() in meant.reason.lower()


REQUEST = httpx.Request("POST", "https://api.telegram.org")
ERRORS = [
    pytest.param(RetryAfter(7), Slower(7.0), id="flood"),
    pytest.param(RetryAfter(timedelta(seconds=43_837)), Slower(43_837.0), id="a flood of half a day"),
    pytest.param(ChatMigrated(-100123), Moved(-100123), id="migrated"),
    pytest.param(InvalidToken("Not Found"), Trouble("Telegram refuses the token: Not Found"), id="404 or 401"),
    pytest.param(Conflict("Conflict: x"), Trouble("Telegram refuses the token: Conflict: x"), id="409"),
    pytest.param(NetworkError("Bad Gateway (502)"), Trouble("Bad Gateway (502)"), id="502"),
    pytest.param(
        caused(NetworkError("httpx.ConnectError: refused"), httpx.ConnectError("refused")),
        Trouble("httpx.ConnectError: refused"),
        id="no connection: it was not sent",
    ),
    pytest.param(
        caused(NetworkError("httpx.ReadError: "), httpx.ReadError("reset")),
        Unknown("httpx.ReadError: "),
        id="reset while reading: it may have been sent",
    ),
    pytest.param(
        caused(NetworkError("httpx.RemoteProtocolError: x"), httpx.RemoteProtocolError("x")),
        Unknown("httpx.RemoteProtocolError: x"),
        id="half an answer",
    ),
    pytest.param(
        caused(NetworkError("Bad Gateway (502). Parsing failed"), TelegramError("Invalid server response")),
        Unknown("Bad Gateway (502). Parsing failed"),
        id="a gateway's page",
    ),
    pytest.param(TelegramError("Invalid server response"), Unknown("Invalid server response"), id="garbage"),
    pytest.param(EndPointNotFound("x"), Unknown("x"), id="no such method"),
    pytest.param(PassportDecryptionError("x"), Unknown("PassportDecryptionError: x"), id="a passport"),
    pytest.param(caused(TimedOut(), httpx.ConnectTimeout("")), Trouble("Timed out"), id="no connection in time"),
    pytest.param(caused(TimedOut(), httpx.PoolTimeout("")), Trouble("Timed out"), id="no free connection in time"),
    pytest.param(TimedOut("Pool timeout: all occupied"), Trouble("Pool timeout: all occupied"), id="PTB's own words"),
    pytest.param(caused(TimedOut(), httpx.ReadTimeout("")), Unknown("Timed out"), id="no answer in time"),
    pytest.param(caused(TimedOut(), httpx.WriteTimeout("")), Unknown("Timed out"), id="not written in time"),
    pytest.param(TimedOut(), Unknown("Timed out"), id="a time-out without a cause"),
]


@pytest.mark.parametrize(("error", "meant"), ERRORS)
def test_what_an_error_means(error: TelegramError, meant: Outcome) -> None:
    assert outcome_of(error) == meant


def test_no_error_of_the_library_is_forgotten() -> None:
    """A class that a newer library adds must be given its meaning here, above."""
    known = {type(param.values[0]) for param in ERRORS} | {BadRequest, Forbidden}
    there = {
        thing for thing in vars(telegram_error).values() if isinstance(thing, type) and issubclass(thing, TelegramError)
    }
    assert there == known
