"""Random molecules, for test_random.py: PDB and SDF texts. Without captions, which the reference forgets."""
import pathlib

TYPE = "molecule-file"
NAME = "molecule"
ELEMENTS = ["C", "N", "O", "H", "S", "P", "F"]


def atoms(values):
    return [(ELEMENTS[values.number(0, len(ELEMENTS) - 1)], *(values.number(-99_000, 99_000) / 1000 for _ in range(3)))
            for _ in range(values.number(1, 40))]


def pdb(values):
    lines = []
    for number, (element, x, y, z) in enumerate(atoms(values), start=1):
        residue = values.number(1, 9)
        lines.append(f"{'ATOM' if values.chance(0.5) else 'HETATM':<6}{number:>5}  {element:<3} ALA A{residue:>4}    "
                     f"{x:8.3f}{y:8.3f}{z:8.3f}  1.00  0.00          {element:>2}")
    for _ in range(values.number(0, 3)):
        lines.append(f"CONECT{1:>5}{values.number(1, len(lines)):>5}")
    return "\n".join([f"REMARK   1 {values.text().splitlines()[0]}", *lines, "END", ""])


def sdf(values):
    text = ""
    for _ in range(values.number(1, 3)):
        own = atoms(values)
        pairs = {(values.number(1, len(own)), values.number(1, len(own))) for _ in range(values.number(0, 5))}
        bonds = sorted({(a, b) for a, b in pairs if a < b})
        text += f"name\n\n\n{len(own):>3}{len(bonds):>3}  0  0  0  0  0  0  0  0999 V2000\n"
        text += "".join(f"{x:10.4f}{y:10.4f}{z:10.4f} {element:<3} 0  0\n" for element, x, y, z in own)
        text += "".join(f"{a:>3}{b:>3}  1  0\n" for a, b in bonds) + "M  END\n$$$$\n"
    return text


def spec(values):
    file_type, make = ("pdb", pdb) if values.chance(0.5) else ("sdf", sdf)
    return {"type": TYPE, "source": {"text": make(values)}, "options": {"file_type": file_type}}


def python_finds(spec, value):
    """Checks what Python read against the SPEC."""
    assert pathlib.Path(value._path).read_bytes().decode("utf-8") == spec["source"]["text"]
    assert value._path.endswith("." + spec["options"]["file_type"])
