"""Tests of the wbm command: tool_test.py WBM PLUGIN_FOLDER PROBE_FOLDER [unittest's arguments]."""

import sys
import unittest

sys.dont_write_bytecode = True  # the sources may be read-only, and stay clean

import tool_case
from cases_commands import Add, Diff, List, Log, Verify  # noqa: F401
from cases_frame import Help, Output, Plugins, Signals, Usage  # noqa: F401
from cases_get import Get  # noqa: F401
from cases_input import Npy, Sources  # noqa: F401
from cases_links import Links  # noqa: F401
from cases_probe import Probe  # noqa: F401
from cases_sdk import Sdk  # noqa: F401
from cases_tables import Tables  # noqa: F401

if __name__ == "__main__":
    tool_case.WBM, tool_case.PLUGINS, tool_case.PROBE_PLUGINS = sys.argv[1:4]
    unittest.main(argv=[sys.argv[0]] + sys.argv[4:])
