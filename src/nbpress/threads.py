"""One thread for each numeric library, in workers, kernels and the processes they are forked from.

Each library reads its variable once, when it is imported.  With one thread it starts no pool, and
a process without other threads can be forked safely; workers that share the cores do not get in
each other's way; and sums, whose order depends on the number of threads, do not change with it.
"""

ONE_THREAD = {
    "MKL_NUM_THREADS": "1",
    "NUMEXPR_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "VECLIB_MAXIMUM_THREADS": "1",
}
