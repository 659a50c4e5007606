"""What a document is that is no feed, so that people learn what they have sent."""

import re

from watchers.source_problem import ProblemCode

_LONGEST_NAME = 60  # characters of an element's name: none of a kind that is known here comes near
_ROOT = re.compile(rb"<(?:[a-zA-Z][\w.-]{0,%d}:)?([a-zA-Z][\w.-]{0,%d})[\s/>]" % (_LONGEST_NAME, _LONGEST_NAME))
_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body|script|meta)[\s>]", re.IGNORECASE)
MAP, INDEX = b"urlset", b"sitemapindex"
_KINDS = {
    b"opml": ProblemCode.FEED_LIST,
    MAP: ProblemCode.SITE_MAP,
    INDEX: ProblemCode.SITE_MAP,
}


def root_name(start: bytes) -> bytes:
    """The name of a document's first element, lower case, without prefix; empty where it has none."""
    root = _ROOT.search(start)
    return root[1].lower() if root else b""


def other_document(start: bytes) -> ProblemCode:
    """What a document that is no feed is, by its first bytes."""
    known = _KINDS.get(root_name(start))
    return known or (ProblemCode.NOT_A_FEED if is_page(start) else ProblemCode.OTHER_DOCUMENT)


def is_page(start: bytes) -> bool:
    """Whether a document has what begins a page."""
    return _PAGE.search(start) is not None
