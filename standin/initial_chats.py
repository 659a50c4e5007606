"""The chats that a stand-in starts with: one of each kind that a newsroom uses."""

from dataclasses import replace

from standin.chat_state import ChatType, ForumTopic, Membership, SimulatedChat, SimulatedMessage, State, User

REPORTER = User(id=1001, first_name="Reporter", username="reporter")
"""The person at the chat page; owner of the group, the forum and the channel."""
COLLEAGUE = User(id=1002, first_name="Colleague", username="colleague")
NEWCOMERS = (
    COLLEAGUE,
    User(id=1003, first_name="Olga", username="olga"),
    User(id=1004, first_name="Emil", username="emil"),
    User(id=1005, first_name="Rosa", username="rosa"),
    User(id=1006, first_name="Lea"),
)
"""Who else may be tried out at the page; one has no @name."""

PRIVATE_ID = REPORTER.id
GROUP_ID = -2001
FORUM_ID = -1002000000003
CHANNEL_ID = -1002000000004
TOPICS = {2: "Caucasus", 3: "Ukraine"}
"""The forum's threads."""


def furnish(state: State, now: int) -> None:
    """Put people and chats in place; `now` in unix seconds dates the messages that opened the forum's threads."""
    state.users |= {user.id: replace(user) for user in (REPORTER, COLLEAGUE)}
    state.chats[PRIVATE_ID] = SimulatedChat(
        id=PRIVATE_ID,
        type=ChatType.PRIVATE,
        title=REPORTER.first_name,
        username=REPORTER.username,
        membership=Membership.UNKNOWN,
    )
    staff = {REPORTER.id: "creator", COLLEAGUE.id: "member"}
    state.chats[GROUP_ID] = SimulatedChat(id=GROUP_ID, type=ChatType.GROUP, title="World desk", members=dict(staff))
    state.chats[FORUM_ID] = _forum(dict(staff), now)
    state.chats[CHANNEL_ID] = SimulatedChat(
        id=CHANNEL_ID,
        type=ChatType.CHANNEL,
        title="Newsroom channel",
        username="newsroom_channel",
        membership=Membership.ADMINISTRATOR,
        members=dict(staff),
    )


def bring_newcomers(state: State) -> None:
    """Private chats for more people, who are plain members of the group and the forum; not where they have come."""
    for user in NEWCOMERS:
        if user.id in state.chats:
            continue
        state.users[user.id] = replace(user)
        state.chats[user.id] = SimulatedChat(
            id=user.id,
            type=ChatType.PRIVATE,
            title=user.first_name,
            username=user.username,
            membership=Membership.UNKNOWN,
        )
        for chat_id in (GROUP_ID, FORUM_ID):
            state.chats[chat_id].members[user.id] = "member"


def _forum(members: dict[int, str], now: int) -> SimulatedChat:
    forum = SimulatedChat(id=FORUM_ID, type=ChatType.SUPERGROUP, title="Foreign desk", is_forum=True, members=members)
    for thread_id, name in TOPICS.items():
        forum.topics[thread_id] = ForumTopic(thread_id=thread_id, name=name)
        forum.messages[thread_id] = SimulatedMessage(
            message_id=thread_id,
            chat_id=FORUM_ID,
            date=now,
            sender_id=REPORTER.id,
            kind="service",
            thread_id=thread_id,
            service={"forum_topic_created": {"name": name, "icon_color": 7322096}},
        )
    forum.last_message_id = max(TOPICS)
    return forum
