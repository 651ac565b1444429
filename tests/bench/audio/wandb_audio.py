"""Times wandb.Audio(array, sample_rate).to_json(run) for audio_bench: the array to a WAV file in an offline run.

    wandb_audio.py DTYPE FRAMES CHANNELS SAMPLE_RATE FILE

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
MIN_RUNS = 9


def main():
    dtype, frames, channels, rate = sys.argv[1], *(int(a) for a in sys.argv[2:5])
    array = numpy.fromfile(sys.argv[5], dtype=dtype).reshape(frames, channels)
    run = wandb.init(project="bench", settings=wandb.Settings(console="off", x_disable_stats=True))
    times = []
    while len(times) < MIN_RUNS or sum(times) < SECONDS:
        start = time.perf_counter()
        audio = wandb.Audio(array, sample_rate=rate)
        audio.bind_to_run(run, "sound", len(times))
        audio.to_json(run)
        times.append(time.perf_counter() - start)
    print(statistics.median(times), wandb.__version__, flush=True)
    run.finish()


if __name__ == "__main__":
    main()
