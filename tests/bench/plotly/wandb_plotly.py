"""Times wandb.Plotly(figure).to_json(run) for plotly_bench: two arrays to a figure, a file in an offline run, and its
JSON. With plotly 6 and later numpy arrays become typed arrays; lists are lists.

    wandb_plotly.py lists|typed POINTS

Prints "<median seconds of processor time> <wandb's version>".
"""
import os
import statistics
import sys
import time

os.environ.update(WANDB_MODE="offline", WANDB_SILENT="true", WANDB_DISABLE_CODE="true", WANDB_DISABLE_GIT="true")

import numpy
import plotly.graph_objects as go
import wandb

SECONDS = 1.0
MIN_RUNS = 5


def main():
    form, count = sys.argv[1], int(sys.argv[2])
    random = numpy.random.default_rng(1)
    x, y = random.standard_normal(count), random.standard_normal(count).cumsum()
    layout = go.Layout(template=None)  # without the 6 KB of the default template, which ours has not
    run = wandb.init(project="bench", settings=wandb.Settings(console="off", x_disable_stats=True))

    def log(step):
        arrays = (x, y) if form == "typed" else (x.tolist(), y.tolist())
        figure = wandb.Plotly(go.Figure(go.Scatter(x=arrays[0], y=arrays[1]), layout=layout))
        figure.bind_to_run(run, "figure", step)
        return figure.to_json(run)

    log(0)
    times = []
    while len(times) < MIN_RUNS or sum(times) < SECONDS:
        start = time.thread_time()
        log(len(times) + 1)
        times.append(time.thread_time() - start)
    print(statistics.median(times), wandb.__version__, flush=True)
    run.finish()


if __name__ == "__main__":
    main()
