"""A pytest plugin for bin/test --on: tells the browser what day it is.

A browser does not start under libfaketime. It runs by the true clock, and the pages it opens see the other day, which
is OTHER_DAY_OFFSET seconds from now.
"""

import os

from odoo.tests import common

OFFSET = int(os.environ["OTHER_DAY_OFFSET"])
SCRIPT = """
(() => {
    const TrueDate = Date;
    const now = () => TrueDate.now() + %d;
    globalThis.Date = new Proxy(TrueDate, {
        construct: (target, args, newTarget) => Reflect.construct(target, args.length ? args : [now()], newTarget),
        apply: (target) => new target(now()).toString(),
        get: (target, name) => (name === "now" ? now : target[name]),
    });
    TrueDate.prototype.constructor = Date;
})();
"""


class OtherDayBrowser(common.ChromeBrowser):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        source = SCRIPT % (OFFSET * 1000)
        self._websocket_request("Page.addScriptToEvaluateOnNewDocument", params={"source": source})

    def _spawn_chrome(self, cmd):
        return super()._spawn_chrome(["env", "--unset=LD_PRELOAD", *cmd])


common.ChromeBrowser = OtherDayBrowser
