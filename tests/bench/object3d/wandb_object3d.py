"""Times wandb.Object3D(array).to_json(run) for object3d_bench: points to a file in an offline run, and their JSON.
Processor time of the thread, as for ours.

    wandb_object3d.py ROWS COLUMNS DTYPE FILE

FILE has the numbers. Prints "<median seconds> <wandb's version>".
"""
import os
import statistics
import sys
import time

os.environ.update(WANDB_MODE="offline", WANDB_SILENT="true", WANDB_DISABLE_CODE="true", WANDB_DISABLE_GIT="true")

import numpy
import wandb

SECONDS = 2.0
MIN_RUNS = 3


def main():
    rows, columns = (int(a) for a in sys.argv[1:3])
    array = numpy.fromfile(sys.argv[4], dtype=sys.argv[3]).reshape(rows, columns)
    run = wandb.init(project="bench", settings=wandb.Settings(console="off"))
    times = []
    while len(times) < MIN_RUNS or sum(times) < SECONDS:
        start = time.thread_time()
        points = wandb.Object3D(array)
        points.bind_to_run(run, "points", len(times))
        points.to_json(run)
        times.append(time.thread_time() - start)
    print(statistics.median(times), wandb.__version__, flush=True)
    run.finish()


if __name__ == "__main__":
    main()
