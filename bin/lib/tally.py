"""A pytest plugin: counts tests for bin/test and names those that were not really run.

A skipped test, and one that is only expected to fail, has shown nothing: it counts as failed.
"""

import json
from pathlib import Path

NOT_RUN = ("skipped", "xfailed", "xpassed")


def pytest_addoption(parser):
    parser.addoption("--tally", help="file to write the counts to")


def pytest_terminal_summary(terminalreporter, config):
    if not config.getoption("--tally"):
        return
    stats = terminalreporter.stats
    not_run = {report.nodeid: report for outcome in NOT_RUN for report in stats.get(outcome, ())}
    broken = {report.nodeid for outcome in ("failed", "error", *NOT_RUN) for report in stats.get(outcome, ())}
    passed = {report.nodeid for report in stats.get("passed", ())} - broken
    if not_run:
        terminalreporter.section("not run, which counts as failed", sep="=", red=True)
        for nodeid, report in sorted(not_run.items()):
            terminalreporter.line(f"{nodeid}: {reason(report)}")
    Path(config.getoption("--tally")).write_text(json.dumps({"passed": len(passed), "failed": len(broken)}))


def reason(report):
    """Why it was skipped, or why it was expected to fail."""
    if isinstance(report.longrepr, tuple):
        return report.longrepr[-1]
    return getattr(report, "wasxfail", "") or str(report.longrepr)
