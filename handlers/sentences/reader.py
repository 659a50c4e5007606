"""For whom a message is written: in which language, on which clock."""

from dataclasses import dataclass

from handlers.html import escape
from handlers.sentences.catalogue import ENGLISH, template
from newsroom.sentence import Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """A chat as its messages see it.

    Attributes:
        language: One of `catalogue.languages()`.
        zone: IANA name of the chat's time zone.
    """

    language: str = ENGLISH
    zone: str = "UTC"

    def say(self, name: str, /, **values: str | int) -> str:
        """A sentence in the reader's language: HTML where the values are HTML, plain where they are plain.

        `count`: the number that chooses the form, where the sentence has several.
        """
        count = values.get("count")
        return template(self.language, name, count if isinstance(count, int) else None).format(**values)

    def html(self, sentence: Sentence) -> str:
        """A sentence that was made before its reader was known, as HTML: its values are escaped."""
        return self.say(sentence.name, **{key: self._value(value, html=True) for key, value in sentence.values.items()})

    def plain(self, sentence: Sentence) -> str:
        """The same as plain text: for a toast, a file, a terminal."""
        return self.say(
            sentence.name, **{key: self._value(value, html=False) for key, value in sentence.values.items()}
        )

    def _value(self, value: str | int | Sentence | tuple[Sentence, ...], *, html: bool) -> str | int:
        if isinstance(value, Sentence):
            return self.html(value) if html else self.plain(value)
        if isinstance(value, tuple):
            return " ".join(self.html(one) if html else self.plain(one) for one in value)
        if isinstance(value, int):
            return value
        return escape(value) if html else value
