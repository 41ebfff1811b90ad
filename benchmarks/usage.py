"""A measured process tells what it took: its peak of memory, and its result as the last line of its output.

Imported by programs in other environments: nothing but the standard library.
"""

import json
import re
import time
from pathlib import Path


def resident_mb():
    """Memory of this process now."""
    return _status("VmRSS")


def peak_mb():
    """The most it had at a time. Not getrusage's maxrss: that one remembers the process that started this one."""
    return _status("VmHWM")


def forget_peak():
    """Counts the peak from now on, where the kernel lets us."""
    try:
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    except OSError:
        return


def cpu_seconds(cr):
    """What this process has taken so far, and the connections to its database where they run on this machine.

    :param cr: a cursor
    """
    cr.execute("SELECT pid FROM pg_stat_activity WHERE datname = current_database()")
    return time.process_time() + sum(_cpu_seconds_of(pid) for (pid,) in cr.fetchall())


def _cpu_seconds_of(pid):
    try:
        return int(Path(f"/proc/{pid}/schedstat").read_text(encoding="ascii").split()[0]) / 1e9
    except OSError:
        return 0  # it has ended, or runs on another machine


def _status(name):
    found = re.search(rf"{name}:\s+(\d+) kB", Path("/proc/self/status").read_text(encoding="ascii"))
    return int(found[1]) / 1024


def answer(**result):
    print(json.dumps(result), flush=True)
