"""Makes samples/ and broken/ anew: `pip install nibabel && python make_files.py`.

The samples are written by nibabel, which has nothing in common with the plugin. expected.json has what nibabel says of
each, broken/reasons.txt why each broken file is refused; the unit test holds the plugin to both.
"""
import gzip
import hashlib
import json
import pathlib
import struct

import nibabel
import numpy

FOLDER = pathlib.Path(__file__).parent


def head(shape=(32, 40, 36)):
    """A made-up head in arbitrary units: skull, folded grey matter around white, two ventricles, one bright spot."""
    x, y, z = numpy.meshgrid(*[numpy.linspace(-1, 1, n) for n in shape], indexing="ij")
    volume = numpy.where((x / 0.9) ** 2 + (y / 0.97) ** 2 + (z / 0.93) ** 2 < 1, 880.0, 0.0)
    brain = numpy.sqrt((x / 0.77) ** 2 + (y / 0.85) ** 2 + (z / 0.79) ** 2)
    volume[brain < 1.04] = 120
    folds = 0.13 * numpy.sin(11 * numpy.arctan2(y, x)) * numpy.cos(10 * z) + 0.05 * numpy.sin(13 * y + 4 * z)
    grey = brain + folds
    volume[grey < 0.97] = (430 + 60 * numpy.sin(6 * x + 5 * y))[grey < 0.97]
    volume[grey < 0.72] = (650 - 40 * brain)[grey < 0.72]
    volume[(abs(x + 0.05) < 0.03) & (brain > 0.62) & (brain < 1) & (z > -0.3)] = 120
    for side in (-1, 1):
        volume[((x - side * 0.2) / 0.1) ** 2 + ((y + 0.02) / 0.34) ** 2 + ((z - 0.08) / 0.2) ** 2 < 1] = 110
    volume[((x - 0.4) / 0.13) ** 2 + ((y - 0.32) / 0.13) ** 2 + ((z - 0.06) / 0.13) ** 2 < 1] = 1000
    return volume


def affine(*columns):
    """Columns of the transform, with an origin."""
    matrix = numpy.eye(4)
    matrix[:3, :3] = numpy.array(columns).T
    matrix[:3, 3] = (-90, -126, -72)
    return matrix


def small(dtype, shape=(5, 4, 3)):
    """Different voxels everywhere, with the extremes of the type."""
    numbers = (numpy.arange(numpy.prod(shape)) * 37 % 251).reshape(shape).astype(dtype)
    if numpy.dtype(dtype).kind in "iu":
        numbers[0, 0], numbers[1, 0] = numpy.iinfo(dtype).min, numpy.iinfo(dtype).max
    return numbers


def images():
    """File name: image."""
    straight = affine((2, 0, 0), (0, 2.5, 0), (0, 0, 3))
    made = {"head.nii.gz": nibabel.Nifti1Image(head().astype("<i2"), affine((-5.5, 0, 0), (0, 5, 0), (0, 0, 5)))}
    for dtype in ("u1", "i1", "i2", "u2", "i4", "u4", "i8", "u8", "f4", "f8", "c8"):
        made[f"types/{numpy.dtype(dtype).name}.nii"] = nibabel.Nifti1Image(small(dtype), straight, dtype=dtype)
    made["big_endian.nii.gz"] = nibabel.Nifti1Image(small(">i2"), straight, nibabel.Nifti1Header(endianness=">"))
    made["nifti2.nii.gz"] = nibabel.Nifti2Image(small("f4"), straight)
    made["nifti2_big_endian.nii"] = nibabel.Nifti2Image(small(">f8"), straight, nibabel.Nifti2Header(endianness=">"))
    made["oblique.nii"] = nibabel.Nifti1Image(small("u1"), affine((0.1, -0.2, -1.9), (1.7, 0.4, 0.1), (0.3, -2.4, 0.3)))
    scaled = nibabel.Nifti1Image(small("i2"), straight)
    scaled.header.set_slope_inter(0.25, -100)
    made["scaled.nii"] = scaled
    in_time = nibabel.Nifti1Image(small("i2", (4, 3, 2, 5)), straight)
    in_time.header.set_zooms((2, 2.5, 3, 720))
    in_time.header.set_xyzt_units("mm", "msec")
    in_time.header["descrip"] = b"five volumes"
    made["in_time.nii.gz"] = in_time
    quaternion = nibabel.Nifti1Image(small("u1"), None)
    quaternion.header.set_qform(affine((0, 0, -1.5), (-1, 0, 0), (0, 0.8, 0)), code=1)
    made["qform.nii"] = quaternion
    mirrored = nibabel.Nifti1Image(small("u1"), None)
    mirrored.header.set_qform(affine((-2, 0, 0), (0, 2, 0), (0, 0, 2)), code=1)
    made["qform_mirrored.nii"] = mirrored
    # Two axes are nearest to the same direction; the second takes the next one.
    made["sheared.nii"] = nibabel.Nifti1Image(small("u1"), affine((2, 0, 0.4), (1.6, 1.5, 0), (0, 0, 2)))
    made["nowhere.nii"] = nibabel.Nifti1Image(small("u1", (6, 4)), None)
    colours = small("u1", (4, 3, 2, 3)).view([("R", "u1"), ("G", "u1"), ("B", "u1")])[..., 0]
    made["colours.nii"] = nibabel.Nifti1Image(colours, straight)
    return made


