"""Random audios for test_random.py."""
import numpy
import soundfile

TYPE = "audio-file"
NAME = "audio"
FORGETS = ("clipped", "dtype")
DTYPES = (numpy.float32, numpy.float64, numpy.int16, numpy.int32)


def spec(values):
    """`values`: a values.Values."""
    dtype = DTYPES[values.number(0, len(DTYPES) - 1)]
    shape = [values.number(1, 500)]
    if values.chance(0.5):
        shape.append(values.number(1, 6))
    if numpy.issubdtype(dtype, numpy.integer):
        limits = numpy.iinfo(dtype)
        array = values.random.integers(limits.min, limits.max, shape, dtype, endpoint=True)
    else:
        array = (values.random.random(shape) * 2 - 1).astype(dtype)
    options = {"sample_rate": values.number(1, 192000)}
    if values.chance(0.7):
        options["caption"] = values.text()
    return {"type": "audio-file", "source": values.array(array), "options": options}


def python_finds(spec, value):
    """Checks what Python read against the SPEC."""
    options = spec["options"]
    array = numpy.load(spec["source"]["npy"])
    samples, rate = soundfile.read(value._path, dtype="int16", always_2d=True)
    assert rate == options["sample_rate"]
    assert value._caption == options.get("caption")
    assert samples.shape == (array.shape[0], array.shape[1] if array.ndim == 2 else 1)
    samples = samples.reshape(array.shape)
    if array.dtype == numpy.int16:
        assert (samples == array).all()
    elif array.dtype == numpy.int32:
        assert (samples == array >> 16).all()
    else:
        assert numpy.abs(samples / 32768 - array).max() <= 1 / 32768
