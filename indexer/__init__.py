"""Feeds and asks the search engine."""

import os

# Before anything loads numpy: with a thread per core its linear algebra spins while it waits. On a busy machine
# encoding then took six times the processor time (measured), and the web has a worker per core already.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
