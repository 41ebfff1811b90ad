"""A pytest plugin: of subtests, those that fail are reported, and not tens of thousands that pass.

Each report takes a worker about as long as many a subtest, goes to another process, and prints a letter.
"""

from _pytest.unittest import TestCaseFunction

report = TestCaseFunction.addSubTest


def report_failure(self, test_case, test, exc_info):
    if exc_info is not None:
        report(self, test_case, test, exc_info)


TestCaseFunction.addSubTest = report_failure
