"""Who may take back what somebody did with a story."""

import pytest

from newsroom.access import Role
from newsroom.desk.story_work import may_undo


@pytest.mark.parametrize(
    ("mine", "role", "chat_admin", "may"),
    [
        pytest.param(True, None, False, True, id="one's own"),
        pytest.param(False, Role.REPORTER, False, False, id="a colleague's"),
        pytest.param(False, Role.EDITOR, False, True, id="an editor"),
        pytest.param(False, None, True, True, id="an admin of the group"),
        pytest.param(False, None, False, False, id="somebody without a role"),
    ],
)
def test_ones_own_is_ones_own_and_an_editors_word_is_above_it(
    role: Role | None,
    *,
    mine: bool,
    chat_admin: bool,
    may: bool,
) -> None:
    assert may_undo(mine, role, chat_admin=chat_admin) is may
