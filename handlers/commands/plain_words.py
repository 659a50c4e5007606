"""A wish in one's own words: what of it can be tracked, searched for, or read as a timeline."""

import re

from handlers.html import bold
from handlers.messages import Button, Message
from handlers.sentences.reader import Reader
from newsroom.errors import UserError
from newsroom.matching.typed_query import parse_typed
from newsroom.text.frequency import function_words
from newsroom.text.words import fold, tokens

_MOST_WORDS = 6  # a guess: what one follows is said in fewer, a pasted headline in more
_MOST_CHARACTERS = 200  # a guess: a longer text was pasted
_SLASH = "/"
_ADDRESS = re.compile(r"https?://[^\s<>]+", re.IGNORECASE)
# Who writes one of these writes a query, little words and all.
_OPERATORS = re.compile(r"[\"“”„‟«»()|*]|\b(?:AND|OR|NOT)\b|\w:\w")


def offer(text: str, reader: Reader, *, may_track: bool) -> Message:
    """Buttons that track, search for or show the timeline of the useful words; a hint where there are none."""
    if (address := _ADDRESS.search(text)) is not None and may_track:
        feed = Button(text=reader.say("button.watch_feed"), line=f"/addfeed {address.group()}")
        return Message(html=reader.say("talk.address"), buttons=((feed,),))
    query = useful_words(text, reader)
    if not query:
        return Message(html=reader.say("update.no_command"))
    choices = [("button.track", "track")] if may_track else []
    choices += [("button.search", "search"), ("button.timeline", "timeline")]
    row = tuple(Button(text=reader.say(label), line=f"/{name} {query}") for label, name in choices)
    return Message(html=reader.say("talk.offer", query=bold(query)), buttons=(row,))


def useful_words(text: str, reader: Reader) -> str:
    """What of the text is a query: as it is where it can be read and has no little words; "" where nothing is."""
    if len(text) > _MOST_CHARACTERS:
        return ""
    typed = " ".join(text.lstrip(_SLASH).split())  # a command in letters that Telegram takes for none: /пошук
    if _OPERATORS.search(typed) and _readable(typed):
        return typed
    little = frozenset(map(_plain, function_words(reader.language))) | _listed("talk.little_words", reader)
    words = [token.text for token in tokens(typed)]
    useful = _without_verb([word for word in words if _plain(word) not in little], reader)
    if not useful or len(useful) > _MOST_WORDS:
        return ""
    if useful == words and _readable(typed):
        return typed
    return " ".join(useful)


def _without_verb(words: list[str], reader: Reader) -> list[str]:
    """Without the verb of "track oil"; a verb alone is a word like others."""
    return words[1:] if len(words) > 1 and _plain(words[0]) in _listed("talk.verbs", reader) else words


def _listed(name: str, reader: Reader) -> frozenset[str]:
    return frozenset(_plain(word) for word in reader.say(name).split(", "))


def _plain(word: str) -> str:
    """Of words that differ in their apostrophe alone the same: phones write aujourd’hui, keyboards aujourd'hui."""
    return fold(word).replace("’", "'")


def _readable(query: str) -> bool:
    try:
        parse_typed(query)
    except UserError:
        return False
    return True
