"""Times wandb.Histogram(array).to_json() for histogram_bench: numbers to the text of their JSON.

    wandb_histogram.py DTYPE BINS FILE

FILE has the numbers. Prints "<median seconds> <the same with json.dumps> <the text's counts, summed> <numpy's version>
<wandb's version>". Times are of this thread's processor.
"""
import json
import os
import statistics
import sys
import time

os.environ.update(WANDB_MODE="offline", WANDB_SILENT="true")

import numpy
import wandb

SECONDS = 1.0
MIN_RUNS = 15


def median_of(work):
    times = []
    while len(times) < MIN_RUNS or sum(times) < SECONDS:
        start = time.thread_time()
        work()
        times.append(time.thread_time() - start)
    return statistics.median(times)


def main():
    bins = int(sys.argv[2]) if sys.argv[2].isdigit() else sys.argv[2]
    array = numpy.fromfile(sys.argv[3], dtype=sys.argv[1])
    made = wandb.Histogram(array, num_bins=bins).to_json()
    alone = median_of(lambda: wandb.Histogram(array, num_bins=bins).to_json())
    text = median_of(lambda: json.dumps(wandb.Histogram(array, num_bins=bins).to_json()))
    print(alone, text, sum(count * (place + 1) for place, count in enumerate(made["values"])), numpy.__version__,
          wandb.__version__, flush=True)


if __name__ == "__main__":
    main()
