# SPDX-License-Identifier: GPL-3.0-or-later
"""Each format read by a parser of that format, and what none of them may hold.

Nothing here shares code with the program.  A check returns a list of what is wrong.
"""
import csv
import html.parser
import io
import json
import re
import sqlite3
import unicodedata

# Characters of other categories that show nothing all the same.
INVISIBLE = set(map(chr, [0x34F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0, *range(0x180B, 0x1810),
                          *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)]))
WORST = 5


def is_unsafe(c):
    return unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp", "Cs") or c in INVISIBLE or ord(c) & 0xFFFE == 0xFFFE


def plain(data, allowed="\n"):
    """UTF-8, without a character that commands a terminal, turns text around or cannot be seen."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return ["is not UTF-8: %s" % error]
    bad = {c for c in set(text) if is_unsafe(c)} - set(allowed)
    return ["holds U+%04X: %r" % (ord(c), text[max(0, text.index(c) - 40):text.index(c) + 40]) for c in sorted(bad)][:WORST]


SGR = re.compile(rb"\x1b\[[0-9;]*m")


def terminal(data):
    """Colours are ours; between them there is plain text."""
    return plain(SGR.sub(b"", data.replace(b"\r\n", b"\n")))


def json_lines(data):
    """As objects, and what is wrong."""
    wrong = plain(data)
    reports = []
    for line in data.split(b"\n"):
        if not line:
            continue
        try:
            reports.append(json.loads(line.decode("utf-8", "replace"), parse_constant=lambda c: 1 / 0))
        except ValueError as error:
            wrong.append("a line is no JSON: %s: %r" % (error, line[:200]))
    return reports, wrong[:WORST]


def valid(reports, validator):
    """By the schema; one in three, since there are many that are much alike."""
    if not validator:
        return []
    return ["%s: %s" % ("/".join(map(str, error.path)), error.message[:200])
            for report in reports[::3] for error in list(validator.iter_errors(report))[:1]][:WORST]


def json_document(data):
    try:
        return plain(data) + ([] if json.loads(data) else ["is empty"])
    except ValueError as error:
        return ["is no JSON: %s" % error]


def strings(value):
    """Every string in a JSON value."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield key
            yield from strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)
    elif isinstance(value, str):
        yield value


def table(data, rows):
    """RFC 4180: as many cells in each row, none a formula, every row one line."""
    wrong = plain(data, "\r\n")
    got = list(csv.reader(io.StringIO(data.decode("utf-8", "replace"), newline=""), strict=True))
    widths = {len(row) for row in got}
    if len(widths) != 1:
        wrong.append("has rows of %s cells" % sorted(widths))
    if len(got) != rows + 1 or data.count(b"\r\n") + (data.count(b"\r\n") == 0) * data.count(b"\n") != rows + 1:
        wrong.append("has %d rows, not %d" % (len(got), rows + 1))
    wrong += ["a cell is a formula: %r" % cell for row in got for cell in row
              if cell != "-" and cell[:1] in set("=+-@\t\r") and cell]
    return wrong[:WORST]


# ---- HTML ----

VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "wbr"}
# Attributes for people to read: text of any kind.
FREE = {"title", "data-label", "aria-label", "content"}
# Elements whose end may be left out, and what each of them ends.
CELLS = {"td", "th"}
ENDS = {"td": CELLS, "th": CELLS, "tr": CELLS | {"tr"}, "tbody": CELLS | {"tr", "thead", "tbody"}, "li": {"li"}, "p": {"p"},
        "dt": {"dt", "dd"}, "dd": {"dt", "dd"}, "thead": set()}
NUMBERS = re.compile(r"-?[0-9]+(\.[0-9]+)?%?")


class Page(html.parser.HTMLParser):
    """Which elements with which attributes a page has, what they say, and whether they are nested."""

    def __init__(self, data):
        super().__init__(convert_charrefs=True)
        self.elements, self.values, self.raw, self.wrong, self.open, self.raw_text = set(), set(), set(), [], [], ""
        try:
            self.feed(data.decode("utf-8", "replace"))
            self.close()
        except AssertionError as error:
            self.wrong.append("cannot be read: %s" % error)
        if self.open:
            self.wrong.append("is left open: %s" % self.open)

    def handle_starttag(self, tag, attrs):
        self.elements.add((tag, tuple(name for name, _ in attrs)))
        for name, value in attrs:
            if name.startswith("on"):
                self.wrong.append("an event handler: %s %s" % (tag, name))
            if name == "class" and not re.fullmatch(r"[a-z0-9-]+( [a-z0-9-]+)*", value or ""):
                self.wrong.append("a class that is not ours: %r" % value)
            elif name not in FREE and name != "class":
                self.values.add((tag, name, NUMBERS.sub("0", value or "")))
            if name in ("href", "src", "action", "xlink:href") and not re.fullmatch(r"#[\w-]*", value or ""):
                self.wrong.append("leads out: %s=%r" % (name, value))
        while self.open and self.open[-1] in ENDS.get(tag, ()):
            self.open.pop()
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        while self.open and self.open[-1] != tag and self.open[-1] in ENDS:
            self.open.pop()
        if tag in ("style", "script"):
            self.raw |= set(self.raw_text.split("\n"))
            self.raw_text = ""
        if not self.open or self.open.pop() != tag:
            self.wrong.append("</%s> closes something else" % tag)

    def handle_data(self, data):
        if self.open and self.open[-1] in ("style", "script"):
            self.raw_text += data

    def handle_comment(self, data):
        self.wrong.append("a comment: %r" % data[:80])

    def handle_pi(self, data):
        self.wrong.append("an instruction: %r" % data[:80])

    def unknown_decl(self, data):
        self.wrong.append("a declaration: %r" % data[:80])


