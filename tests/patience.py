"""How long a test waits for what must come, and how it measures work on a machine that others work on as well."""

import time

# A guard against a test that hangs, and no claim: whatever a test waits for is a condition, met in milliseconds. With
# fourteen programs at work on two cores, 1.5 s of a test's own work took 40 s.
AT_LAST_S = 120.0


def work_s() -> float:
    """Seconds of processor time of this thread so far: what others do meanwhile is not counted."""
    return time.thread_time()
