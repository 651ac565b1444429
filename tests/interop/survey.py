"""Collects what survives, for the table in docs/compatibility.md. Every line is a check that a test made."""
import json
import os
import reprlib

import numpy

CPP_TO_PYTHON = "C++ artifact → Python"
PYTHON_TO_CPP = "Python artifact → C++"
ROUND_TRIP = "C++ → Python → C++"
PYTHON_ROUND_TRIP = "Python → C++ → Python"
CPP_RUN = "C++ run, as Python writes it"
PYTHON_RUN = "Python run → C++"

DIFFERENT = "some of these files are seen differently: see DIFFERENCES in test_image.py"

_lines = []


def same(a, b):
    if isinstance(a, numpy.ndarray) or isinstance(b, numpy.ndarray):
        a, b = numpy.asarray(a), numpy.asarray(b)
        return a.shape == b.shape and a.dtype == b.dtype and bool((a == b).all())
    return a == b


def shown(thing):
    text = repr(thing)
    return text if len(text) < 2000 else reprlib.repr(text)


class Survey:
    """The checks of one type in one direction."""

    def __init__(self, type_, direction):
        self.type, self.direction = type_, direction

    def keeps(self, what, found, expected):
        """`found` has to be what was written."""
        equal = same(found, expected)
        self._add(what, equal, "" if equal else DIFFERENT)
        assert equal, f"{self.type}, {self.direction}: {what} is {shown(found)}, not {shown(expected)}"

    def loses(self, what, found, expected, why):
        """A loss that is known. It has to be lost: when it is kept one day, this line is to be changed."""
        assert not same(found, expected), f"{self.type}, {self.direction}: {what} survives now: {shown(found)}"
        self._add(what, False, why)

    def keeps_if(self, kept, what, found, expected, why):
        """keeps() where `kept`, loses() elsewhere: for what only some versions do."""
        if kept:
            self.keeps(what, found, expected)
        else:
            self.loses(what, found, expected, why)

    def _add(self, what, kept, why):
        _lines.append({"type": self.type, "direction": self.direction, "what": what, "kept": kept, "why": why})


def save(version):
    target = os.environ.get("WBM_INTEROP_RESULTS")
    if target:
        with open(target, "w", encoding="utf-8") as file:
            json.dump({"version": version, "lines": _lines}, file)
