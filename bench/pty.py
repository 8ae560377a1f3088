"""Runs a program on a terminal of its own and tells what it writes, and when.

    python3 pty.py COLUMNS ROWS PROGRAM [ARGUMENT...]

Standard input goes to the program's terminal. Standard output is a row of records: kind (1 byte), seconds on the
monotonic clock (8 bytes), length (4 bytes), then that many bytes. Kinds: S the program was started (its process id),
K a key was written (the key), D data came out, X it ended (its exit code, 128 plus the signal for one).
"""

import fcntl
import os
import select
import struct
import sys
import termios
import time


def tell(kind, at, payload):
    os.write(1, struct.pack('<cdI', kind, at, len(payload)) + payload)


def main():
    columns, rows = int(sys.argv[1]), int(sys.argv[2])
    master, slave = os.openpty()
    fcntl.ioctl(master, termios.TIOCSWINSZ, struct.pack('HHHH', rows, columns, 0, 0))
    started = time.monotonic()
    child = os.fork()
    if child == 0:
        os.close(master)
        os.setsid()
        fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
        for descriptor in range(3):
            os.dup2(slave, descriptor)
        os.closerange(3, 64)
        os.execvp(sys.argv[3], sys.argv[3:])
    os.close(slave)
    tell(b'S', started, str(child).encode())
    inputs = [master, 0]
    while master in inputs:
        for readable in select.select(inputs, [], [])[0]:
            try:
                data = os.read(readable, 65536)
            except OSError:
                data = b''
            at = time.monotonic()
            if data == b'':
                inputs.remove(readable)
            elif readable == 0:
                tell(b'K', at, data)
                os.write(master, data)
            else:
                tell(b'D', at, data)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    tell(b'X', time.monotonic(), str(status if status >= 0 else 128 - status).encode())


main()
