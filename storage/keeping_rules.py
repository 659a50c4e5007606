"""How long the rows of each table are kept, and why: `storage.retention` does it, docs/privacy.md says it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepingRule:
    """A table's rule.

    Attributes:
        comment: How long, and why.
        of_people: What of it says something of a person; "" where nothing does.
    """

    comment: str
    of_people: str = ""


RULES: Final[Mapping[str, KeepingRule]] = {
    "chats": KeepingRule(
        comment="until its person writes /forgetme, or until it has been closed to us for `closed_chats_days`: it was"
        " blocked, removed or deleted, and what it tracked is of use to nobody",
        of_people="of a private chat: its number (the person's), name and @name, settings; of others: whoever set it up"
        " and whoever answers for it, by number",
    ),
    "topics": KeepingRule(
        comment="as long as the chat tracks them; with the chat",
        of_people="what a person tracks in private; who made it, by number",
    ),
    "topic_addresses": KeepingRule(
        comment="as long as the topic is tracked, or until its address is ended; with the chat",
        of_people="which topics of a private chat can be read by an address; who made it, by number",
    ),
    "receivers": KeepingRule(
        comment="until /webhook off, or until it has taken nothing for a day; with the chat",
        of_people="where the alerts of a private chat are posted, with the key in its address; who set it, by number",
    ),
    "posts": KeepingRule(
        comment="until the receiver has it, has refused it or is turned off; at once where the chat is admitted no"
        " more, and a day or two after it shut us out; with the chat",
        of_people="which stories of a private chat wait to be posted",
    ),
    "managers": KeepingRule(
        comment="until /manage off; with either chat",
        of_people="whose private chat speaks for which channel, by number",
    ),
    "people": KeepingRule(
        comment="as long as the person has a role",
        of_people="number, name, @name and role of whom an owner or editor gave one, and who gave it",
    ),
    "invites": KeepingRule(
        comment="`deliveries_days` after nobody can use them any more, so that it can be seen who came by them",
        of_people="who made it, by number",
    ),
    "changes": KeepingRule(
        comment="as long as items: who looks back at a story may ask who changed what",
        of_people="who changed what, and whose role was changed; the names and publishers that feeds were given",
    ),
    "updates": KeepingRule(
        comment="what was said until it is answered, then its number alone for `updates_days`: Telegram sends an update"
        " again for a day. Of one that failed the whole, as long, for whoever mends it",
        of_people="what a person wrote or pressed, with number, name and @name, until it is answered",
    ),
    "deliveries": KeepingRule(
        comment="`deliveries_days` after they were sent or given up; at once where the chat is gone",
        of_people="what was sent to a private chat; in any chat, who has a story, where it was asked or answered",
    ),
    "questions": KeepingRule(
        comment="until it is answered or cancelled, or another command is written; one that nobody answered counts for"
        " ten minutes and goes after `updates_days`; with the chat",
        of_people="whom the bot asked for the words that a command lacked, by number",
    ),
    "button_lines": KeepingRule(
        comment="`deliveries_days`, as long as the message whose buttons they are; with the chat",
        of_people="what the buttons of a private chat would do, a query's words with it",
    ),
    "chat_files": KeepingRule(
        comment="`deliveries_days`, so that what was taken over, or stopped, can be taken back; with the chat",
        of_people="what a private chat tracks, its settings and its feeds with their keys, as a file had them and as"
        " they were before it, or before they were stopped; who did, by number",
    ),
    "digests": KeepingRule(
        comment="`deliveries_days`, and the newest of each chat, so that no time of a date has two; with the chat",
        of_people="when a private chat had its digests",
    ),
    "looks": KeepingRule(
        comment="where a person stopped reading, until they look again; with the chat",
        of_people="when a person last asked what happened in a chat, by number",
    ),
    "hand_overs": KeepingRule(
        comment="`deliveries_days`, so that their pages can be turned; with the chat",
        of_people="which stories a private chat was shown",
    ),
    "cards": KeepingRule(
        comment="as long as their story; with the chat",
        of_people="which stories a private chat was alerted of, and which it muted",
    ),
    "assignments": KeepingRule(
        comment="until the story is released, at most as long as the item; with the chat",
        of_people="who took a story in a chat, by number and name",
    ),
    "saved_stories": KeepingRule(
        comment="until it is taken off the list, at most as long as the item; with the chat",
        of_people="which stories a private chat saved",
    ),
    "story_notes": KeepingRule(
        comment="until its writer or an editor deletes it, at most as long as the item; with the chat",
        of_people="what somebody noted on a story for their chat, by number and name",
    ),
    "corrections": KeepingRule(
        comment="as long as both items; `deliveries_days` once taken back",
        of_people="who made it and in which chat, by number",
    ),
    "disagreements": KeepingRule(comment="with their items", of_people="who said that it is none, by number"),
    "sources": KeepingRule(
        comment="as long as it is watched, and after that as long as there are items of it; one that has ended for good"
        " is remembered, so that it is not tried anew; with the chat",
        of_people="which feeds a private chat added, with their keys; who added one, by number",
    ),
    "chat_stories": KeepingRule(
        comment="as long as it has items, and `items_days` after it last changed; with the chat",
        of_people="which stories a private chat sees otherwise than others",
    ),
    "chat_items": KeepingRule(comment="with the item or the chat", of_people="where a private chat has an item"),
    "chat_claims": KeepingRule(
        comment="with the item or the chat", of_people="what the sources of a private chat claim, under its number"
    ),
    "chat_disagreements": KeepingRule(
        comment="with either item or the chat", of_people="where they contradict others, under its number"
    ),
    "dismissals": KeepingRule(
        comment="as long as the disagreement; with the chat", of_people="who said that it is none, by number"
    ),
    "items": KeepingRule(comment="`items_days` after their feed last listed them, for search and timelines"),
    "item_versions": KeepingRule(comment="with their item: they are what /edits shows"),
    "embeddings": KeepingRule(comment="with their item: what the sentence encoder made of its text"),
    "readings": KeepingRule(
        comment="seven days after it came, up to eight, or with their item: what its words come down to, so that a "
        "start need not read them anew"
    ),
    "claims": KeepingRule(comment="with their item"),
    "matches": KeepingRule(comment="with their item and topic"),
    "stories": KeepingRule(comment="as long as it has items, and `items_days` after it last changed"),
    "queue": KeepingRule(comment="until the desk has decided, seconds as a rule"),
    "boilerplate": KeepingRule(comment="30 days after a paragraph was last found: then it counts no more"),
    "listings": KeepingRule(comment="with its source, replaced at each visit that finds another document"),
    "incidents": KeepingRule(
        comment="until it is over and people know; of a source that is watched no more, no longer"
    ),
    "notes": KeepingRule(
        comment="for ever: a handful of facts that the next start needs, each replaced by the next",
        of_people="a closed thread of a private chat, by number, until the chat is gone",
    ),
}
