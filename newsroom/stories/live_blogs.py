"""Live blogs and round-ups: they touch many stories, so they may join one and never hold two together."""

import regex

from newsroom.languages import any_of, every

_FOUND = regex.compile(
    r"(?:^| )\L<phrases>(?: |$)", phrases=list(every(lambda language: language.headlines.live_phrases))
)
_LABELS = any_of(lambda language: language.headlines.live_labels)
_WORDS = any_of(lambda language: language.headlines.live_words)
_LIVE = regex.compile(rf"^\s*(?:{_LABELS})\s*[:|–—-]|\b(?:{_WORDS})\s*[:|]\s|\|\s*(?:{_WORDS})\b")


def is_live_blog(title: str, folded_title: str) -> bool:
    """Whether a headline says that its text tells many things.

    Args:
        title: As it stands, since "LIVE:" is told by its sign.
        folded_title: Its folded words joined by single spaces.
    """
    return bool(_FOUND.search(folded_title) or _LIVE.search(title))
