"""Which files of tests to begin with."""

from __future__ import annotations

#: The files that take longest, longest first. They are begun first: one that comes last keeps a worker busy long after
#: the others are done. A file that takes more than fifteen seconds of processor time belongs here.
LONGEST = (
    "test_every_action.py",
    "test_playground.py",
    "test_notices.py",
    "test_other_browsers.py",
    "test_start.py",
    "test_testing.py",
    "test_examples.py",
    "test_runtimes.py",
    "test_chaos.py",
    "test_breakages.py",
    "test_watch.py",
    "test_hostile_page.py",
    "test_hosts.py",
    "test_inspector.py",
    "test_double.py",
    "test_closed_loops.py",
    "test_vendors.py",
    "test_token_sources.py",
    "test_reports_page.py",
    "test_instead.py",
    "test_way_in.py",
    "test_watch_first.py",
    "test_delivery.py",
    "test_at_home.py",
    "test_border.py",
    "test_npm.py",
    "test_recordings.py",
    "test_packages.py",
    "test_soak.py",
    "test_frameworks.py",
    "test_in_pyodide.py",
)
