"""A thread of a forum, of which Telegram tells bots no name: by a link that leads to it."""

from handlers.html import link
from handlers.sentences.reader import Reader
from newsroom.chat import MAIN_THREAD, Place

_SUPERGROUP = "-100"  # before the number by which links know a supergroup; no other chat has threads
_GENERAL = 1  # the main thread, as links number it


def thread_link(place: Place, reader: Reader) -> str:
    """HTML: "another thread", leading there.

    Source: https://core.telegram.org/api/links#forum-topic-links
    """
    number = str(place.chat).removeprefix(_SUPERGROUP)
    thread = _GENERAL if place.thread == MAIN_THREAD else place.thread
    address = f"https://t.me/c/{number}/{thread}" if number != str(place.chat) else ""
    return link(reader.say("topics.another_thread"), address)
