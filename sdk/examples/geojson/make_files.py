"""Makes samples/ and broken/ anew: `pip install geojson && python make_files.py`.

The samples are written by the package geojson, which has nothing in common with the plugin. broken/reasons.txt says
why each broken file is refused; the unit test holds the plugin to it.
"""
import json
import math
import pathlib

import geojson

FOLDER = pathlib.Path(__file__).parent


def island(longitude, latitude, radius, bumps, points=48):
    """A closed ring around a place, counter-clockwise, with a coast."""
    ring = []
    for i in range(points):
        angle = 2 * math.pi * i / points
        size = radius * (1 + 0.22 * math.sin(bumps * angle) + 0.09 * math.cos(7 * angle + bumps))
        ring.append((round(longitude + 1.4 * size * math.cos(angle), 4), round(latitude + size * math.sin(angle), 4)))
    return ring + ring[:1]


def archipelago():
    """Polygons, one with a lake, an island of two parts, a ferry line and harbours."""
    lake = island(9.35, 54.55, 0.16, 2, 20)[::-1]
    large, middle, small = island(9.2, 54.5, 0.8, 3), island(11.4, 55.1, 0.45, 2), island(11.0, 53.9, 0.35, 5)
    east, west, north = max(large), min(middle), max(small, key=lambda p: p[1])
    features = [
        geojson.Feature(id=1, geometry=geojson.Polygon([large, lake]),
                        properties={"name": "Großholm", "kind": "island", "population": 5200}),
        geojson.Feature(id=2, geometry=geojson.MultiPolygon([[middle],
                                                             [island(12.3, 54.7, 0.25, 4, 32)]]),
                        properties={"name": "Tvillingerne", "kind": "island", "population": 870}),
        geojson.Feature(id=3, geometry=geojson.Polygon([small]),
                        properties={"name": "Sorø Sten", "kind": "island", "population": 0, "protected": True}),
        geojson.Feature(id="ferry-1", geometry=geojson.LineString([east, (10.62, 54.62), north]),
                        properties={"name": "Ferry", "kind": "line"}),
        geojson.Feature(id="harbours", geometry=geojson.MultiPoint([east, west, north]),
                        properties={"name": None, "kind": "harbour"}),
    ]
    return geojson.FeatureCollection(features, name="archipelago")


def track():
    """A walk with altitudes; two positions have none, as of a receiver that lost its fix."""
    positions = [(round(10 + 0.001 * i, 6), round(47 + 0.0004 * i * math.sin(i / 5), 6), 1800 + 12.5 * i)
                 for i in range(40)]
    positions[7], positions[8] = positions[7][:2], positions[8][:2]
    return geojson.Feature(geometry=geojson.LineString(positions), properties={"name": "Ridge", "when": "2024-06-01"})


def write_samples(folder):
    """One file for each shape that maps have."""
    folder.mkdir(exist_ok=True)
    point = geojson.Point((-0.1275, 51.507222))
    nested = geojson.GeometryCollection([point, geojson.GeometryCollection([geojson.LineString([(0, 0), (1, 1)])])])
    texts = {
        "archipelago.geojson": geojson.dumps(archipelago(), ensure_ascii=False),
        "track.geojson": geojson.dumps(track(), indent=1),
        "point.geojson": geojson.dumps(point, indent=4).replace("\n", "\r\n") + "\r\n",
        "nested.geojson": geojson.dumps(nested),
        "empty.geojson": geojson.dumps(geojson.FeatureCollection([])),
        "no_place.geojson": geojson.dumps(geojson.Feature(geometry=None, properties=None, bbox=[0, 0, 1, 1])),
        "lines.geojson": geojson.dumps(geojson.MultiLineString([[(5, 5, 1, 99), (6, 6)], [(7, 7), (8, 9), (9, 9)]])),
        "whole_numbers.geojson": '{"type": "Polygon", "coordinates": [[[0, 0], [4, 0], [4, 3], [0.0, 0.0]]]}',
        # The order of members says nothing, and foreign ones are allowed.
        "coordinates_first.geojson": '{"coordinates": [1e1, 2.50], "note": {"path": "a"}, "type": "Point"}\n',
    }
    for name, text in texts.items():
        (folder / name).write_bytes(text.encode())


def feature(geometry, **more):
    """A collection of one sound feature and the one to be refused."""
    sound = {"type": "Feature", "properties": None, "geometry": {"type": "Point", "coordinates": [0, 0]}}
    return {"type": "FeatureCollection",
            "features": [sound, {"type": "Feature", "properties": {}, "geometry": geometry, **more}]}


