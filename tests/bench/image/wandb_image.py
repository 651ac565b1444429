"""Times wandb.Image(array).to_json(run) for image_bench: the array to a PNG file in an offline run, and its JSON.

    wandb_image.py HEIGHT WIDTH CHANNELS FILE

FILE has the samples. Prints "<median seconds> <wandb's version>".
"""
import os
import statistics
import sys
import time

os.environ.update(WANDB_MODE="offline", WANDB_SILENT="true", WANDB_DISABLE_CODE="true", WANDB_DISABLE_GIT="true")

import numpy
import wandb

SECONDS = 1.0
MIN_RUNS = 5


def main():
    height, width, channels = (int(a) for a in sys.argv[1:4])
    shape = (height, width, channels) if channels > 1 else (height, width)
    array = numpy.fromfile(sys.argv[4], dtype=numpy.uint8).reshape(shape)
    run = wandb.init(project="bench", settings=wandb.Settings(console="off", x_disable_stats=True))
    times = []
    while len(times) < MIN_RUNS or sum(times) < SECONDS:
        start = time.perf_counter()
        image = wandb.Image(array)
        image.bind_to_run(run, "picture", len(times))
        image.to_json(run)
        times.append(time.perf_counter() - start)
    print(statistics.median(times), wandb.__version__, flush=True)
    run.finish()


if __name__ == "__main__":
    main()
