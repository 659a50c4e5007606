"""A strict reader of iCalendar streams: what RFC 5545 does not allow is an AssertionError."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

_LINE = re.compile(r"([A-Z0-9-]+)((?:;[A-Z0-9-]+=[^;:,\"]+)*):(.*)", re.DOTALL)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_TEXTS = {"SUMMARY", "DESCRIPTION", "X-WR-CALNAME", "X-WR-CALDESC"}


@dataclass(slots=True)
class Component:
    """A component: its name, its properties by name with their parameters, what stands in it."""

    name: str
    values: dict[str, tuple[str, str]] = field(default_factory=dict)
    inner: list["Component"] = field(default_factory=list)

    def text(self, name: str) -> str:
        return self.values[name][1]

    def day(self, name: str) -> date:
        parameters, value = self.values[name]
        assert parameters == ";VALUE=DATE"
        return datetime.strptime(value, "%Y%m%d").date()  # noqa: DTZ007 - a day has no zone


def read_calendar(content: bytes) -> Component:
    """The calendar that a stream holds, and nothing beside it."""
    physical = content.split(b"\r\n")
    assert physical.pop() == b"", "the last line must end as well"
    for octets in physical:
        assert len(octets) <= 75, octets
        assert not set(octets) & {*range(9), 10, 13, 127}, octets
        octets.decode("utf-8")  # no character is cut in two
    unfolded = b"\r\n".join(physical).replace(b"\r\n ", b"").decode("utf-8")
    root, stack = None, list[Component]()
    for line in unfolded.split("\r\n"):
        found = _LINE.fullmatch(line)
        assert found, line
        name, parameters, value = found.groups()
        if name == "BEGIN":
            stack.append(Component(value))
        elif name == "END":
            done = stack.pop()
            assert done.name == value
            if stack:
                stack[-1].inner.append(done)
            else:
                assert root is None
                root = done
        else:
            assert stack, line
            assert name not in stack[-1].values, name
            stack[-1].values[name] = (parameters, _plain(value) if name in _TEXTS else value)
    assert root is not None
    _check(root)
    return root


def _plain(value: str) -> str:
    assert not re.search(r"(?<!\\)(?:\\\\)*[;,]", value), value
    for escaped in _ESCAPE.findall(value):
        assert escaped in "\\;,nN", value
    return _ESCAPE.sub(lambda m: "\n" if m.group(1) in "nN" else m.group(1), value)


def _check(root: Component) -> None:
    assert root.name == "VCALENDAR"
    assert root.text("VERSION") == "2.0"
    assert root.text("PRODID")
    for event in root.inner:
        assert event.name == "VEVENT"
        assert event.text("UID")
        datetime.strptime(event.text("DTSTAMP"), "%Y%m%dT%H%M%SZ")  # noqa: DTZ007 - Z is matched as a letter
        assert event.day("DTEND") - event.day("DTSTART") >= timedelta(days=1)
    uids = [event.text("UID") for event in root.inner]
    assert len(set(uids)) == len(uids)
