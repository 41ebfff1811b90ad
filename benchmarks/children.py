"""Runs one measurement in a process of its own, within limits of time and memory."""

import json
import os
import resource
import signal
import subprocess
from pathlib import Path

FAILED, TOO_SLOW, TOO_LARGE = "failed", "too slow", "too large"


def run(command, time_limit, folder):
    """The result that a child prints as its last line, or why there is none.

    :param command: list of arguments, the interpreter first
    :param time_limit: seconds
    :param folder: where the child finds this package, and whatever else it is to find besides its environment
    :return: dict, {"status": …} where the child came to no end
    """
    environment = {**os.environ, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    child = subprocess.Popen(
        list(map(str, command)),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
        cwd=folder,  # python -m looks here first
        start_new_session=True,
    )
    resource.prlimit(child.pid, resource.RLIMIT_AS, (memory_limit(),) * 2)
    try:
        output, errors = child.communicate(timeout=time_limit)
    except subprocess.TimeoutExpired:
        os.killpg(child.pid, signal.SIGKILL)
        child.communicate()
        return {"status": TOO_SLOW, "limit": time_limit}
    except BaseException:
        os.killpg(child.pid, signal.SIGKILL)
        raise
    if child.returncode == 0:
        return {"status": "done", **json.loads(output.splitlines()[-1])}
    is_memory = "MemoryError" in errors or "bad_alloc" in errors or child.returncode == -signal.SIGKILL
    return {"status": TOO_LARGE if is_memory else FAILED, "error": errors[-2000:]}


def memory_limit():
    """Bytes that a child may have: what does not fit into three quarters of the memory does not fit."""
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    available = next(
        int(line.split()[1]) * 1024
        for line in Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
        if line.startswith("MemAvailable")
    )
    return min(pages, available) * 3 // 4
