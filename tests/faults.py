#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lets reads, writes and folders fail at every place, and looks at what the program makes of it.

Usage: faults.py PROGRAM SOURCE-TREE FAULT-SHIM.SO, in an empty folder.  Prints TAP.
"""
import bz2
import gzip
import json
import lzma
import os
import re
import shutil
import signal
import subprocess
import sys

PROGRAM, TREE, SHIM = sys.argv[1:4]
DUMP = TREE + "/tests/audit-dump.py"
OFFLINE = ["--no-network", "--dns-file=dns.zone", "--at=2026-10-20"]
FORMATS = ("text", "json", "jsonl", "csv", "html", "markdown")
DONE, USAGE, TROUBLE = 0, 2, 3
# Of longer series of calls as many fail as this, spread over all of them.
PLACES = 5

NO_FAULT = ""

count = failed = 0


def tell(name, wrong):
    global count, failed
    count += 1
    failed += bool(wrong)
    print("%s %d - %s" % ("not ok" if wrong else "ok", count, name))
    for text in wrong[:6]:
        print("#   " + text)
    sys.stdout.flush()


def skip(name, why):
    global count
    count += 1
    print("ok %d - %s # SKIP %s" % (count, name, why))


class Run:
    """One run of the program, with a fault (see fault-shim.c) or none."""

    def __init__(self, *arguments, fault=NO_FAULT, stdin=None, stdout=subprocess.PIPE, **more):
        environment = os.environ | {"SPFVIEW_FAULT": fault, "SPFVIEW_FAULT_COUNT": "count"}
        if fault != NO_FAULT:
            environment["LD_PRELOAD"] = SHIM
        with open(stdin or os.devnull, "rb") as source:
            done = subprocess.run([PROGRAM, *arguments], stdin=source, stdout=stdout, stderr=subprocess.PIPE,
                                  env=environment, **more)
        self.status, self.out, self.err = done.returncode, done.stdout, done.stderr.decode("utf-8", "replace")

    def calls(self):
        with open("count", encoding="ascii") as file:
            return int(file.read() or 0)


def places(calls):
    """Numbers of calls that fail."""
    return sorted({1 + i * max(calls - 1, 0) // (PLACES - 1) for i in range(PLACES)})


def message(i, domain="example.org"):
    return (f"Return-Path: <u@{domain}>\nReceived: from m.{domain} (m.{domain} [192.0.2.10]) by mx.receiver.example;\n"
            f"\tMon, 5 Jan 2026 10:00:00 +0000\nReceived-SPF: pass (mx.receiver.example: yes) client-ip=192.0.2.10;\n"
            f"From: <u@{domain}>\nMessage-ID: <{i}@{domain}>\n\n{'body ' * (i % 200)}\n\n")


def mbox(n):
    return "".join("From u@example.org Mon Jan  5 00:00:00 2026\n" + message(i) for i in range(n)).encode()


def write(name, data):
    with open(name, "wb") as file:
        file.write(data)


def read(name):
    try:
        with open(name, "rb") as file:
            return file.read()
    except FileNotFoundError:
        return None


def prepare():
    text = mbox(600)
    write("dns.zone", b'$DEFAULT NXDOMAIN\nexample.org. TXT "v=spf1 ip4:192.0.2.10 -all"\n')
    write("a.mbox", text)
    write("a.mbox.gz", gzip.compress(text, 1))
    write("a.mbox.bz2", bz2.compress(text))
    write("a.mbox.xz", lzma.compress(text, preset=0))
    for name in ("cur", "new", "tmp"):
        os.makedirs("maildir/" + name)
    os.mkdir("folder")
    for i in range(12):
        write("maildir/%s/%d:2,S" % ("cur" if i % 2 else "new", i), message(i).encode())
        write("folder/%02d.eml" % i, message(i).encode())


def inputs():
    """Ways in, as arguments and standard input."""
    names = ["a.mbox", "a.mbox.gz", "a.mbox.bz2", "a.mbox.xz", "maildir", "folder"]
    return {name: ([name], None) for name in names} | {"standard input": (["-"], "a.mbox")}


# ---- audits ----

def clear(folder="."):
    for name in os.listdir(folder):
        if name.startswith("r."):
            os.unlink(os.path.join(folder, name))


def audit(paths, resume=False, **more):
    return Run("audit", *OFFLINE, "-j2", "--db=r.db", "--jsonl=r.jsonl", "--csv=r.csv", "--html=r.html", "--format=json",
               "--output=r.json", *["--resume"] * resume, *paths, **more)


def outcome():
    dump = subprocess.run([sys.executable, DUMP, "r.db"], stdout=subprocess.PIPE, check=False).stdout
    return {name: read(name) for name in ("r.jsonl", "r.csv", "r.html", "r.json")} | {"r.db": dump}


def differences(whole, what, late=False):
    """With `late`, what failed first has come last in the files of lines, and a file may have no fingerprint: it is only
    a help for files that grow."""
    def comparable(name, data):
        if late and name in ("r.jsonl", "r.csv"):
            return sorted((data or b"").splitlines())
        return re.sub(rb"(?m)^(file\|.*)\|[^|]*$", rb"\1", data) if late and name == "r.db" else data

    now = outcome()
    return ["%s: %s differs" % (what, name) for name in whole if comparable(name, whole[name]) != comparable(name, now[name])]


def stray():
    """Temporary files that were left behind."""
    return ["%s was left" % name for name in os.listdir(".") if name.startswith(("r.html.", "r.json.", "out."))]


def check_status(run, what, statuses, error=None):
    wrong = []
    if run.status not in statuses:
        wrong.append("%s: exit status %d: %r" % (what, run.status, run.err[-200:]))
    if error and run.status != DONE and error not in run.err:
        wrong.append("%s: does not say %r: %r" % (what, error, run.err[-200:]))
    return wrong


# ---- reading ----

def told_to_end(line):
    """Whether it is the report of a message in the middle of which reading failed."""
    return bool(json.loads(line))


def check_short_reads():
    for name, (paths, stdin) in inputs().items():
        clean = Run("--format=jsonl", *OFFLINE, *paths, stdin=stdin)
        wrong = check_status(clean, "undisturbed", (DONE,))
        for how in ("short", "EINTR"):
            run = Run("--format=jsonl", *OFFLINE, *paths, stdin=stdin, fault="read %s every" % how)
            wrong += check_status(run, how, (DONE,)) + ["%s: standard error: %r" % (how, run.err)] * bool(run.err)
            if run.out != clean.out:
                wrong.append("%s: another output" % how)
        tell("%s: short and interrupted reads change nothing" % name, wrong)
    clear()
    whole_run = audit(["a.mbox", "folder"])
    whole = outcome()
    wrong = check_status(whole_run, "undisturbed", (DONE,))
    for how in ("short", "EINTR"):
        clear()
        wrong += check_status(audit(["a.mbox", "folder"], fault="read %s every" % how), how, (DONE,))
        wrong += differences(whole, how)
    tell("an audit: likewise", wrong)


def check_read_errors():
    for name, (paths, stdin) in inputs().items():
        clean = Run("--format=jsonl", *OFFLINE, *paths, stdin=stdin, fault="read none every")
        known = set(clean.out.split(b"\n"))
        wrong = []
        for n in places(clean.calls()):
            run = Run("--format=jsonl", *OFFLINE, *paths, stdin=stdin, fault="read EIO %d" % n)
            what = "call %d" % n
            wrong += check_status(run, what, (USAGE, TROUBLE), "Input/output error")
            wrong += ["%s: an unknown report: %r" % (what, line[:150]) for line in run.out.split(b"\n")
                      if line not in known and not told_to_end(line)]
        tell("%s: a read that fails is named, and the rest is right" % name, wrong)


def check_read_errors_of_audits():
    for paths in (["a.mbox"], ["a.mbox.gz"], ["folder"]):
        clear()
        clean = audit(paths, fault="read none every")
        whole = outcome()
        wrong = []
        for n in places(clean.calls()):
            clear()
            run = audit(paths, fault="read EIO %d" % n)
            what = "call %d" % n
            wrong += check_status(run, what, (DONE, USAGE, TROUBLE))
            if run.status == USAGE:
                continue
            if run.status == TROUBLE:
                wrong += check_status(audit(paths, resume=True), what + ", resumed", (DONE,))
            wrong += differences(whole, what, late=True)
        tell("an audit of %s: after a read that failed --resume has it all" % paths[0], wrong)


# ---- writing ----

def check_write_errors():
    paths = ["a.mbox", "folder"]
    clear()
    audit(paths)
    whole = outcome()
    for call, how, text in (("write", "ENOSPC", "r.db"), ("write", "EIO", "r.db"), ("sync", "EIO", "")):
        clear()
        calls = audit(paths, fault="%s none every" % call).calls()
        wrong = [] if calls else ["no call was seen"]
        for n in places(calls):
            clear()
            run = audit(paths, fault="%s %s %d" % (call, how, n))
            what = "call %d of %d" % (n, calls)
            wrong += check_status(run, what, (DONE, TROUBLE), text)
            wrong += ["%s: %s is half-written" % (what, name) for name in ("r.html", "r.json")
                      if read(name) not in (None, whole[name])] + stray()
            wrong += check_status(audit(paths, resume=True), what + ", resumed", (DONE,))
            wrong += differences(whole, what)
        tell("%s fails with %s: said, and --resume goes on" % (call, how), wrong)


FULL = """
mount -t tmpfs -o size=$1k tmpfs full || exit 99
shift
"$@"
echo $? >status
ls -A full >left
mount -o remount,size=64m full
"""


def full_disk(kilobytes, script, *command):
    """The command on a disk of that size called `full`, and then a script there.  None: not possible here."""
    done = subprocess.run(["unshare", "-rm", "sh", "-c", FULL + script, "sh", str(kilobytes), *command],
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    return None if done.returncode else done.stderr.decode("utf-8", "replace")


def check_full_disk():
    os.mkdir("full")
    base = [PROGRAM, "audit", *OFFLINE, "--db=full/r.db", "--jsonl=full/r.jsonl", "--csv=full/r.csv", "--html=full/r.html",
            "--format=json", "--output=full/r.json", "a.mbox", "folder"]
    again = " ".join(base) + " --resume 2>again; cp full/r.* ."
    if full_disk(4096, "true", "true") is None:
        skip("a disk that gets full", "no mount in a namespace of its own")
        return
    wrong = []
    whole = None
    for kilobytes in (65536, 4, 90, 400, 1000, 1600, 2000):
        clear()
        err = full_disk(kilobytes, again, *base)
        if err is None:
            wrong.append("%d KiB: resuming failed: %r" % (kilobytes, read("again")))
            continue
        status = int(read("status"))
        if not whole:
            whole = outcome()
            continue
        if status not in (DONE, TROUBLE) or (status == TROUBLE) != ("No space left" in err or "full" in err):
            wrong.append("%d KiB: exit status %d, %r" % (kilobytes, status, err[-200:]))
        wrong += ["%d KiB: %s was left" % (kilobytes, name) for name in read("left").decode().split()
                  if name.startswith(("r.html.", "r.json."))]
        wrong += differences(whole, "%d KiB" % kilobytes)
    tell("a disk that gets full: said, and --resume goes on", wrong)
    wrong = []
    for format_ in FORMATS:
        err = full_disk(20, "true", PROGRAM, "--format=" + format_, *OFFLINE, "--output=full/out", "a.mbox")
        if read("status") != b"3\n" or "No space left" not in err:
            wrong.append("%s: exit status %s, %r" % (format_, read("status"), err))
        if read("left"):
            wrong.append("%s: %s was left" % (format_, read("left")))
    tell("a report for which there is no room: none is left", wrong)


# ---- pipes ----

def commands():
    view = {"view as " + f: ["--format=" + f, *OFFLINE, "a.mbox"] for f in FORMATS}
    summaries = {"audit as " + f: ["audit", *OFFLINE, "--format=" + f, "folder"] for f in ("text", "json", "html", "markdown")}
    records = {"record as " + f: ["record", *OFFLINE, "--format=" + f, "example.org"] for f in ("text", "json", "html", "markdown")}
    return view | summaries | records | {
        "one line a message": ["--quiet", *OFFLINE, "a.mbox"],
        "audit, its lines": ["audit", *OFFLINE, "--jsonl=-", "--output=r.out", "a.mbox"],
        "check": ["check", *OFFLINE, "--ip=192.0.2.1", "--mail-from=a@example.org"],
        "check as json": ["check", *OFFLINE, "--format=json", "--ip=192.0.2.1", "--mail-from=a@example.org"],
        "explain": ["explain"],
        "explain as json": ["explain", "--format=json", "softfail"],
        "help": ["help"], "help of a command": ["help", "view"], "--help": ["view", "--help"], "--version": ["--version"],
    }


def closed_pipe():
    reading, writing = os.pipe()
    os.close(reading)
    return writing


def check_pipes():
    ended, told = [], []
    for name, arguments in commands().items():
        pipe = closed_pipe()
        run = Run(*arguments, stdout=pipe)
        if run.status != -signal.SIGPIPE or run.err:
            ended.append("%s: exit status %d, %r" % (name, run.status, run.err[-200:]))
        run = Run(*arguments, stdout=pipe, restore_signals=False)
        os.close(pipe)
        if run.status != TROUBLE or "Broken pipe" not in run.err:
            told.append("%s: exit status %d, %r" % (name, run.status, run.err[-200:]))
    tell("a closed pipe ends every command without a word", ended)
    tell("where SIGPIPE is ignored it is an error like others", told)
    full = []
    for name, arguments in commands().items():
        with open("/dev/full", "wb") as stdout:
            run = Run(*arguments, stdout=stdout)
        if run.status != TROUBLE or "No space left" not in run.err:
            full.append("%s: exit status %d, %r" % (name, run.status, run.err[-200:]))
    tell("a full disk behind standard output is said by every command", full)


# ---- files and folders ----

def check_vanishing():
    wrong = []
    for n in (1, 4):
        shutil.rmtree("gone", ignore_errors=True)
        shutil.copytree("folder", "gone")
        run = Run("--no-sandbox", "--format=jsonl", *OFFLINE, "gone", fault="open unlink=gone/03.eml %d" % n)
        wrong += check_status(run, "open %d" % n, (TROUBLE,), "gone/03.eml: No such file")
        wrong += ["%d reports" % run.out.count(b"\n")] * (run.out.count(b"\n") != 11)
    tell("a file that vanishes before it is looked at, or opened: named, the rest is done", wrong)


def check_shrinking():
    clean = Run("--format=jsonl", "--no-network", "a.mbox").out.splitlines()
    wrong = []
    for n in (1, 2, 3, 4, 5):
        for suffix in ("", ".gz"):
            shutil.copy("a.mbox" + suffix, "shrinks")
            run = Run("--no-sandbox", "--format=jsonl", "--no-network", "shrinks", fault="read truncate %d" % n)
            wrong += check_status(run, "read %d%s" % (n, suffix), (DONE, TROUBLE))
            ids = [json.loads(line)["message"]["message_id"] for line in run.out.splitlines()]
            wanted = [json.loads(line)["message"]["message_id"] for line in clean[:len(ids)]]
            if ids[:-1] != wanted[:-1]:
                wrong.append("read %d%s: other messages" % (n, suffix))
            shutil.copy("a.mbox" + suffix, "shrinks")
            clear()
            run = Run("audit", "--no-sandbox", "--no-network", "--db=r.db", "shrinks", fault="read truncate %d" % n)
            wrong += check_status(run, "audit, read %d%s" % (n, suffix), (DONE, TROUBLE))
    tell("a file that shrinks while it is read: what was there is told", wrong)


def check_folders():
    os.makedirs("tree/deep/er")
    for name in ("tree/a.eml", "tree/deep/b.eml", "tree/deep/er/c.eml"):
        write(name, message(1).encode())
    clean = Run("--format=jsonl", *OFFLINE, "tree")
    os.symlink(".", "tree/self")
    os.symlink("../..", "tree/deep/er/up")
    os.symlink("circle", "tree/circle")
    run = Run("--format=jsonl", *OFFLINE, "tree")
    wrong = check_status(run, "links", (TROUBLE,), "tree/circle: ")
    if run.out != clean.out or len(run.err.splitlines()) != 1:
        wrong.append("links: %d reports, %r" % (run.out.count(b"\n"), run.err))
    tell("links in a circle: every message once, a link to itself named", wrong)
    os.unlink("tree/circle")
    wrong = []
    calls = Run("--format=jsonl", *OFFLINE, "tree", fault="opendir none every").calls()
    for n in range(1, calls + 1):
        for how, text in (("EACCES", "Permission denied"), ("EMFILE", "Too many open files")):
            run = Run("--format=jsonl", *OFFLINE, "tree", fault="opendir %s %d" % (how, n))
            wrong += check_status(run, "folder %d" % n, (TROUBLE,), text)
            wrong += ["folder %d: another report" % n] * (not set(run.out.splitlines()) <= set(clean.out.splitlines()))
    tell("a folder that cannot be read: named, the rest is done", wrong + ["no folder was seen"] * (not calls))


def main():
    prepare()
    check_pipes()
    probe = Run("--no-network", "folder/00.eml", fault="read EIO 1")
    if probe.status != TROUBLE or "Input/output error" not in probe.err:
        skip("reads and writes that fail", "this build lets no library stand in front of the calls")
    else:
        check_short_reads()
        check_read_errors()
        check_read_errors_of_audits()
        check_write_errors()
        check_vanishing()
        check_shrinking()
        check_folders()
    check_full_disk()
    print("1..%d" % count)
    sys.exit(failed > 0)


main()
