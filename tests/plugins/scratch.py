"""Temporary files stand in memory when there is room: what a test writes need not outlive a failing disk.

The portal writes each commit through to the disk (reliability.md P4), 4 ms a time, and the tests commit tens of
thousands of times. A process that is killed loses nothing here either: only a machine that stops would. Whoever sets
TMPDIR chooses another place.
"""

import os
import tempfile

MEMORY = "/dev/shm"  # noqa: S108  the place is fixed by Linux; the names in it are made by `tempfile` and pytest
ROOM = 3_000_000_000  # bytes; a run needs some 300 MB. Docker gives 64 MB unless asked for more.


def place(memory: str, room: int) -> str | None:
    """`memory` when a program can be run from it and `room` bytes are free, else None."""
    try:
        found = os.statvfs(memory)
    except OSError:
        return None
    fits = found.f_bavail * found.f_frsize >= room and not found.f_flag & os.ST_NOEXEC
    return memory if fits and os.access(memory, os.W_OK) else None


# While pytest reads its plugins: before anything asks for a temporary folder, and for all processes that are started.
if "TMPDIR" not in os.environ and (_chosen := place(MEMORY, ROOM)):
    os.environ["TMPDIR"] = _chosen
    tempfile.tempdir = None
