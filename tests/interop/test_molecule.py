"""Molecule, both ways: files of every type, captions, lists, SMILES."""
import io
import pathlib

import pytest

import wandb_side as py
import cpp_side as cpp
from survey import CPP_RUN, CPP_TO_PYTHON, PYTHON_ROUND_TRIP, PYTHON_RUN, PYTHON_TO_CPP, Survey

wandb = py.wandb
FOLDER = pathlib.Path(__file__).parent.parent.parent / "plugins" / "molecule" / "corpus"
FILES = sorted(file for file in FOLDER.iterdir() if file.is_file() and file.suffix != ".xyz")
TEXTS = [file for file in FILES if file.suffix != ".mmtf"]  # the reference writes what it is given as text
WHY_CAPTION = "the reference's Molecule drops its caption when it is read"
SMILES = {"ethanol": "CCO", "propyne": "CC#C", "alanine": "C[C@H](N)C(=O)O", "phenol": "c1ccccc1O"}
AROMATIC = "phenol"  # where its double bonds lie differs between versions of RDKit
FLAT = {"convert_to_3d_and_optimize": False}

try:
    from rdkit import Chem  # noqa: F401
    HAS_RDKIT = True
except ImportError:
    HAS_RDKIT = False
needs_rdkit = pytest.mark.skipif(not HAS_RDKIT, reason="this Python has no RDKit")


def name_of(file):
    return file.name.replace(".", "_")


def kind_of(file):
    return f"molecule, {file.suffix[1:]} file"


def entry(name):
    return f"{name}.molecule-file.json"


def content(molecule):
    return pathlib.Path(molecule._path).read_bytes()


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    """Each file by C++ and by Python: two folders, and the copy of Python's by C++."""
    folder = tmp_path_factory.mktemp("molecule")
    answer = cpp.write(folder, [{"name": name_of(file), "type": "molecule-file", "source": {"path": str(file)},
                                 "options": {"caption": file.name}} for file in FILES])
    assert not [each for each in answer["artifact"].values() if "error" in each], answer
    artifact = wandb.Artifact("molecule", "dataset")
    made = {}
    for file in FILES:
        made[file] = wandb.Molecule(str(file), caption=file.name)
        artifact.add(made[file], name_of(file))
    theirs = py.save_artifact(artifact, folder / "python")
    return folder / "artifact", theirs, cpp.copy(theirs, folder / "copy"), made


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_files(both, file):
    ours, theirs, copy, made = both
    expected = file.read_bytes()
    molecule = py.open_artifact(ours).get(name_of(file))
    sees = Survey(kind_of(file), CPP_TO_PYTHON)
    sees.keeps("bytes", content(molecule), expected)
    sees.loses("caption", molecule._caption, file.name, WHY_CAPTION)
    read = cpp.read(theirs)
    sees = Survey(kind_of(file), PYTHON_TO_CPP)
    written = cpp.without_ours(read.json(entry(name_of(file))))
    assert (theirs / written["path"]).read_bytes() == expected
    sees.keeps("JSON", written, cpp.without_ours(cpp.read(ours).json(entry(name_of(file)))))
    sees.keeps("caption", read[entry(name_of(file))]["fields"].get("caption"), file.name)
    sees.keeps("counts of atoms, bonds, residues", {**read[entry(name_of(file))]["fields"]},
               cpp.read(ours)[entry(name_of(file))]["fields"])
    back = py.open_artifact(copy).get(name_of(file))
    Survey(kind_of(file), PYTHON_ROUND_TRIP).keeps("everything (wandb's ==)", back == made[file], True)


def test_entry_paths(both):
    ours, theirs, copy, _ = both
    names = [sorted(py.open_artifact(each).manifest.entries) for each in (ours, theirs, copy)]
    Survey("molecule", CPP_TO_PYTHON).keeps("names of files", names[0], names[1])
    assert names[2] == names[1]


def test_text(tmp_path):
    """A stream with its type."""
    specs, artifact = [], wandb.Artifact("molecule", "dataset")
    for file in TEXTS:
        with file.open(newline="") as stream:
            text = stream.read()
        specs.append({"name": name_of(file), "type": "molecule-file", "source": {"text": text},
                      "options": {"file_type": file.suffix[1:]}})
        artifact.add(wandb.Molecule(io.StringIO(text), file_type=file.suffix[1:]), name_of(file))
    cpp.write(tmp_path / "cpp", specs)
    theirs = py.save_artifact(artifact, tmp_path / "python")
    names = [sorted(py.open_artifact(each).manifest.entries) for each in (tmp_path / "cpp" / "artifact", theirs)]
    Survey("molecule, text", CPP_TO_PYTHON).keeps("names of files", names[0], names[1])
    assert py.digest_of(tmp_path / "cpp" / "artifact") != ""
    for file in TEXTS:
        molecule = py.open_artifact(tmp_path / "cpp" / "artifact").get(name_of(file))
        Survey("molecule, text", CPP_TO_PYTHON).keeps("bytes", content(molecule), file.read_bytes())


