"""Who is admitted, by mode, list and role."""

from datetime import timedelta

import pytest

from newsroom.access import AccessMode, AccessRule, Invite, InviteState, Need, Role
from tests.builders import NOW

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


def test_where_the_bot_is_open_an_invite_to_less_takes_nothing_away() -> None:
    given = [AccessRule(mode=AccessMode.OPEN).role(ANN, role) for role in Role]
    assert given == [Role.REPORTER, Role.REPORTER, Role.EDITOR, Role.OWNER]


def test_nobody_gives_a_role_above_his_own() -> None:
    assert {role: list(role.grants) for role in Role} == {
        Role.READER: [],
        Role.REPORTER: [],
        Role.EDITOR: [Role.READER, Role.REPORTER, Role.EDITOR],
        Role.OWNER: [Role.READER, Role.REPORTER, Role.EDITOR, Role.OWNER],
    }


ASKING, TRACKING, OWNING = Need(), Need(role=Role.REPORTER, changes=True), Need(role=Role.OWNER)


@pytest.mark.parametrize(
    ("need", "role", "own_chat", "elsewhere", "as_its_admin"),
    [
        pytest.param(Need(role=None, changes=True), None, True, True, True, id="what everybody may"),
        pytest.param(ASKING, None, False, True, True, id="a stranger asks"),
        pytest.param(ASKING, Role.READER, True, True, True, id="a reader asks"),
        pytest.param(TRACKING, None, False, False, True, id="a stranger tracks"),
        pytest.param(TRACKING, Role.READER, False, False, True, id="a reader tracks"),
        pytest.param(TRACKING, Role.REPORTER, True, False, True, id="a reporter tracks"),
        pytest.param(TRACKING, Role.EDITOR, True, True, True, id="an editor tracks"),
        pytest.param(OWNING, Role.EDITOR, False, False, False, id="an editor does an owner's thing"),
        pytest.param(OWNING, Role.OWNER, True, True, True, id="an owner does"),
    ],
)
def test_a_need_is_met_by_role_and_where_others_read_along_by_the_chats_own_admins(
    need: Need, role: Role | None, *, own_chat: bool, elsewhere: bool, as_its_admin: bool
) -> None:
    found = [
        need.is_met(role, own_chat=True, chat_admin=True),
        need.is_met(role, own_chat=False, chat_admin=False),
        need.is_met(role, own_chat=False, chat_admin=True),
    ]
    assert found == [own_chat, elsewhere, as_its_admin]


def invite(role: Role = Role.READER, uses: int = 1, made_by: int | None = ANN, minutes: int | None = 1) -> Invite:
    until = None if minutes is None else NOW + timedelta(minutes=minutes)
    return Invite(id=1, role=role, uses_left=uses, made_by=made_by, made_at=NOW, expires_at=until, revoked_at=None)


@pytest.mark.parametrize(
    ("of", "maker", "state"),
    [
        pytest.param(invite(), Role.EDITOR, InviteState.GOOD, id="good"),
        pytest.param(invite(minutes=None), Role.OWNER, InviteState.GOOD, id="for ever"),
        pytest.param(invite(minutes=0), Role.OWNER, InviteState.EXPIRED, id="to the minute"),
        pytest.param(invite(minutes=-1), Role.OWNER, InviteState.EXPIRED, id="expired"),
        pytest.param(invite(uses=0), Role.OWNER, InviteState.USED_UP, id="used up"),
        pytest.param(invite(uses=0, minutes=-1), Role.OWNER, InviteState.USED_UP, id="used up before it expired"),
        pytest.param(invite(), None, InviteState.REVOKED, id="its maker has gone"),
        pytest.param(invite(), Role.REPORTER, InviteState.REVOKED, id="its maker may no longer"),
        pytest.param(invite(role=Role.OWNER), Role.EDITOR, InviteState.REVOKED, id="above its maker by now"),
        pytest.param(invite(role=Role.OWNER, made_by=None), None, InviteState.GOOD, id="the terminal's"),
    ],
)
def test_an_invite_is_good_for_so_many_so_long_as_its_maker_may_give_it(
    of: Invite, maker: Role | None, state: InviteState
) -> None:
    assert of.state(NOW, maker) is state


def test_nobody_named_has_no_role() -> None:
    assert AccessRule(mode=AccessMode.OPEN).role(0, None) is None
    assert AccessRule().role(ANN, Role.EDITOR) is Role.EDITOR
    assert [AccessRule(mode=mode).lets_in(Role.EDITOR) for mode in AccessMode] == [False, True, False]
    assert AccessRule(mode=AccessMode.INVITE).lets_in(None) is False


@pytest.mark.parametrize(
    ("role", "chat_admin", "may"),
    [(Role.READER, False, False), (Role.READER, True, True), (Role.REPORTER, False, True), (None, False, False)],
)
def test_what_is_for_the_people_of_a_group_is_for_its_reporters_and_its_admins(
    role: Role | None, *, chat_admin: bool, may: bool
) -> None:
    assert Need(role=Role.REPORTER, work=True).is_met(role, chat_admin=chat_admin, own_chat=False) is may
