"""A failure comes when nobody can read from its time what was found out.

A name server of an inner network knows its own names at once and asks around for others: how soon a look-up fails tells
which inner names there are. A stranger sees that time in our answer, and also in when his own server is asked next: one
list or redirect of his may name an inner host and then himself. So each look-up by itself lasts a multiple of this.
"""

import asyncio

UNHURRIED_S = 3.0


async def unhurry(began_s: float) -> None:
    """Wait until a multiple of three seconds has passed since then, by the loop's clock."""
    clock = asyncio.get_running_loop().time
    await asyncio.sleep(UNHURRIED_S - (clock() - began_s) % UNHURRIED_S)