def page(data, clean):
    """Nothing that the pages of harmless mail do not have."""
    got = Page(data)
    wrong = plain(data) + got.wrong
    for name in ("elements", "values", "raw"):
        wrong += ["%s that harmless pages lack: %r" % (name, str(item)[:200])
                  for item in sorted(getattr(got, name) - clean[name], key=str)]
    return wrong[:WORST]


def pages_of(datas):
    clean = {"elements": set(), "values": set(), "raw": set()}
    for data in datas:
        got = Page(data)
        for name in clean:
            clean[name] |= getattr(got, name)
    return clean


# ---- markdown ----

def tokens(data):
    import markdown_it
    parser = markdown_it.MarkdownIt("commonmark").enable("table").enable("strikethrough")
    parser.validateLink = lambda url: True  # others may follow javascript:
    for token in parser.parse(data.decode("utf-8", "replace")):
        yield token
        yield from token.children or ()


LIVE = {"html_block", "html_inline", "link_open", "image", "s_open", "hr", "fence", "blockquote_open"}


def live(parsed):
    """What a reader of the page would get beside text: HTML, links, images … by what they lead to."""
    found = set()
    for token in parsed:
        if token.type in LIVE:
            found.add((token.type, str(token.attrs) + token.content if token.type != "fence" else ""))
    return found


def live_markup(data):
    return live(tokens(data))


def markdown(data, clean):
    wrong = plain(data)
    parsed = list(tokens(data))
    wrong += ["markup that harmless mail lacks: %r" % (item,) for item in sorted(live(parsed) - clean)]
    cells = None
    for token in parsed:
        if token.type == "tr_open":
            cells = 0
        elif token.type in ("td_open", "th_open"):
            cells += 1
        elif token.type == "thead_open":
            width = None
        elif token.type == "tr_close":
            width = width or cells
            if cells != width:
                wrong.append("a row of %d cells among rows of %d" % (cells, width))
    return wrong[:WORST]


# ---- the database ----

def schema(path):
    return sqlite3.connect(path).execute("SELECT type, name, sql FROM sqlite_schema ORDER BY 1, 2").fetchall()


def shown(value):
    """A text as the database has it: what is unsafe is spelt out, bytes that are no UTF-8 are one mark."""
    if value is None:
        return None
    out = "".join(" " if c == "\t" else c if not is_unsafe(c) else "\\x%02x" % ord(c) if ord(c) < 0x80
                  else "\\u%04x" % ord(c) if ord(c) < 0x10000 else "\\U%08x" % ord(c) for c in value)
    return re.sub(r"\\x[89a-f][0-9a-f]", "\ufffd", out).lower()


COLUMNS = {
    "message_id": lambda r: r["message"]["message_id"],
    "from_address": lambda r: (r["message"]["from"] or [{"address": None}])[0]["address"],
    "from_domain": lambda r: (r["message"]["from"] or [{"domain": None}])[0]["domain"],
    "mail_from": lambda r: r["identity"]["mail_from"],
    "helo": lambda r: r["identity"]["helo"],
    "stored_spf": lambda r: r["comparison"]["stored"],
    "now_spf": lambda r: r["comparison"]["now"],
    "status": lambda r: r["comparison"]["status"],
    "dkim_stored": lambda r: r["stored"]["dkim"],
    "dmarc_stored": lambda r: r["stored"]["dmarc"],
}


def database(path, clean, reports):
    """Sound, with the tables of any other audit, and each value as the report tells it."""
    db = sqlite3.connect(path)
    wrong = []
    if db.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
        wrong.append("integrity_check does not say ok")
    if schema(path) != clean:
        wrong.append("the schema is another one")
    query = 'SELECT f.path, m."index", m.part, m.id, %s FROM messages m JOIN files f ON f.id = m.file' % ", ".join(
        "m." + name for name in COLUMNS)
    rows = {row[:3]: row[3:] for row in db.execute(query)}
    if len(rows) != len(reports):
        wrong.append("has %d messages, not %d" % (len(rows), len(reports)))
    hops = {}
    for message, *hop in db.execute('SELECT message, line, helo, rdns, "by" FROM hops ORDER BY message, place'):
        hops.setdefault(message, []).append((hop[0], *map(shown, hop[1:])))
    for report in reports:
        source = report["source"]
        row = rows.get((source["file"], source["index"], source.get("part") or ""))
        if not row:
            wrong.append("lacks %r" % (source,))
            continue
        for name, stored in zip(COLUMNS, row[1:]):
            if shown(stored) != shown(COLUMNS[name](report)):
                wrong.append("%s is %r, but the report says %r" % (name, stored, COLUMNS[name](report)))
        told = [(hop["line"], *(shown(hop[name]) for name in ("helo", "rdns", "by"))) for hop in report["received"]]
        if hops.get(row[0], []) != told:
            wrong.append("hops are %r, but the report says %r" % (hops.get(row[0]), told))
    return wrong[:WORST]
