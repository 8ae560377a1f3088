"""A terminal at the end of a thin line: takes at most so many bytes a second from the program it runs.

    slow-terminal.py BYTES_PER_SECOND SECONDS_BEFORE_QUIT PROGRAM...

Goes from view to view several times a second, so that each frame is a whole one, presses q after a while and prints as JSON how long the program then took to end, and the bytes it sent before and after.
"""
import fcntl, json, os, pty, select, struct, sys, termios, time

rate, quit_after, program = int(sys.argv[1]), float(sys.argv[2]), sys.argv[3:]
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(program[0], program)
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 36, 120, 0, 0))
began = time.monotonic()
pressed = None
before = after = turns = 0
while True:
    elapsed = time.monotonic() - began
    if pressed is None and elapsed > quit_after:
        os.write(terminal, b"q")
        pressed = time.monotonic()
    if pressed is None:
        turns += 1
        os.write(terminal, b"24"[turns % 2 : turns % 2 + 1])
    try:
        readable, _, _ = select.select([terminal], [], [], 0.1)
        taken = len(os.read(terminal, rate // 10)) if readable else 0
    except OSError:
        break
    before, after = (before + taken, after) if pressed is None else (before, after + taken)
    time.sleep(0.1)
_, status = os.waitpid(pid, 0)
print(json.dumps({
    "endedAfterSeconds": time.monotonic() - pressed if pressed else None,
    "exitCode": os.waitstatus_to_exitcode(status),
    "bytesBefore": before,
    "bytesAfter": after,
}))
