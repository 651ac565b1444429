"""Random tables for values.py and test_random.py: columns of every kind of plain cell, and times."""
import datetime

TYPE = "table"
NAME = "table"
UNSAID_BEFORE_0_20 = ("log_mode",)  # a table without one is IMMUTABLE


def number(values):
    kind = values.number(0, 3)
    if kind == 0:
        return values.number(-5, 5)
    if kind == 1:
        return values.number(-2**53, 2**53)
    return float(values.random.standard_normal()) * 10.0 ** values.number(-20, 20)


def numbers(values):
    return [number(values) for _ in range(values.number(0, 5))]


def tags(values):
    return [values.text() for _ in range(values.number(1, 3))]


def record(values):
    return {"a": number(values), "é b": values.text(), "c": {"d": [number(values)], "e": values.chance(0.5)}}


def moment(values):
    """Whole seconds of the last and this century: Python reckons with floats, which cut others by a millisecond."""
    return {"$time": values.number(-2**31, 2**32) * 1000}


def anything(values):
    return (number, numbers, tags, record, lambda values: values.text(), lambda values: values.chance(0.5))[
        values.number(0, 5)](values)


KINDS = [number, numbers, tags, record, moment, lambda values: values.text(), lambda values: values.chance(0.5),
         lambda values: [numbers(values), [0.5]], lambda values: [record(values)]]


def spec(values):
    mixed = values.chance(0.15)
    columns = [f"{values.text()} {index}" for index in range(values.number(1, 5))]
    kinds = [anything if mixed else KINDS[values.number(0, len(KINDS) - 1)] for _ in columns]
    rows = [[None if values.chance(0.1) else kind(values) for kind in kinds] for _ in range(values.number(0, 20))]
    options = {"columns": columns, **({"allow_mixed_types": True} if mixed else {})}
    return {"type": TYPE, "source": {"json": rows}, "options": options}


def in_python(cell):
    if isinstance(cell, dict) and "$time" in cell:
        return datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc) + datetime.timedelta(milliseconds=cell["$time"])
    return cell


def python_finds(spec, value):
    """Checks what Python read against the SPEC."""
    assert value.columns == spec["options"]["columns"]
    assert value.data == [[in_python(cell) for cell in row] for row in spec["source"]["json"]]
