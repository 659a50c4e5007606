"""Lists that are longer than a message: a page of them, and the buttons to the others."""

from handlers.buttons import AnyAct, button
from handlers.messages import Button, Rows
from handlers.sentences.reader import Reader


def page_number(wanted: int, things: int, a_page: int) -> int:
    """The page that is shown for the wanted one: the last, where things have gone since the button was made."""
    return min(wanted, max(things - 1, 0) // a_page)


def page_buttons(act: AnyAct, number: int, things: int, a_page: int, reader: Reader, *, of: int | None = None) -> Rows:
    """A row with the way to newer and older things; none where one page has it all. `of`: whose things they are."""
    labels = (reader.say("button.page_before"), reader.say("button.page_after"))
    return _row(act, number, things, a_page, labels, of)


def list_buttons(act: AnyAct, number: int, things: int, a_page: int, reader: Reader) -> Rows:
    """The same for a list that has no order of time."""
    return _row(act, number, things, a_page, (reader.say("button.previous_page"), reader.say("button.next_page")))


def page_of_pages(number: int, things: int, a_page: int, reader: Reader) -> str:
    """What follows a heading: · page 2 of 3; nothing where one page has it all."""
    pages = -(-things // a_page)
    return " · " + reader.say("hand_over.page", page=number + 1, pages=pages) if pages > 1 else ""


def _row(act: AnyAct, number: int, things: int, a_page: int, labels: tuple[str, str], of: int | None = None) -> Rows:
    def to(label: str, page: int) -> Button:
        return button(label, act, page) if of is None else button(label, act, of, page)

    before = [to(labels[0], number - 1)] if number > 0 else []
    after = [to(labels[1], number + 1)] if (number + 1) * a_page < things else []
    return ((*before, *after),) if before or after else ()
