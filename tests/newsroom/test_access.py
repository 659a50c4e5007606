"""Who is admitted, by mode, list and role."""

import pytest

from newsroom.access import AccessMode, AccessRule, Role

ANN, GROUP = 1001, -2002
EVERY_MODE = [pytest.param(mode, id=mode.value) for mode in AccessMode]


@pytest.mark.parametrize("mode", EVERY_MODE)
def test_whom_the_operator_lists_is_admitted_in_every_mode(mode: AccessMode) -> None:
    rule = AccessRule(mode=mode, chats=frozenset({GROUP}), admins=frozenset({ANN}))
    assert (rule.admits(GROUP, None), rule.admits(ANN, rule.role(ANN, None))) == (True, True)
    assert rule.role(ANN, Role.READER) is Role.OWNER


@pytest.mark.parametrize(
    ("mode", "role", "admitted"),
    [
        (AccessMode.OPEN, None, (True, True)),
        (AccessMode.INVITE, None, (False, False)),
        (AccessMode.INVITE, Role.READER, (True, False)),
        (AccessMode.INVITE, Role.REPORTER, (True, False)),
        (AccessMode.INVITE, Role.EDITOR, (True, True)),
        (AccessMode.INVITE, Role.OWNER, (True, True)),
        (AccessMode.LISTED, Role.OWNER, (False, False)),
    ],
)
def test_a_role_admits_ones_private_chat_and_an_editors_word_a_group(
    mode: AccessMode, role: Role | None, admitted: tuple[bool, bool]
) -> None:
    rule = AccessRule(mode=mode)
    assert (rule.admits(ANN, role), rule.admits(GROUP, role)) == admitted


@pytest.mark.parametrize("mode", EVERY_MODE)
def test_a_chat_for_which_nobody_answers_is_admitted_only_where_all_are(mode: AccessMode) -> None:
    rule = AccessRule(mode=mode)
    assert rule.admits(GROUP, rule.role(0, None)) is (mode is AccessMode.OPEN)


def test_without_a_role_one_is_a_reporter_where_the_bot_is_open_or_one_is_listed() -> None:
    roles = [AccessRule(mode=mode).role(ANN, None) for mode in AccessMode]
    assert roles == [Role.REPORTER, None, None]
    assert AccessRule(mode=AccessMode.LISTED, chats=frozenset({ANN})).role(ANN, None) is Role.REPORTER


def test_nobody_gives_a_role_above_his_own() -> None:
    assert {role: list(role.grants) for role in Role} == {
        Role.READER: [],
        Role.REPORTER: [],
        Role.EDITOR: [Role.READER, Role.REPORTER, Role.EDITOR],
        Role.OWNER: [Role.READER, Role.REPORTER, Role.EDITOR, Role.OWNER],
    }
