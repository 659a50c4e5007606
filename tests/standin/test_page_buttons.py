"""The measure of buttons is that of the chat page in a real browser: none is cut at the width of a phone."""

import asyncio
from pathlib import Path

from handlers.messages import Button
from handlers.render.button_rows import rows_that_fit
from handlers.sentences.catalogue import languages
from tests.browser import browser
from tests.handlers.render.test_button_rows import labels_of
from tests.standin.telegram_bench import bench

PRIVATE = 1001
A_MESSAGE = 60  # buttons; Telegram takes 100
# To a fraction of a pixel: words that lack half of one are cut as well, and scrollWidth is whole.
CUT = """[...document.querySelectorAll('.keys button')].filter((key) => {
  const words = document.createRange(), style = getComputedStyle(key);
  words.selectNodeContents(key);
  const room = key.getBoundingClientRect().width - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
  return words.getBoundingClientRect().width > room + 0.05;
})"""


async def test_no_sentence_of_a_button_is_cut_alone_or_beside_others(tmp_path: Path) -> None:
    labels = [label for language in languages() for label in labels_of(language).values()]
    sent = 0
    async with bench() as desk, browser(tmp_path) as page:
        await page.resize(390, 844)
        await page.goto(desk.running.url)
        await page.until("document.querySelector('#chats button')")
        await page.click(f"#chats [data-chat='{PRIVATE}']")
        await page.until("!document.querySelector('#start').hidden")
        await page.click("#start")
        await page.until("document.querySelector('.own')")
        for a_row in (1, 2, 3, 4):
            for at in range(0, len(labels), A_MESSAGE):
                some = [Button(text=label, data="x") for label in labels[at : at + A_MESSAGE]]
                rows = rows_that_fit(tuple(tuple(some[n : n + a_row]) for n in range(0, len(some), a_row)))
                keys = {"inline_keyboard": [[{"text": b.text, "callback_data": "x"} for b in row] for row in rows]}
                await desk.result("sendMessage", chat_id=PRIVATE, text="Buttons", reply_markup=keys)
                sent += len(some)
        await page.until(f"document.querySelectorAll('.keys button').length === {sent}")
        await asyncio.sleep(0.2)  # for the letters to be there
        assert await page.eval(f"{CUT}.map((key) => key.textContent)") == []