def test_xyz(tmp_path):
    """Python reads the PDB file that an XYZ file becomes; C++ has the XYZ file as well."""
    xyz = FOLDER / "ethanol.xyz"
    cpp.write(tmp_path / "cpp", [{"name": "x", "type": "molecule-file", "source": {"path": str(xyz)}}])
    artifact = tmp_path / "cpp" / "artifact"
    molecule = py.open_artifact(artifact).get("x")
    lines = content(molecule).decode().splitlines()
    Survey("molecule, xyz file", CPP_TO_PYTHON).keeps("atoms, as PDB", [line[76:78].strip() for line in lines[:-1]],
                                                      [line.split()[0] for line in xyz.read_text().splitlines()[2:]])
    source = cpp.read(artifact).json(entry("x"))["_wbm"]["source"]
    assert (artifact / source["path"]).read_bytes() == xyz.read_bytes()
    with pytest.raises(ValueError):
        wandb.Molecule(str(xyz))


def test_run(tmp_path, run):
    """What a run's history has."""
    one, two = FOLDER / "ligand.pdb", FOLDER / "two.sdf"
    spec = {"type": "molecule-file", "source": {"path": str(one)}, "options": {"caption": "one"}}
    other = {"type": "molecule-file", "source": {"path": str(two)}}
    answer = cpp.write(tmp_path / "cpp", [{"name": "molecule", **spec}, {"name": "uncaptioned", **other}],
                       batches={"molecules": [spec, other], "molecules_uncaptioned": [other, other]})
    ours = cpp.without_ours({key: each["json"] for key, each in {**answer["run"], **answer["batches"]}.items()})
    values = {"molecule": wandb.Molecule(str(one), caption="one"), "uncaptioned": wandb.Molecule(str(two)),
              "molecules": [wandb.Molecule(str(one), caption="one"), wandb.Molecule(str(two))],
              "molecules_uncaptioned": [wandb.Molecule(str(two)), wandb.Molecule(str(two))]}
    theirs = {key: py.log_to_run(run, key, step, value) for step, (key, value) in enumerate(values.items())}
    for key in values:
        kind = "list of molecules" if isinstance(values[key], list) else "molecule, pdb file"
        Survey(kind, CPP_RUN).keeps("members, names, sizes and hashes of files", ours[key], theirs[key])
        if py.NEW:
            assert list(ours[key]) == list(theirs[key]), "the members stand in the same order"
    history = py.save_history(run, tmp_path / "python", [{"_step": 0, "molecule": theirs["molecule"]}])
    Survey("molecule, pdb file", PYTHON_RUN).keeps("caption", cpp.read(history)["molecule"]["fields"]["caption"], "one")


@needs_rdkit
def test_smiles(tmp_path):
    """Flat: the bytes are the reference's. In space they depend on the version of RDKit and on what it did before."""
    specs = [{"name": name, "type": "molecule-file", "source": {"text": smiles},
              "options": {"from": "smiles", "caption": name, **FLAT}} for name, smiles in SMILES.items()]
    specs += [{"name": name + "_3d", "type": "molecule-file", "source": {"text": smiles}, "options": {"from": "smiles"}}
              for name, smiles in SMILES.items()]
    cpp.write(tmp_path / "cpp", specs)
    opened, read = py.open_artifact(tmp_path / "cpp" / "artifact"), cpp.read(tmp_path / "cpp" / "artifact")
    sees = Survey("molecule, SMILES", CPP_TO_PYTHON)
    for name, smiles in SMILES.items():
        if name != AROMATIC:
            theirs = content(wandb.Molecule.from_smiles(smiles, **FLAT))
            sees.keeps("bytes without coordinates", content(opened.get(name)), theirs)
        molecule = Chem.MolFromPDBBlock(content(opened.get(name + "_3d")).decode(), removeHs=False)
        expected = Chem.AddHs(Chem.MolFromSmiles(smiles))
        sees.keeps("atoms and bonds in space", (molecule.GetNumAtoms(), molecule.GetNumBonds()),
                   (expected.GetNumAtoms(), expected.GetNumBonds()))
        assert read[entry(name)]["fields"]["smiles"] == smiles


@needs_rdkit
def test_rdkit_file(tmp_path):
    sdf = FOLDER / "two.sdf"
    cpp.write(tmp_path / "cpp", [{"name": "m", "type": "molecule-file", "source": {"path": str(sdf)},
                                  "options": {"from": "rdkit_file", **FLAT}}])
    molecule = py.open_artifact(tmp_path / "cpp" / "artifact").get("m")
    theirs = content(wandb.Molecule.from_rdkit(str(sdf), **FLAT))
    Survey("molecule, by RDKit from sdf", CPP_TO_PYTHON).keeps("bytes", content(molecule), theirs)
