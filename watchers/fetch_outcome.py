"""What comes of asking a source for its feed."""

from dataclasses import dataclass

from watchers.source_problem import Failed


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchRequest:
    """One visit.

    Attributes:
        etag: Of the last answer, sent back; None where there was none. `last_modified` likewise.
        body_hash: `Fetched.body_hash` of the last body, since validators lie; None before the first.
        trusted: The address may lie in a private network: it stands in the operator's file and the operator allowed
            it. Where it redirects to another host, that host is not trusted.
        unhurried: A stranger asked for it: when a name fails says nothing of whether it is known in an inner network.
    """

    url: str
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    trusted: bool = False
    unhurried: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A body not seen before.

    Attributes:
        body: Decompressed.
        body_hash: SHA-256, hexadecimal.
        final_url: Where the body came from after all redirects, without credentials.
        permanent_url: Where the source has moved; None unless it was redirected and each hop was permanent (301, 308).
        content_type: As sent, with parameters; empty where not sent.
        max_age_s: For how long the server calls the answer fresh; None where it does not say.
    """

    body: bytes
    body_hash: str
    final_url: str
    permanent_url: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    content_type: str = ""
    max_age_s: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NotModified:
    """The server says that nothing changed (304). Validators are the ones to send next; the rest as in `Fetched`."""

    permanent_url: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    max_age_s: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchanged:
    """The server sent the same body again, whatever its validators say. Fields as in `NotModified`."""

    permanent_url: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    max_age_s: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """The publisher says that the feed has ended for good (410)."""


FetchOutcome = Fetched | NotModified | Unchanged | Gone | Failed
