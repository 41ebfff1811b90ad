"""A pytest plugin: one browser a worker for all its tours, where Odoo starts one for each tour.

A new browser reads and compiles all of Odoo's script again. This one keeps what is the same for everybody: the files
whose addresses say which version they are, and what it has compiled of them. Whatever a user leaves behind – cookies,
stores, service workers, the page itself – goes after each tour, and after one that fails the browser goes as well.
"""

import shutil
import signal
import subprocess
import time
from concurrent.futures import wait
from pathlib import Path

import psutil
import requests

from odoo.tests import common

TIMEOUT = 10
# All but cookies, which are cleared by themselves: a second clearing might end after the next tour has logged in
STORES = "cache_storage,file_systems,indexeddb,local_storage,service_workers,shared_storage,storage_buckets,websql"
# Not what stands in the path, a script that starts it and is another process
SHELL = Path("/usr/lib/chromium/chromium-headless-shell")
kept = {}
"""The browsers that run, by what only their start can set: ``(process, port of its tools, folder)``."""


class KeptBrowser(common.ChromeBrowser):
    @property
    def executable(self):
        """Nobody sees the window around the page, and drawing it takes time: Debian has the rest alone."""
        return str(SHELL) if self.is_hidden and SHELL.exists() else super().executable

    def _chrome_start(self, user_data_dir, touch_enabled, headless=True, debug=False):
        self.is_hidden = headless and debug is False
        self.kind = (bool(touch_enabled), headless, debug is not False)
        process, port, folder = kept.get(self.kind) or (None, None, None)
        if process and process.poll() is None:
            shutil.rmtree(user_data_dir)
            self.user_data_dir = folder
            requests.put(f"{get_tools(port)}/new?about:blank", timeout=TIMEOUT).raise_for_status()
        else:
            process, port = super()._chrome_start(user_data_dir, touch_enabled, headless=headless, debug=debug)
            kept[self.kind] = (process, port, user_data_dir)
        return process, port

    def navigate_to(self, url, wait_stop=False):
        """Open the page; log in again where a late answer to the tour before has taken the session from the cookies."""
        super().navigate_to(url, wait_stop=wait_stop)
        login = self.test_case.session.login
        if login and "/web/login" not in url and self.get_path() == "/web/login":
            self._logger.info("The browser has lost who is logged in: once more")
            self.test_case.authenticate(login, login, browser=self)
            super().navigate_to(url, wait_stop=wait_stop)

    def get_path(self):
        answer = self._websocket_request("Runtime.evaluate", params={"expression": "location.pathname"})
        return answer["result"].get("value")

    def stop(self):
        if not self.went_well() or not self.leave_clean():
            kept.pop(self.kind, None)
            super().stop()
        elif self.sigxcpu_handler:
            signal.signal(signal.SIGXCPU, self.sigxcpu_handler)

    def went_well(self):
        result = getattr(self, "_result", None)
        return result and result.done() and not result.cancelled() and not result.exception() and not self.had_failure

    def leave_clean(self):
        """Take away what the tour has left in the browser; say whether that went well."""
        try:
            self._websocket_request("Page.stopLoading")
            # Away from Odoo, nothing is written any more; not quite the address by which Odoo finds a new page
            self._websocket_request("Page.navigate", params={"url": "about:blank#left"})
            self._websocket_request("Network.clearBrowserCookies")
            stores = {"origin": self.test_case.base_url(), "storageTypes": STORES}
            self._websocket_request("Storage.clearDataForOrigin", params=stores)
            wait(self._responses.values(), TIMEOUT)
            self.ws.close()
            return self.close_all()
        except Exception:
            self._logger.info("The browser could not be cleaned and ends", exc_info=True)
            return False

    def close_all(self):
        """Close what the tour has opened and wait until it is gone; say whether it is.

        The worker that listens to Odoo's bus would outlive its page, find its session gone, and be given a new one: in
        the cookies of the next tour, which then would stand before the page to log in.
        """
        tools, patience = get_tools(kept[self.kind][1]), time.monotonic() + TIMEOUT
        while time.monotonic() < patience:
            targets = requests.get(f"{tools}/list", timeout=TIMEOUT).json()
            left = [target for target in targets if target["url"].endswith("#left") or common.HOST in target["url"]]
            if not left and not is_anybody_listening():
                return True
            for target in left:
                requests.get(f"{tools}/close/{target['id']}", timeout=TIMEOUT)
            time.sleep(0.02)
        return False


def is_anybody_listening():
    """Say whether Odoo still holds a connection of a page that is closed.

    Odoo itself ends them right after us: in the moment in which one ends, it would write to what is gone.
    """
    # Not before Odoo has loaded its addons
    from odoo.addons.bus.websocket import ConnectionState, _websocket_instances  # noqa: PLC0415

    return any(listener.state is not ConnectionState.CLOSED for listener in list(_websocket_instances))


def get_tools(port):
    return f"http://{common.HOST}:{port}/json"


def children_but_kept(process, recursive=False):
    """Return the children of a process without our browsers: what Odoo finds at the end of a class it ends."""
    browsers = {browser.pid for browser, _port, _folder in kept.values()}
    return [child for child in all_children(process, recursive) if child.pid not in browsers]


def pytest_sessionfinish():
    for process, _port, folder in kept.values():
        process.terminate()
        try:
            process.wait(TIMEOUT)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        shutil.rmtree(folder, ignore_errors=True)
    kept.clear()


if not hasattr(common.ChromeBrowser, "_chrome_start"):
    raise ImportError("Odoo starts its test browser another way: see whether one can still serve several tours")
common.ChromeBrowser = KeptBrowser
all_children = psutil.Process.children
psutil.Process.children = children_but_kept
