"""Times Bokeh(path) and its logging to a run for bokeh_bench. Processor time of the thread, as for ours.

    wandb_bokeh.py FILE

Prints "<median seconds> <wandb's version>".
"""
import os
import statistics
import sys
import tempfile
import time

os.environ.update(WANDB_MODE="offline", WANDB_SILENT="true", WANDB_DIR=tempfile.mkdtemp())

import bokeh.document  # wandb does not import it itself
import wandb
from wandb.sdk.data_types.bokeh import Bokeh
from wandb.sdk.data_types.utils import val_to_json

SECONDS = 2.0
MIN_RUNS = 5


def main():
    run = wandb.init(project="bench")
    times = []
    while len(times) < MIN_RUNS or sum(times) < SECONDS:
        start = time.thread_time()
        val_to_json(run, f"k{len(times)}", Bokeh(sys.argv[1]), namespace=0)
        times.append(time.thread_time() - start)
    print(statistics.median(times), wandb.__version__, flush=True)
    run.finish()


if __name__ == "__main__":
    main()