def facts(path):
    """What nibabel says: shape, spacing, axes, a digest of the voxels in row-major order, and two of them scaled."""
    image = nibabel.load(path)
    raw = numpy.asanyarray(image.dataobj.get_unscaled())
    raw = numpy.ascontiguousarray(raw.astype(raw.dtype.newbyteorder("<")))
    known = {"shape": list(image.shape), "spacing": [round(float(z), 6) for z in image.header.get_zooms()[:3]],
             "bytes": hashlib.sha256(raw.tobytes()).hexdigest()}
    if image.header["sform_code"] > 0 or image.header["qform_code"] > 0:
        known["orientation"] = "".join(nibabel.aff2axcodes(image.affine))
        known["affine"] = image.affine.tolist()
    if raw.dtype.kind in "iuf":
        scaled = image.get_fdata(dtype="f8")
        known["scaled"] = [float(scaled.flat[1]), float(scaled.flat[-1])]
        slab = numpy.ascontiguousarray(numpy.take(raw, 1, axis=1))
        known["slice_1_1"] = hashlib.sha256(slab.tobytes()).hexdigest()
    return known


def write_samples(folder):
    """The images, and what nibabel reads from them."""
    (folder / "types").mkdir(parents=True, exist_ok=True)  # the conformance test looks into no folders
    expected = {}
    for name, image in images().items():
        content = image.to_bytes()
        (folder / name).write_bytes(gzip.compress(content, mtime=0) if name.endswith(".gz") else content)
        expected[name] = facts(folder / name)
    # A slope of 0 says that nothing is scaled; nibabel reads it and does not write it.
    (folder / "types/slope_zero.nii").write_bytes(changed(112, "<2f", 0, 5))
    expected["types/slope_zero.nii"] = facts(folder / "types/slope_zero.nii")
    (FOLDER / "expected.json").write_text(json.dumps(expected, indent=1) + "\n")


def changed(offset, form, *numbers):
    """A sound file with other numbers at an offset of its header."""
    content = bytearray(nibabel.Nifti1Image(small("i2"), numpy.eye(4)).to_bytes())
    struct.pack_into(form, content, offset, *numbers)
    return bytes(content)


def broken():
    """File name: (content, what the refusal says)."""
    sound = changed(0, "<i", 348)
    packed = gzip.compress(sound, mtime=0)
    return {
        "empty.nii": (b"", "has 0 bytes, and a NIfTI header has 348; it is cut short"),
        "cut_header.nii": (sound[:200], "has 200 bytes, and a NIfTI header has 348; it is cut short"),
        "cut_voxels.nii": (sound[:-1], "is cut short: its header says that 120 bytes of voxels follow at byte 352"),
        "cut_gzip.nii.gz": (packed[:-20], "is cut short: its gzip data has no end"),
        "broken_gzip.nii.gz": (packed[:30] + b"\xff\xff\xff" + packed[33:], "is broken gzip data"),
        "wrong_sum.nii.gz": (packed[:-6] + b"\0\0" + packed[-4:], "is broken gzip data: incorrect data check"),
        "page.nii": (b"<html>" * 100, "is no NIfTI file: sizeof_hdr is neither 348 nor 540"),
        "analyze.nii": (changed(344, "<4s", b"\0"), "the magic is not that of NIfTI-1"),
        "pair.nii": (changed(344, "<4s", b"ni1"), "is the header of a pair of files (.hdr and .img)"),
        "no_axes.nii": (changed(40, "<h", 0), "dim[0] is 0, expected 1 to 7 axes"),
        "eight_axes.nii": (changed(40, "<h", 8), "dim[0] is 8, expected 1 to 7 axes"),
        "flat_axis.nii": (changed(44, "<h", 0), "dim[2] is 0; an axis has 1 voxel or more"),
        "negative_axis.nii": (changed(44, "<h", -5), "dim[2] is -5; an axis has 1 voxel or more"),
        "ten_gigabytes.nii": (changed(42, "<3h", 20000, 20000, 12), "dim claims more than 4294967296 bytes"),
        "gigabyte.nii.gz": (gzip.compress(changed(42, "<3h", 1000, 1000, 500), mtime=0),
                            "is cut short: its header says that 1000000000 bytes of voxels follow at byte 352"),
        "unknown_datatype.nii": (changed(70, "<h", 77), "datatype is 77, which is no type of voxels"),
        "wrong_bitpix.nii": (changed(72, "<h", 8), "bitpix is 8, and a voxel of datatype int16 has 16 bits"),
        "offset_in_header.nii": (changed(108, "<f", 100), "vox_offset is 100.0, expected 352 to 16777216"),
        "offset_no_number.nii": (changed(108, "<f", float("nan")), "vox_offset is NaN, expected 352"),
        "offset_behind_end.nii": (changed(108, "<f", 4000), "is cut short: its header says that 120 bytes"),
        "no_intercept.nii": (changed(112, "<2f", 2, float("inf")), "scl_inter is Infinity beside a scl_slope"),
        "no_spacing.nii": (changed(80, "<f", float("nan")), "pixdim[1] is NaN; a spacing is a number"),
        "bomb.nii.gz": (gzip.compress(sound + bytes(1 << 22), mtime=0),
                        "goes on for more than 1048576 bytes behind its last voxel"),
        "cut_nifti2.nii": (nibabel.Nifti2Image(small("u1"), None).to_bytes()[:500], "and a NIfTI-2 header has 540"),
    }


def write_broken(folder):
    """The files and their reasons."""
    folder.mkdir(exist_ok=True)
    lines = []
    for name, (content, reason) in broken().items():
        (folder / name).write_bytes(content)
        lines.append(f"{name}: {reason}\n")
    (folder / "reasons.txt").write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    write_samples(FOLDER / "samples")
    write_broken(FOLDER / "broken")
