#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Puts every text of texts.py wherever strangers write, runs the program, and lets a parser of each format read what
comes out.  Usage: run.py PROGRAM SOURCE-TREE, in an empty folder.  Prints TAP."""
import json
import os
import pty
import re
import subprocess
import sys

sys.dont_write_bytecode = True
import formats
import mail
from texts import ATTACKS, HARMLESS, MARKUP

PROGRAM, TREE = sys.argv[1:3]
OFFLINE = ["--no-network", "--at=2026-10-20", "--dns-file=dns.zone"]
HARMLESS_RUN = [*OFFLINE[:2], "--dns-file=harmless.zone"]
TEXTS = list(ATTACKS.values())
try:
    import jsonschema
    with open(TREE + "/doc/report.schema.json", encoding="utf-8") as schema_file:
        VALIDATOR = jsonschema.Draft202012Validator(json.load(schema_file))
except ImportError:
    VALIDATOR = None
try:
    import markdown_it
except ImportError:
    markdown_it = None

count = failed = 0


def tell(name, wrong):
    global count, failed
    count += 1
    failed += bool(wrong)
    print("%s %d - %s" % ("not ok" if wrong else "ok", count, name))
    for text in wrong:
        print("#   " + text)
    sys.stdout.flush()


def skip(name, why):
    global count
    count += 1
    print("ok %d - %s # SKIP %s" % (count, name, why))


def run(*arguments, statuses=(0, 3)):
    """Standard output, and what is wrong with exit status and standard error."""
    done = subprocess.run([PROGRAM, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          env=os.environ | {"G_MESSAGES_DEBUG": "spfview"})
    wrong = ["standard error " + text for text in formats.plain(done.stderr)]
    if done.returncode not in statuses:
        wrong.append("exit status %d: %r" % (done.returncode, done.stderr[-300:]))
    return done.stdout, wrong


def on_terminal(*arguments):
    """What a terminal gets."""
    pid, fd = pty.fork()
    if pid == 0:
        os.execve(PROGRAM, [PROGRAM, *arguments], os.environ | {"TERM": "xterm", "COLUMNS": "80"})
    out = b""
    while True:
        try:
            piece = os.read(fd, 65536)
        except OSError:
            piece = b""
        if not piece:
            break
        out += piece
    os.close(fd)
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    return out, [] if status in (0, 3) else ["exit status %d" % status]


def write(name, data):
    with open(name, "wb") as file:
        file.write(data)


def write_names(folder, texts):
    """A message, a file without mail, and a folder with a message under each name."""
    os.mkdir(folder)
    for i, text in enumerate(texts):
        name = os.fsencode(folder) + b"/" + mail.file_name(text)
        write(name + b".eml", mail.with_words(b"m%d" % i))
        write(name + b".mbox", b"From a@example.org Mon Jan  5 00:00:00 2026\n\nno header\n")
        os.mkdir(name + b".d")
        write(name + b".d/a.eml", mail.with_words(b"n%d" % i))


def prepare():
    write("dns.zone", mail.zone(TEXTS).encode())
    write("attacks.mbox", mail.mbox(mail.messages(TEXTS) + mail.messages_of_domains(TEXTS)))
    markup = list(MARKUP.values())
    write("markup.mbox", mail.mbox(mail.some_messages(markup)))
    write("pages.mbox", mail.mbox(mail.some_messages(markup) + mail.messages_of_domains(TEXTS)[::3]))
    good = list(HARMLESS.values())
    write("harmless.zone", mail.zone(good).encode())
    write("harmless.mbox", mail.mbox(mail.some_messages(good) + mail.messages_of_domains(good)))
    write_names("attacks", TEXTS)
    write_names("harmless", list(HARMLESS.values())[:4])


def check_base():
    """Every field that the program reads is in the messages."""
    with open(TREE + "/src/mail/facts.c", encoding="utf-8") as file:
        read = re.findall(r'\{ "([a-z-]+)", read_', file.read())
    names = {line.split(":")[0].lower() for template in mail.TEMPLATES for line in template.split("\n")}
    tell("every field that is read is attacked", ["%s is not" % name for name in read if name not in names] or
         ([] if len(read) > 10 else ["facts.c has no table of readers"]))


def check_samples():
    """What pages and tables of good mail have: that is ours."""
    outputs = {"html": [], "markdown": []}
    samples = sorted(name for name in os.listdir(TREE + "/samples") if name.endswith(".eml"))[::3]
    for format_ in outputs:
        outputs[format_].append(run("--format=" + format_, "-v", *HARMLESS_RUN, "harmless.mbox", "harmless")[0])
        for name in samples:
            path = "%s/samples/%s" % (TREE, name)
            outputs[format_].append(run("--format=" + format_, "-v", "--no-network", "--dns-file=" + path[:-4] + ".zone",
                                        path)[0])
    return formats.pages_of(outputs["html"]), set().union(*map(formats.live_markup, outputs["markdown"] if markdown_it else ()))


def check_view(inputs, what, ours):
    common = ["-v", *OFFLINE, "--progress=always", *inputs]
    out, wrong = run("--format=jsonl", *common)
    reports, more = formats.json_lines(out)
    more += formats.valid(reports, VALIDATOR)
    tell("%s: jsonl, and each report by its schema" % what, wrong + more)
    out, wrong = run("--format=json", *common)
    tell("%s: json" % what, wrong + formats.json_document(out))
    out, wrong = run("--format=csv", *common)
    tell("%s: csv" % what, wrong + formats.table(out, len(reports)))
    out, wrong = run("--format=text", *common)
    tell("%s: text" % what, wrong + formats.plain(out))
    out, wrong = run("--format=text", "--quiet", *common[1:])
    tell("%s: text, one line a message" % what, wrong + formats.plain(out) + (
        [] if out.count(b"\n") == len(reports) else ["%d lines for %d messages" % (out.count(b"\n"), len(reports))]))
    out, wrong = on_terminal("--color=always", "--progress=never", "-v", *OFFLINE, *inputs)
    tell("%s: a terminal" % what, wrong + formats.terminal(out))
    out, wrong = run("--format=html", *[name.replace("attacks.mbox", "pages.mbox") for name in common])
    tell("%s: html" % what, wrong + formats.page(out, ours[0]))
    if markdown_it:
        out, wrong = run("--format=markdown", *[name.replace("attacks.mbox", "markup.mbox") for name in common])
        tell("%s: markdown" % what, wrong + formats.markdown(out, ours[1]))
    else:
        skip("%s: markdown" % what, "there is no python3-markdown-it")
    return reports


def check_audit(inputs, what, reports):
    run("audit", *HARMLESS_RUN, "--db=clean-%s.db" % what, "--html=clean.html", "--format=markdown", "--output=clean.md",
        "harmless.mbox", "harmless")
    zones = ["--dns-file=" + os.path.join(TREE, "samples", name) for name in sorted(os.listdir(TREE + "/samples"))
             if name.endswith(".zone") and "then" not in name]
    run("audit", *OFFLINE[:2], *zones, "--html=clean-2.html", "--format=markdown", "--output=clean-2.md", TREE + "/samples")
    clean = {name: [open(f, "rb").read() for f in files] for name, files in
             {"html": ["clean.html", "clean-2.html"], "md": ["clean.md", "clean-2.md"]}.items()}
    out, wrong = run("audit", *OFFLINE, "--db=%s.db" % what, "--jsonl=a.jsonl", "--csv=a.csv", "--html=a.html", "-v",
                     "--progress=always", "--format=json", *inputs)
    tell("audit of %s: its run, and the summary as json" % what, wrong + formats.json_document(out))
    tell("audit of %s: the database" % what,
         formats.database("%s.db" % what, formats.schema("clean-%s.db" % what), reports))
    tell("audit of %s: lines" % what, formats.json_lines(open("a.jsonl", "rb").read())[1]
         + formats.table(open("a.csv", "rb").read(), len(reports)))
    tell("audit of %s: the page" % what, formats.page(open("a.html", "rb").read(), formats.pages_of(clean["html"])))
    summary = ["audit", *OFFLINE, "--db=%s.db" % what, "--resume", "-v", *inputs]
    out, wrong = run(*summary, "--format=text")
    tell("audit of %s: the summary as text" % what, wrong + formats.plain(out))
    out, wrong = on_terminal(*summary, "--color=always", "--progress=never")
    tell("audit of %s: the summary on a terminal" % what, wrong + formats.terminal(out))
    out, wrong = run(*summary, "--format=html")
    tell("audit of %s: the summary as html" % what, wrong + formats.page(out, formats.pages_of(clean["html"])))
    if markdown_it:
        out, wrong = run(*summary, "--format=markdown")
        links = set().union(*map(formats.live_markup, clean["md"]))
        tell("audit of %s: the summary as markdown" % what, wrong + formats.markdown(out, links))
    else:
        skip("audit of %s: the summary as markdown" % what, "there is no python3-markdown-it")


def check_record():
    domains = [mail.domain_of(kind, i) for kind in range(len(mail.KINDS)) for i in range(len(TEXTS))]
    clean_domains = ["--text=" + text for text in ("v=spf1 a mx ip4:192.0.2.0/24 include:example.org ?all",)]
    for format_ in ("text", "json", "html", "markdown"):
        out, wrong = run("record", "--format=" + format_, "--addresses", "-v", *OFFLINE, *domains, statuses=(0, 1, 3))
        if format_ == "text":
            wrong += formats.plain(out)
        elif format_ == "json":
            wrong += formats.json_document(out)
        elif format_ == "html":
            clean = [run("record", "--format=html", "-v", *OFFLINE, text)[0] for text in clean_domains]
            got = formats.Page(out)
            lacking = got.elements - formats.pages_of(clean + [run("record", "--format=html", "-v", "--addresses", *OFFLINE,
                                                                   *domains[:1])[0]])["elements"]
            wrong += formats.plain(out) + got.wrong + ["%r" % (e,) for e in lacking if e[0] in ("script", "img", "a", "svg", "b")]
        elif markdown_it:
            wrong += formats.markdown(out, formats.live_markup(run("record", "--format=markdown", "-v", *OFFLINE,
                                                                   clean_domains[0])[0]))
        tell("record: %s" % format_, wrong[:formats.WORST])


def check_words():
    """What one question at a time shows: explanations that a domain sends, and words that nobody knows."""
    wrong = []
    words = [text.replace(b"\0", b"")[:400] for text in TEXTS]
    for i, word in list(enumerate(words))[::4]:
        domain = mail.domain_of(3, i)
        asked = ["check", "--ip=203.0.113.9", "--helo=x.example", "--mail-from=a@" + domain, *OFFLINE]
        out, more = run(*asked)
        wrong += more + formats.plain(out)
        out, more = run(*asked, "--format=json")
        wrong += more + formats.json_document(out)
        out, more = run(b"explain", b"--", word, statuses=(0, 2))
        wrong += more + formats.plain(out)
        out, more = run(b"record", b"--text=v=spf1 " + word, *map(os.fsencode, OFFLINE), statuses=(0, 2, 3))
        wrong += more + formats.plain(out)
        wrong += run(b"--no-network", b"--dns-file=" + word, b"--", word, statuses=(2,))[1]
    wrong += run(b"--no-network", b"--", *[b"missing-" + word for word in words], statuses=(3,))[1]
    tell("check, explain, --text, names of files that are not there", wrong[:formats.WORST])


def check_recorded():
    """What was recorded says the same when it is read again."""
    first, wrong = run("--format=jsonl", *OFFLINE, "--dns-record=again.zone", "attacks.mbox")
    again, more = run("--format=jsonl", "--no-network", "--dns-file=again.zone", "--at=2026-10-20", "attacks.mbox")
    wrong += more + formats.plain(open("again.zone", "rb").read())
    if first != again:
        pairs = [(a, b) for a, b in zip(first.split(b"\n"), again.split(b"\n")) if a != b]
        wrong.append("%d reports differ: %r" % (len(pairs), pairs[:1]))
    tell("recorded answers, read again", wrong)


def check_arrived(reports):
    """The texts were not lost on the way: what the program shows of them is there."""
    shown = set(formats.strings([report["message"] for report in reports]))
    missing = [name for name, text in ATTACKS.items() if text.isascii() and text.isalnum()
               and text.decode() not in shown]
    ids = [report["message"]["subject"] for report in reports]
    wanted = ["<script>alert(1)</script>", "'; DROP TABLE messages; --", "%s%n%1$s%999999d%%", "a\u202eexe.fdp", "\x1b[31;1mred"]
    tell("what is attacked with is shown", missing + [text for text in wanted if text not in ids])


def main():
    prepare()
    check_base()
    ours = check_samples()
    reports = check_view(["attacks.mbox"], "mail", ours)
    check_arrived(reports)
    check_audit(["attacks.mbox"], "mail", reports)
    named = check_view(["attacks"], "names", ours)
    #    check_audit(["attacks"], "names", named)
    check_record()
    check_recorded()
    check_words()
    print("1..%d" % count)
    sys.exit(failed > 0)


main()
