"""Times WBTraceTree(span).to_json() for trace_tree_bench, and its text in an artifact. Processor time of the thread, as
for ours.

    wandb_trace_tree.py SPANS

Prints "<median seconds> <wandb's version>".
"""
import json
import os
import statistics
import sys
import time

os.environ.update(WANDB_MODE="offline", WANDB_SILENT="true")

import wandb
from wandb.sdk.data_types.trace_tree import Result, Span, SpanKind, StatusCode, WBTraceTree

SECONDS = 2.0
MIN_RUNS = 9
CHILDREN = 3


def span_of(number, count):
    """trace_tree_bench.cpp has the same."""
    children = range(number * CHILDREN + 1, min(number * CHILDREN + CHILDREN + 1, count))
    return Span(span_id=f"span-{number}", name=f"step é {number}", start_time_ms=1700000000000 + number,
                end_time_ms=1700000000500 + number, status_code=StatusCode.SUCCESS,
                attributes={"tokens": number, "score": number / 7.0, "tags": ["a", "b", None, True]},
                results=[Result({"prompt": f"What is the answer to question {number}?"},
                                {"text": "It is \"42\", as always.\nNo more than that.", "tokens": [1, 2, 3, 4, 5]})],
                child_spans=[span_of(child, count) for child in children] or None, span_kind=SpanKind.LLM)


def main():
    root = span_of(0, int(sys.argv[1]))
    times = []
    while len(times) < MIN_RUNS or sum(times) < SECONDS:
        start = time.thread_time()
        json.dumps(WBTraceTree(root).to_json(None), sort_keys=True)
        times.append(time.thread_time() - start)
    print(statistics.median(times), wandb.__version__, flush=True)


if __name__ == "__main__":
    main()
