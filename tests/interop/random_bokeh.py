"""Random plots, for test_random.py: documents of widgets. Without captions, which the reference forgets."""
import json

TYPE = "bokeh-file"
NAME = "bokeh"


def model(values, ids, depth):
    """A Div, or a Column of models."""
    ids.append(f"p{1000 + len(ids)}")
    made = {"type": "object", "name": "Div", "id": ids[-1]}
    if depth and values.chance(0.4):
        made["name"] = "Column"
        made["attributes"] = {"children": [model(values, ids, depth - 1) for _ in range(values.number(1, 3))]}
    else:
        made["attributes"] = {"text": values.text(), "width": values.number(1, 500), "name": values.text()}
    return made


def spec(values):
    import bokeh.document  # noqa: F401  the reference's reader uses it without importing it

    ids = []
    roots = [model(values, ids, 3) for _ in range(values.number(1, 3))]
    config = {"type": "object", "name": "DocumentConfig", "id": f"p{1000 + len(ids)}",
              "attributes": {"notifications": {"type": "object", "name": "Notifications", "id": f"p{1001 + len(ids)}"}}}
    return {"type": TYPE, "source": {"json": {"version": "3.9.2", "title": values.text(), "config": config, "roots": roots}}}


def python_finds(spec, value):
    """Checks what Python read against the SPEC."""
    document = spec["source"]["json"]
    with open(value._path, encoding="utf-8") as file:
        assert json.load(file) == document
    assert value.b_obj.title == document["title"]
    assert [root.id for root in value.b_obj.roots] == [root["id"] for root in document["roots"]]
