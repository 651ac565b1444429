"""Times how a pyarrow.Table becomes a wandb.Table, by lists, and back, for arrow_bench: an integer, a fraction, a text
and a boolean in each row.

    wandb_arrow.py ROWS

Prints "<seconds of processor time in> <seconds out> <wandb's version>". wandb takes its time: once each.
"""
import sys
import time

import pyarrow
import wandb


def main():
    count = int(sys.argv[1])
    wandb.Table.MAX_ARTIFACT_ROWS = count
    given = pyarrow.table({"i": pyarrow.array(range(count), pyarrow.int64()),
                           "r": pyarrow.array([i * 0.5 for i in range(count)]),
                           "t": pyarrow.array([f"text {i % 1000}" for i in range(count)]),
                           "b": pyarrow.array([i % 3 == 0 for i in range(count)])})
    start = time.thread_time()
    table = wandb.Table(columns=given.column_names, data=list(map(list, zip(*(c.to_pylist() for c in given.columns)))))
    into = time.thread_time() - start
    start = time.thread_time()
    out = pyarrow.table(dict(zip(table.columns, zip(*table.data))))
    assert out.num_rows == count
    print(into, time.thread_time() - start, wandb.__version__, flush=True)


if __name__ == "__main__":
    main()
