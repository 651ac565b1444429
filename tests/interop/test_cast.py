"""Numbers at the edges. The newest casts every array to 8 bits; C++ does with {"normalize": false}."""
import numpy
import pytest

import wandb_side as py
import cpp_side as cpp
from survey import CPP_TO_PYTHON, Survey

wandb = py.wandb
R = numpy.random.default_rng(5)
ARRAYS = {
    "beyond": numpy.array([[300, -5, 256], [10, 255, 3]]),
    "nan": numpy.array([[numpy.nan, 3.0], [4, 250]]),
    "infinity": numpy.array([[numpy.inf, 3.0], [4, 250]]),
    "large": numpy.array([[1e6, 5.0], [0, 1]]),
    "negative": numpy.array([[-3, -2], [-1, 0]]),
    "int8": numpy.array([[-128, 127], [3, 4]], numpy.int8),
    "uint32": numpy.array([[0, 70000], [3, 4]], numpy.uint32),
    "float16": (R.random((4, 5)) * 255).astype(numpy.float16),
    "big endian": R.integers(0, 256, (3, 3)).astype(">i4"),
    "largest 1": numpy.array([[0, 1], [1, 0]], numpy.uint8),
    "one pixel": numpy.array([[7]], numpy.uint8),
    "1 x H x W": R.integers(0, 256, (1, 5, 6), numpy.uint8),
    "H x W x 1": R.integers(0, 256, (5, 6, 1), numpy.uint8),
    "H x 1 x 3": R.integers(0, 256, (5, 1, 3), numpy.uint8),
}

pytestmark = pytest.mark.skipif(not py.NEW, reason="0.15 stretches")


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cast")
    values = []
    for index, array in enumerate(ARRAYS.values()):
        numpy.save(folder / f"{index}.npy", array)
        values.append({"name": f"a{index}", "type": "image-file", "source": {"npy": str(folder / f"{index}.npy")},
                       "options": {"normalize": False}})
    answer = cpp.write(folder, values)
    assert not [each for each in answer["artifact"].values() if "error" in each], answer
    return py.open_artifact(folder / "artifact")


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("case", ARRAYS)
def test_cast(opened, case):
    image = opened.get(f"a{list(ARRAYS).index(case)}")
    Survey("image, array cast to 8 bits", CPP_TO_PYTHON).keeps(
        "pixels as wandb.Image makes them", numpy.asarray(image.image), numpy.asarray(wandb.Image(ARRAYS[case]).image))
