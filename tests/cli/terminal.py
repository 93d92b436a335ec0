"""trueup check on a pseudo-terminal of each width. TAP."""
import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios
import unicodedata

fixtures = sys.argv[1]
count = bad = 0
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def result(good, text, *remarks):
    global count, bad
    count += 1
    for r in () if good else remarks:
        print("#", str(r)[:300].encode("unicode_escape").decode())
    print("%sok %d - %s" % ("" if good else "not ", count, text))
    bad += not good


def command(evidence):
    return ["trueup", "check", "-c", fixtures + "/org/trueup.json", "--as-of", "2026-11-01",
            "--gate", "none", evidence]


def on_terminal(width, argv, **more):
    """What stands on a terminal of that width."""
    env = dict(os.environ, TERM="xterm-256color", **more)
    for k in ("NO_COLOR", "COLUMNS"):
        if k not in more:
            env.pop(k, None)
    pid, fd = pty.fork()
    if pid == 0:
        fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", 50, width, 0, 0))
        null = os.open("/dev/null", os.O_WRONLY)
        os.dup2(null, 2)
        os.execvpe(argv[0], argv, env)
    fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", 50, width, 0, 0))
    out = b""
    while True:
        try:
            part = os.read(fd, 65536)
        except OSError:
            break
        if not part:
            break
        out += part
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    return status, out.decode().replace("\r\n", "\n")


def columns(line):
    n = 0
    for c in line:
        if not unicodedata.combining(c):
            n += 2 if unicodedata.east_asian_width(c) in "WF" else 1
    return n


def summary(text):
    """Without what follows it: where the report is, and the gate."""
    return re.split(r"\n(?:Nothing was written|Report:)", text)[0].rstrip("\n").split("\n")


want = None
for width in (60, 80, 120):
    status, out = on_terminal(width, command(fixtures + "/org/evidence"))
    result(status == 0, "%d wide: it ends well" % width, status, out[-300:])
    result(COLOUR.search(out) is not None, "%d wide: colour on a terminal" % width)
    plain = COLOUR.sub("", out)
    result("\x1b" not in plain, "%d wide: colours and nothing else" % width)
    result(re.search(r"\x1b\[[1-9][0-9;]*m(?!.*\x1b\[0?m)", out, re.S) is None, "%d wide: every colour ends" % width)
    lines = summary(plain)
    result(len(lines) <= 40, "%d wide: at most 40 lines" % width, len(lines))
    long = [x for x in lines if columns(x) > width]
    result(not long, "%d wide: no line is longer" % width, *long[:3])
    for must in ("Your records say 94 %", "Green on paper, red in the evidence", "Decisions that are late",
                 "What to do first", "First report of its chain"):
        result(must in re.sub(r"\s+", " ", plain), "%d wide: %s" % (width, must))
    status, out = on_terminal(width, command(fixtures + "/org/evidence"), NO_COLOR="1")
    result(status == 0 and out == plain, "%d wide: NO_COLOR gives the same text without colour" % width)
p = subprocess.run(command(fixtures + "/org/evidence"), capture_output=True, text=True, check=False,
                   env={k: v for k, v in os.environ.items() if k != "NO_COLOR"})
result("\x1b" not in p.stdout + p.stderr, "no colour into a pipe")
result(max(map(columns, summary(p.stdout))) <= 80, "a pipe is 80 wide")
os.mkdir("empty")
open("empty/note.txt", "w").write("nothing\n")
for width in (60, 120):
    status, out = on_terminal(width, ["trueup", "check", "--gate", "none", "empty"])
    lines = summary(COLOUR.sub("", out))
    result(len(lines) <= 40 and max(map(columns, lines)) <= width, "nothing to judge, %d wide" % width, *lines)
print("1..%d" % count)
sys.exit(bad > 0)
