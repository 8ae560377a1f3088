"""Runs a program to its end and tells what that took.

    python3 timed.py INPUT PROGRAM [ARGUMENT...]

INPUT is the file on its standard input. What it writes is thrown away. Standard output is one object: exitCode,
milliseconds from start to end, cpuSeconds and peakBytes (resident) of it and the programs that it waited for.
"""

import json
import os
import sys
import time


def main():
    source = os.open(sys.argv[1], os.O_RDONLY)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    begun = time.monotonic()
    child = os.posix_spawnp(
        sys.argv[2],
        sys.argv[2:],
        os.environ,
        file_actions=[
            (os.POSIX_SPAWN_DUP2, source, 0),
            (os.POSIX_SPAWN_DUP2, nowhere, 1),
            (os.POSIX_SPAWN_DUP2, nowhere, 2),
        ],
    )
    _, status, usage = os.wait4(child, 0)
    ended = time.monotonic()
    print(
        json.dumps(
            {
                'exitCode': os.waitstatus_to_exitcode(status),
                'milliseconds': (ended - begun) * 1000,
                'cpuSeconds': usage.ru_utime + usage.ru_stime,
                'peakBytes': usage.ru_maxrss * 1024,
            }
        )
    )


main()
