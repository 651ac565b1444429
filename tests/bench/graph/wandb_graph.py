"""Times for graph_bench: wandb.Graph built and logged to an offline run, and onnx.load of a model.

    wandb_graph.py build        prints "<median seconds of processor time> <wandb's version>"
    wandb_graph.py onnx FILE    prints "<median seconds of processor time> <MB of memory> <onnx's version>"
"""
import os
import resource
import statistics
import sys
import time

os.environ.update(WANDB_MODE="offline", WANDB_SILENT="true", WANDB_DISABLE_CODE="true", WANDB_DISABLE_GIT="true")

SECONDS = 1.0
MIN_RUNS = 5
NODES, EDGES = 10_000, 2


def net(wandb):
    graph = wandb.Graph()
    for i in range(NODES):
        name = f"layer_{i}"
        node = graph.add_node(id=name, name=name, class_name="BatchNormalization" if i % 2 else "Conv2D",
                              output_shape=[None, 32, 32, i % 512], num_parameters=i * 9)
        for j in range(1, min(EDGES, i) + 1):
            graph.add_edge(graph[f"layer_{i - j}"], node)
    return graph


def timed(work):
    times = []
    while len(times) < MIN_RUNS or sum(times) < SECONDS:
        start = time.thread_time()
        work(len(times))
        times.append(time.thread_time() - start)
    return statistics.median(times)


def build():
    import wandb

    run = wandb.init(project="bench", settings=wandb.Settings(console="off", x_disable_stats=True))

    def log(step):
        graph = net(wandb)
        graph.bind_to_run(run, "graph", step)
        graph.to_json(run)

    log(-1)  # what it imports is imported
    print(timed(log), wandb.__version__, flush=True)
    run.finish()


def load(file):
    import onnx

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    onnx.load(file)
    memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(timed(lambda _: onnx.load(file)), memory, onnx.__version__, flush=True)


if __name__ == "__main__":
    build() if sys.argv[1] == "build" else load(sys.argv[2])
