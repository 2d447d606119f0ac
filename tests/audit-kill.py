#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Kills audits at random points, resumes them, and compares what they left with an undisturbed run.

Usage: audit-kill.py PROGRAM AUDIT-DUMP.PY, in an empty folder.  Prints TAP.  Environment: KILLS, the number of runs that
are killed (default 8); SEED, to repeat a run of this test.
"""
import gzip
import os
import random
import signal
import subprocess
import sys
import time

PROGRAM, DUMP = sys.argv[1:3]
KILLS = int(os.environ.get("KILLS", "8"))
SEED = int(os.environ.get("SEED", random.SystemRandom().randrange(1 << 32)))
MESSAGES = 1500
INPUTS = ["one.mbox", "two.mbox.gz", "folder", "three.mbox"]
OUTPUTS = ["a.csv", "a.jsonl", "a.html", "a.json"]
DONE, TROUBLE, INTERRUPTED = 0, 3, 130

ZONE = """$DEFAULT NXDOMAIN
example.org. 300 IN TXT "v=spf1 ip4:192.0.2.10 -all"
_dmarc.example.org. 300 IN TXT "v=DMARC1; p=reject"
d3.example.net. 300 IN TXT "v=spf1 ipv4:192.0.2.10 -all"
"""


def message(i):
    if i % 397 == 396:
        return "\nno header at all\n\n"
    domain = "example.org" if i % 3 else "d%d.example.net" % (i % 211)
    ip = "192.0.2.10" if i % 5 else "203.0.113.%d" % (i % 97)
    result = "pass" if i % 7 else "fail"
    return (
        f"Return-Path: <u{i % 13}@{domain}>\n"
        f"Received: from m.{domain} (m.{domain} [{ip}]) by mx.receiver.example with ESMTP;\n"
        f"\tMon, 5 Jan 2026 10:00:00 +0000\n"
        f"Received-SPF: {result} (mx.receiver.example: tells {result}) client-ip={ip};\n"
        f"From: <u@{domain}>\nMessage-ID: <{i}@{domain}>\n\n{'body ' * (i % 40)}\n\n"
    )


def mbox(first, n):
    return "".join("From u@example.org Mon Jan  5 00:00:00 2026\n" + message(i) for i in range(first, first + n)).encode()


def write_inputs():
    """Files of every kind that is gone on with in its own way: in the middle, from the start, file by file."""
    with open("dns.zone", "w", encoding="utf-8") as file:
        file.write(ZONE)
    third = MESSAGES // 3
    with open("one.mbox", "wb") as file:
        file.write(mbox(0, third))
    with gzip.open("two.mbox.gz", "wb") as file:
        file.write(mbox(third, third))
    with open("three.mbox", "wb") as file:
        file.write(mbox(2 * third, third))
    os.mkdir("folder")
    for i in range(40):
        with open("folder/%d.eml" % i, "w", encoding="utf-8") as file:
            file.write(message(3 * third + i))


def start(resume):
    command = [PROGRAM, "audit", "--no-network", "--dns-file=dns.zone", "--db=a.db", "--jsonl=a.jsonl", "--csv=a.csv",
               "--html=a.html", "--format=json", "--output=a.json"] + ["--resume"] * resume + INPUTS
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def clear():
    for name in os.listdir("."):
        if name.startswith("a."):
            os.unlink(name)


def contents(name):
    try:
        with open(name, "rb") as file:
            return file.read()
    except FileNotFoundError:
        return None


def dump():
    return subprocess.run([sys.executable, DUMP, "a.db"], stdout=subprocess.PIPE, check=True).stdout


def result():
    return {name: contents(name) for name in OUTPUTS} | {"a.db": dump()}


def sound():
    import sqlite3
    return sqlite3.connect("a.db").execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def disturbed(rng, how, whole, seconds):
    """One run that ends early, perhaps its resumption too, and the one that finishes.  Returns what is wrong, and what
    happened."""
    clear()
    story, wrong = [], []
    for resume in range(rng.choice((1, 1, 1, 2, 3))):
        run = start(resume > 0)
        point = rng.uniform(0, 0.8 * seconds)
        try:
            run.wait(timeout=point)
        except subprocess.TimeoutExpired:
            run.send_signal(how)
        status = run.wait()
        story.append("%.1f ms: %d" % (point * 1000, status))
        if status not in (DONE, TROUBLE, -how, INTERRUPTED if how != signal.SIGKILL else -how):
            wrong.append("the run ended with %d" % status)
        # What an interrupted run leaves under these names is whole: nothing, or all of it.
        if status == -signal.SIGKILL:
            wrong += ["%s was left half-written" % name for name in ("a.html", "a.json")
                      if contents(name) not in (None, whole[name])]
    status = start(True).wait()
    if status not in (DONE, TROUBLE):
        return wrong + ["the last run ended with %d" % status], story
    now = result()
    wrong += ["%s differs" % name for name in now if now[name] != whole[name]]
    if not sound():
        wrong.append("the database is damaged")
    return wrong, story


def undisturbed():
    begin = time.monotonic()
    status = start(False).wait()
    seconds = time.monotonic() - begin
    if status != TROUBLE:
        print("Bail out! the undisturbed run ended with %d" % status)
        sys.exit(99)
    return result(), seconds


def main():
    print("# SEED=%d KILLS=%d" % (SEED, KILLS))
    write_inputs()
    whole, seconds = undisturbed()
    print("# undisturbed: %.0f ms" % (seconds * 1000))
    failures = hits = 0
    names = {signal.SIGKILL: "SIGKILL", signal.SIGINT: "SIGINT", signal.SIGTERM: "SIGTERM"}
    plan = [signal.SIGKILL] * KILLS + [signal.SIGINT, signal.SIGTERM] * max(1, KILLS // 8)
    for i, how in enumerate(plan):
        rng = random.Random(SEED * 1000 + i)
        wrong, story = disturbed(rng, how, whole, seconds)
        failures += bool(wrong)
        hits += sum(" %d" % -how in part or " 130" in part for part in story)
        print("%s %d - %s and resumed: the same as undisturbed" % ("not ok" if wrong else "ok", i + 1, names[how]))
        print("# " + ", ".join(story))
        for text in wrong:
            print("#   " + text)
    print("1..%d" % len(plan))
    print("# %d runs were ended while they ran" % hits)
    sys.exit(failures > 0)


main()
