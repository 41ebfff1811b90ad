import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from threading import Timer

import odoo
from odoo.tools import config

from .concurrency import TIMEOUT, ConcurrencyCase

# A server on a loaded machine takes its time to load all modules.
START_TIMEOUT = 3 * TIMEOUT


class KilledServerCase(ConcurrencyCase):
    """Servers of their own that do the work of crons, and are killed in the middle of it, for real."""

    CRONS = ()
    """What the servers run; when they are due again is put back after the test."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.crons_before = cls._read_crons()
        cls.addClassCleanup(cls._restore_crons)

    @classmethod
    def _read_crons(cls):
        """Return the crons, and what they are triggered by: the demo data have left some for later."""
        with cls.registry.cursor() as cr:
            cr.execute(
                "SELECT nextcall, lastcall, failure_count, first_failure_date, id FROM ir_cron WHERE id IN"
                " (SELECT res_id FROM ir_model_data WHERE module = 'hr_mentorship' AND name = ANY(%s))",
                [list(cls.CRONS)],
            )
            crons = cr.fetchall()
            cr.execute(
                "SELECT id, cron_id, call_at FROM ir_cron_trigger WHERE cron_id = ANY(%s)", [[row[-1] for row in crons]]
            )
            return crons, cr.fetchall()

    @classmethod
    def _restore_crons(cls):
        crons, triggers = cls.crons_before
        with cls.registry.cursor() as cr:
            for values in crons:
                cr.execute(
                    "UPDATE ir_cron SET nextcall = %s, lastcall = %s, failure_count = %s, first_failure_date = %s"
                    " WHERE id = %s",
                    values,
                )
            cr.execute("DELETE FROM ir_cron_trigger WHERE cron_id = ANY(%s)", [[values[-1] for values in crons]])
            for values in triggers:
                cr.execute("INSERT INTO ir_cron_trigger (id, cron_id, call_at) VALUES (%s, %s, %s)", values)

    def start_server(self, script, stops):
        """Start a server that runs ``script``; return once it has come to its stop, or to the end of its work.

        :param str script: for Odoo's shell; says STOPPED where it waits to be killed, or else FINISHED at the end
        :param bool stops: which of the two is waited for
        """
        name = f"killed-{os.getpid()}-{time.monotonic_ns()}"
        command = [sys.executable, "-m", "odoo", "shell", "--no-http", "--max-cron-threads=0", "--log-level=warn"]
        command += [f"--database={self.env.cr.dbname}", f"--addons-path={','.join(config['addons_path'])}"]
        command += [f"--data-dir={config['data_dir']}", f"--db_app_name={name}"]
        command += [f"--{key}={config[key]}" for key in ("db_host", "db_port", "db_user") if config[key]]
        environment = {**os.environ, "PYTHONWARNINGS": "ignore"}
        environment["PYTHONPATH"] = os.pathsep.join(
            [str(Path(odoo.__path__[0]).parent), *filter(None, [os.environ.get("PYTHONPATH")])]
        )
        if config["db_password"]:
            environment["PGPASSWORD"] = config["db_password"]
        server = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=environment,
        )
        self.addCleanup(self._kill, server)
        # One that hangs ends here, and so does reading from it
        watchdog = Timer(START_TIMEOUT, server.kill)
        watchdog.start()
        self.addCleanup(watchdog.cancel)
        server.stdin.write(script)
        server.stdin.close()
        output = []
        for line in server.stdout:
            output.append(line)
            if line.strip() == ("STOPPED" if stops else "FINISHED"):
                watchdog.cancel()
                return server, name
        return self.fail(f"The server has ended by itself: {''.join(output)}")

    def _kill(self, server):
        server.send_signal(signal.SIGKILL)
        server.wait(TIMEOUT)
        server.stdout.close()

    def kill(self, server, name):
        self._kill(server)
        self.assertEqual(server.returncode, -signal.SIGKILL)
        # PostgreSQL rolls back, and lets go of the locks, as soon as it notices
        deadline = time.monotonic() + TIMEOUT
        while time.monotonic() < deadline:
            with self.registry.cursor() as cr:
                cr.execute("SELECT 1 FROM pg_stat_activity WHERE application_name = %s", [name])
                if not cr.fetchone():
                    return
            time.sleep(0.05)
        self.fail("The connections of a killed server stay open.")
