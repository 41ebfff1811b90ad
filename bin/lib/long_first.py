"""A pytest plugin: what takes longest begins first, so that at the end no worker waits for another one's hour.

Those are the sweeps through the whole addon, which stand on top of tests/, then the tours, which wait for a browser;
tests of a room come after them, in their order.
"""

from pathlib import Path

import pytest


@pytest.hookimpl(trylast=True)  # after the order in which Odoo wants what is tested before and after installation
def pytest_collection_modifyitems(items):
    items.sort(key=rank)  # keeps the order of those that rank alike, which every worker must have


def rank(item):
    path = Path(item.path)
    if path.parent.name == "tests":
        return 0
    return 1 if path.name.startswith("test_tours") else 2
