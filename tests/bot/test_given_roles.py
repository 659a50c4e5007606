import pytest

from bot.given_roles import given_roles
from config.schema import Settings, TelegramSettings
from newsroom.errors import UserError
from storage.process_role import ALL_ROLES, ProcessRole
from tests.english import refused

SERVER = Settings(database_url="postgresql://127.0.0.1/news", telegram=TelegramSettings(token="1:x"))  # noqa: S106 - opens nothing


@pytest.mark.parametrize(
    ("named", "roles"),
    [
        ((), ALL_ROLES),
        (("watch",), {ProcessRole.WATCH}),
        (("desk,chat",), {ProcessRole.DESK, ProcessRole.CHAT}),
        (("desk", "chat, push"), {ProcessRole.DESK, ProcessRole.CHAT, ProcessRole.PUSH}),
        (("watch,desk,push,chat",), ALL_ROLES),
    ],
)
def test_roles_are_named_one_by_one_or_in_lists(named: tuple[str, ...], roles: frozenset[ProcessRole]) -> None:
    assert given_roles(named, SERVER) == roles


def test_an_unknown_role_is_answered_with_those_that_there_are() -> None:
    with refused("There is no role cook. There are watch, desk, push, chat", UserError):
        given_roles(("watch,cook",), SERVER)


def test_a_file_is_shared_by_nobody() -> None:
    with refused("a file can't be", UserError):
        given_roles(("watch",), Settings())
    assert given_roles(("watch,desk,push,chat",), Settings(telegram=TelegramSettings(token="1:x"))) == ALL_ROLES  # noqa: S106 - opens nothing


def test_what_talks_to_telegram_needs_a_token_and_a_watcher_none() -> None:
    without = Settings(database_url="postgresql://127.0.0.1/news")
    assert given_roles(("watch", "desk"), without) == {ProcessRole.WATCH, ProcessRole.DESK}
    with refused("chat: this work needs Telegram", UserError):
        given_roles(("chat,desk",), without)
