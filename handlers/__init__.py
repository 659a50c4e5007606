"""From the desk to Telegram and back; knows nothing of feeds."""

import os

# python-telegram-bot reads this at each look: without it every RetryAfter warns that it will be a timedelta one day.
os.environ.setdefault("PTB_TIMEDELTA", "1")
