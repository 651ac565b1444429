"""Times pyarrow.parquet for data_frame_bench: a Parquet file to rows in memory and back to a file.

    pyarrow_frame.py FILE COMPRESSION

Prints "<median seconds of write_table> <of read_table> <bytes of the file> <pyarrow's version>". Times are of this
process's processor; one thread, as ours.
"""
import os
import statistics
import sys
import time

import pyarrow
import pyarrow.parquet as parquet

SECONDS = 1.0
MIN_RUNS = 7


def median_of(work):
    times = []
    while len(times) < MIN_RUNS or sum(times) < SECONDS:
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return statistics.median(times)


def main():
    source, compression = sys.argv[1:]
    target = source + ".again"
    table = parquet.read_table(source)
    write = median_of(lambda: parquet.write_table(table, target, compression=compression))
    read = median_of(lambda: parquet.read_table(source, use_threads=False))
    print(write, read, os.path.getsize(target), pyarrow.__version__, flush=True)


if __name__ == "__main__":
    main()
