#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints all that an audit's database says of its archive, in an order that does not depend on how it was written.

Numbers that only the database itself uses, and the table of runs, are left out: two databases are the same audit if
their dumps are the same.
"""
import sqlite3
import sys

db = sqlite3.connect("file:" + sys.argv[1] + "?mode=ro", uri=True)


def columns(table, leave_out):
    names = [row[1] for row in db.execute("PRAGMA table_info(%s)" % table)]
    return ", ".join('t."%s"' % name for name in names if name not in leave_out)


def show(name, query):
    for row in db.execute(query):
        print(name, *("NULL" if value is None else repr(value) for value in row), sep="|")


ORDER = 'f.number, m."index", m.id'
MESSAGE = 'messages m JOIN files f ON f.id = m.file'
show("file", "SELECT %s FROM files t ORDER BY number, path" % columns("files", {"id"}))
show("message", 'SELECT f.path, %s FROM files f JOIN messages t ON f.id = t.file ORDER BY f.number, t."index", t.id'
     % columns("messages", {"id", "file"}))
for table in ("verdicts", "hops"):
    show(table, 'SELECT f.path, m."index", m.part, %s FROM %s JOIN %s t ON t.message = m.id ORDER BY %s, t.place'
         % (columns(table, {"message"}), MESSAGE, table, ORDER))
show("finding", 'SELECT f.path, m."index", m.part, t.place, t.severity, t.line, x.finding, x.domain, x.variant FROM %s'
     " JOIN findings t ON t.message = m.id JOIN texts x ON x.id = t.text ORDER BY %s, t.place" % (MESSAGE, ORDER))
show("text", "SELECT x.finding, x.domain, x.variant, x.severity, v.name, v.value FROM texts x LEFT JOIN text_values v"
     " ON v.text = x.id ORDER BY x.finding, x.domain, x.variant, x.severity, v.place")
show("answer", "SELECT %s FROM answers t ORDER BY name, type" % columns("answers", set()))
show("failure", 'SELECT %s FROM failures t ORDER BY file, "index", reason' % columns("failures", {"id"}))
