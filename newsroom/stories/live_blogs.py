"""Live blogs and round-ups: they touch many stories, so they may join one and never hold two together."""

import regex

# Folded phrases that such headlines open with or hold, by hand from the house styles of large outlets.
_PHRASES = (
    "live updates", "live update", "live blog", "liveblog", "as it happened", "live coverage", "live news",
    "latest updates", "what we know", "what happened today", "what you need to know today", "things to know today",
    "first thing", "morning briefing", "evening briefing", "daily briefing", "news briefing", "morning edition",
    "evening edition", "news wrap", "news roundup", "news round up", "week in review", "week in pictures",
    "photos of the week", "in brief", "at a glance", "your weekend briefing", "war latest key developments",
    "key developments", "newsletter", "онлайн трансляция", "текстовая трансляция", "главное за день",
    "главное за неделю", "что произошло за день", "итоги дня", "итоги недели", "хроника дня", "онлайн трансляція",
    "головне за день", "головне за тиждень", "підсумки дня", "підсумки тижня", "що відбулося за день", "en direct",
    "le direct", "le fil info", "les infos à retenir", "l'essentiel de l'actualité", "ce qu'il faut retenir",
    "im liveblog", "im liveticker", "liveticker", "live ticker", "newsblog", "newsticker", "der tag im überblick",
    "das wichtigste am", "nachrichten am morgen", "nachrichten am abend", "günün xəbərləri", "günün əsas xəbərləri",
)  # fmt: skip
_FOUND = regex.compile(r"(?:^| )\L<phrases>(?: |$)", phrases=_PHRASES)
_LIVE = regex.compile(r"^\s*(?:LIVE|Live|DIRECT|ПРЯМОЙ ЭФИР|НАЖИВО)\s*[:|–—-]|\b[Ll]ive\s*[:|]\s|\|\s*[Ll]ive\b")


def is_live_blog(title: str, folded_title: str) -> bool:
    """Whether a headline says that its text tells many things.

    Args:
        title: As it stands, since "LIVE:" is told by its sign.
        folded_title: Its folded words joined by single spaces.
    """
    return bool(_FOUND.search(folded_title) or _LIVE.search(title))