def broken():
    """File name: (content, what the refusal says)."""
    ring = [[0, 0], [1, 0], [1, 1], [0, 1]]
    deep = {"type": "Point", "coordinates": [0, 0]}
    for _ in range(9):
        deep = {"type": "GeometryCollection", "geometries": [deep]}
    where = "features[1].geometry"
    return {
        "one_number": (feature({"type": "LineString", "coordinates": [[1], [2, 3]]}),
                       where + ".coordinates[0]: a position has 1 number, expected 2 to 4"),
        "five_numbers": ({"type": "Point", "coordinates": [1, 2, 3, 4, 5]},
                         "coordinates: a position has 5 numbers, expected 2 to 4"),
        "text_for_number": (feature({"type": "Point", "coordinates": [1, "2"]}),
                            where + '.coordinates[1]: must be a number, it is "2"'),
        "ring_not_closed": (feature({"type": "Polygon", "coordinates": [ring]}),
                            where + ".coordinates[0]: the ring is not closed: it begins at [0,0] and ends at [0,1]"),
        "short_ring": (feature({"type": "MultiPolygon", "coordinates": [[ring[:2] + ring[:1]]]}),
                       where + ".coordinates[0][0]: a ring has 3 positions, expected 4 or more"),
        "short_line": (feature({"type": "MultiLineString", "coordinates": [[[0, 0]]]}),
                       where + ".coordinates[0]: a line has 1 position, expected 2 or more"),
        "point_in_line": (feature({"type": "LineString", "coordinates": [0, 0]}),
                          where + ".coordinates[0]: a position must be a list, it is 0"),
        "no_coordinates": (feature({"type": "Point"}), where + ': "coordinates" is missing'),
        "unknown_geometry": (feature({"type": "Circle", "coordinates": [0, 0]}),
                             where + ': "type" is "Circle", which is no geometry'),
        "geometry_is_list": (feature([0, 0]), where + ": a geometry must be an object, it is [0,0]"),
        "no_geometry": ({"type": "Feature", "properties": {}}, 'the top level: "geometry" is missing'),
        "no_properties": ({"type": "Feature", "geometry": None}, 'the top level: "properties" is missing'),
        "properties_is_list": ({"type": "Feature", "geometry": None, "properties": []},
                               "properties: properties must be an object, it is []"),
        "id_is_list": (feature(None, id=[1]), "features[1].id: must be text or a number, it is [1]"),
        "features_in_feature": (feature(None, features=[]),
                                'features[1]: a Feature must not have the member "features"'),
        "coordinates_in_collection": ({"type": "FeatureCollection", "features": [], "coordinates": []},
                                      'a FeatureCollection must not have the member "coordinates"'),
        "geometry_as_feature": ({"type": "FeatureCollection", "features": [{"type": "Point", "coordinates": [0, 0]}]},
                                'features[0]: "type" is "Point"; in a FeatureCollection it must be "Feature"'),
        "no_features": ({"type": "FeatureCollection"}, 'the top level: "features" is missing'),
        "three_in_bbox": ({"type": "Point", "coordinates": [0, 0], "bbox": [0, 0, 1]},
                          "bbox: must be 4 or 6 numbers, it is [0,0,1]"),
        "deep_collections": (deep, "there are more than 8 GeometryCollections in each other"),
        "type_is_number": ({"type": 5}, "type: must be text, it is 5"),
        "no_type": ({"coordinates": [0, 0]}, 'the top level: "type" is missing'),
        "topology": ({"type": "Topology", "objects": {}, "arcs": []},
                     'the top level: "type" is "Topology"; give a FeatureCollection, a Feature'),
        "list": ([1, 2], "the top level: a map must be an object, it is [1,2]"),
        "not_a_number": ('{"type": "Point", "coordinates": [NaN, 0]}', "JSON, line 1, column 35"),
        "cut": ('{"type": "Point", "coordinates": [1, 2', "JSON, line 1, column 39"),
        "two_types": ('{"type": "Point", "coordinates": [1, 2], "type": "Point"}', 'the key "type" comes twice'),
        "empty": ("", "JSON, line 1, column 1"),
    }


def write_broken(folder):
    """The files and their reasons."""
    folder.mkdir(exist_ok=True)
    lines = []
    for name, (content, reason) in broken().items():
        text = content if isinstance(content, str) else json.dumps(content)
        (folder / f"{name}.geojson").write_bytes(text.encode())
        lines.append(f"{name}.geojson: {reason}\n")
    (folder / "reasons.txt").write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    write_samples(FOLDER / "samples")
    write_broken(FOLDER / "broken")
