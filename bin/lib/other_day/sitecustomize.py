"""Lets Python sleep on another day (clock.sh), where it is loaded into each Python process.

libfaketime, told to leave monotonic clocks alone, refuses the call by which Python sleeps since 3.11.
"""

import select
import time


def sleep(seconds):
    if seconds < 0:
        raise ValueError("sleep length must be non-negative")
    select.select([], [], [], seconds)


time.sleep = sleep
