"""Times wandb.Video(array, fps, format).to_json(run) for video_bench: frames to a file in an offline run, and its JSON.

    wandb_video.py FRAMES HEIGHT WIDTH FORMAT FILE

FILE has the samples, T x C x H x W. Prints "<least seconds> <least seconds of processors> <wandb's version>"; the
processors' time is that of this process and of the ffmpeg that it starts.
"""
import os
import resource
import sys
import time

os.environ.update(WANDB_MODE="offline", WANDB_SILENT="true", WANDB_DISABLE_CODE="true", WANDB_DISABLE_GIT="true")

import numpy
import wandb

RUNS = 3


def processor_seconds():
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def main():
    frames, height, width = (int(a) for a in sys.argv[1:4])
    array = numpy.fromfile(sys.argv[5], dtype=numpy.uint8).reshape((frames, 3, height, width))
    run = wandb.init(project="bench", settings=wandb.Settings(console="off", x_disable_stats=True))
    times, used = [], []
    for index in range(RUNS):
        start, start_used = time.perf_counter(), processor_seconds()
        video = wandb.Video(array, fps=30, format=sys.argv[4])
        video.bind_to_run(run, "film", index)
        video.to_json(run)
        times.append(time.perf_counter() - start)
        used.append(processor_seconds() - start_used)
    print(min(times), min(used), wandb.__version__, flush=True)
    run.finish()


if __name__ == "__main__":
    main()
