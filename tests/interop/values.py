"""Random values of every type, as a SPEC for interop_values, with what a reader has to find. All from one seed.

A type with a file of its own, random_<type>.py, has TYPE and NAME, spec(values), which makes a spec, and
python_finds(spec, value), which checks what Python read. FORGETS lists the fields that Python drops, if any,
FORGETS_IN_JSON members of the JSON alone; FORGETS_DTYPE says that it drops the dtype of the array.
"""
import functools
import importlib
import os
import pathlib
import random

import numpy

COUNT = int(os.environ.get("WBM_INTEROP_VALUES", "100"))
SEED = int(os.environ.get("WBM_INTEROP_SEED") or random.SystemRandom().randrange(2**32))
WORDS = ["cat", "é", "☃", "😀", "\"quoted\"", "it's", "back\\slash", "line\nbreak", "tab\t", "<b>", "0", "  ", "naïve",
         "日本"]


HERE = pathlib.Path(__file__).parent
TYPES = [importlib.import_module(file.stem) for file in sorted(HERE.glob("random_*.py"))]


class Values:
    """A generator for each type: method `image` makes a spec of an image, and so on."""

    def __init__(self, seed, folder):
        self.random = numpy.random.default_rng(seed)
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.count = 0

    def number(self, low, high):
        return int(self.random.integers(low, high + 1))

    def chance(self, probability):
        return bool(self.random.random() < probability)

    def text(self):
        return " ".join(WORDS[self.number(0, len(WORDS) - 1)] for _ in range(self.number(1, 4)))

    def fraction(self):
        return float(self.random.random()) if self.chance(0.8) else float(self.number(0, 1))

    def array(self, array):
        self.count += 1
        file = self.folder / f"{self.count}.npy"
        numpy.save(file, array)
        return {"npy": str(file)}

    def labels(self):
        return {str(each): self.text() for each in sorted({self.number(0, 20) for _ in range(self.number(1, 5))})}

    def box(self, ids):
        if self.chance(0.5):
            position = {name: self.fraction() for name in ("minX", "maxX", "minY", "maxY")}
        else:
            position = {"middle": [self.fraction(), self.fraction()], "width": self.fraction(), "height": self.fraction()}
        box = {"position": position, "class_id": int(ids[self.number(0, len(ids) - 1)])}
        if self.chance(0.5):
            box["box_caption"] = self.text()
        if self.chance(0.4):
            box["scores"] = {self.text(): self.fraction() for _ in range(self.number(1, 3))}
        if self.chance(0.3):
            box["domain"] = "pixel"
        return box

    def boxes(self):
        labels = self.labels()
        return {"box_data": [self.box(list(labels)) for _ in range(self.number(1, 5))], "class_labels": labels}

    def picture(self):
        shape = [self.number(1, 40), self.number(1, 40)]
        channels = (1, 3, 4)[self.number(0, 2)]
        if channels > 1:
            shape = [max(shape[0], 2), max(shape[1], 2), channels]  # sides of 1 would be squeezed
        array = self.random.integers(0, 256, shape, numpy.uint8)
        array.flat[0] = 2  # a largest value of 1 would be stretched
        return array

    def image(self):
        """Without boxes and masks."""
        return self.layered_image(0, 0)

    def annotated_image(self):
        """At least one layer, so that every seed has both kinds of image."""
        boxes = self.number(0, 2)
        return self.layered_image(boxes, self.number(0 if boxes else 1, 2))

    def layered_image(self, boxes, masks):
        array = self.picture()
        options, parts = {}, {}
        if self.chance(0.7):
            options["caption"] = self.text()
        if self.chance(0.3):
            options["grouping"] = self.number(1, 1000)
        if self.chance(0.2) and array.shape[-1] != 4:
            options["file_type"] = "bmp"
        for layer in range(boxes):
            options.setdefault("boxes", {})[f"{self.text()}{layer}"] = self.boxes()
        for layer in range(masks):
            ids = self.random.integers(0, 21, array.shape[:2], numpy.uint8)
            parts[f"mask{layer}"] = self.array(ids)
            options.setdefault("masks", {})[f"{self.text()}{layer}"] = {"mask_data": f"@mask{layer}",
                                                                       "class_labels": self.labels()}
        if self.chance(0.3):
            options["classes"] = [{"id": int(number), "name": name} for number, name in self.labels().items()]
        return {"type": "image-file", "source": self.array(array), "options": options, "parts": parts}

    def html(self):
        return {"type": "html-file", "source": {"text": f"<html><head></head>{self.text()}</html>"},
                "options": {"inject": self.chance(0.5)}}

    def classes(self):
        labels = self.labels()
        return {"type": "classes", "source": {"json": [{"id": int(number), "name": labels[number]} for number in labels]}}

    def bounding_boxes(self):
        return {"type": "bounding-boxes", "source": {"json": self.boxes()}}

    def mask(self):
        ids = self.random.integers(0, 256, (self.number(1, 30), self.number(1, 30)), numpy.uint8)
        return {"type": "mask", "source": self.array(ids), "options": {"class_labels": self.labels()}}

    def kinds(self):
        return [self.image, self.html, self.classes, self.bounding_boxes, self.mask, self.annotated_image,
                *(functools.partial(type_.spec, self) for type_ in TYPES)]

    def spec(self, count):
        """`count` values of all types in turns."""
        kinds = self.kinds()
        return [{"name": f"v{index}", **kinds[index % len(kinds)]()} for index in range(count)]
