"""Lists that are longer than a message: a page of them, and the buttons to the others."""

from handlers.buttons import AccessAct, button
from handlers.messages import Rows
from handlers.sentences.reader import Reader


def page_number(wanted: int, things: int, a_page: int) -> int:
    """The page that is shown for the wanted one: the last, where things have gone since the button was made."""
    return min(wanted, max(things - 1, 0) // a_page)


def page_buttons(act: AccessAct, number: int, things: int, a_page: int, reader: Reader) -> Rows:
    """A row with the way to the page before and after; none where one page has it all."""
    before = [button(reader.say("button.page_before"), act, number - 1)] if number > 0 else []
    after = [button(reader.say("button.page_after"), act, number + 1)] if (number + 1) * a_page < things else []
    return ((*before, *after),) if before or after else ()
