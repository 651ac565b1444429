"""Times wandb.Molecule(...).to_json(run) for molecule_bench: a file or a SMILES to a file in an offline run, and its JSON.

    wandb_molecule.py file FILE
    wandb_molecule.py smiles SMILES

Prints "<median seconds of processor time> <wandb's version>".
"""
import os
import statistics
import sys
import time

os.environ.update(WANDB_MODE="offline", WANDB_SILENT="true", WANDB_DISABLE_CODE="true", WANDB_DISABLE_GIT="true")

import wandb

SECONDS = 1.0
MIN_RUNS = 5


def main():
    make = {"file": wandb.Molecule, "smiles": wandb.Molecule.from_smiles}[sys.argv[1]]
    run = wandb.init(project="bench", settings=wandb.Settings(console="off", x_disable_stats=True))
    make(sys.argv[2])  # what it imports is imported
    times = []
    while len(times) < MIN_RUNS or sum(times) < SECONDS:
        start = time.thread_time()
        molecule = make(sys.argv[2])
        molecule.bind_to_run(run, "molecule", len(times))
        molecule.to_json(run)
        times.append(time.thread_time() - start)
    print(statistics.median(times), wandb.__version__, flush=True)
    run.finish()


if __name__ == "__main__":
    main()
