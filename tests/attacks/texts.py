# SPDX-License-Identifier: GPL-3.0-or-later
"""What strangers write to take over a terminal, a browser, a spreadsheet, a database or a log: the one list.

Each text goes into every place that strangers control; see mail.py.
"""

# Against whoever looks at bytes: terminals, readers, decoders.
RAW = {
    # Terminals.
    "colour": b"\x1b[31;1mred",
    "clear screen": b"\x1b[2J\x1b[H",
    "window title": b"\x1b]0;title\x07",
    "OSC 8 link": b"\x1b]8;;http://evil.example/\x1b\\click\x1b]8;;\x1b\\",
    "OSC 52 clipboard": b"\x1b]52;c;cm0gLXJmIC8=\x07",
    "device report": b"\x1b[6n\x1b[c\x05",
    "C1 CSI, raw": b"\x9b31mred",
    "C1 CSI, UTF-8": b"\xc2\x9b31mred\xc2\x9c",
    "C1 OSC, UTF-8": b"\xc2\x9d0;title\xc2\x9c",
    "backspaces": b"bad\x08\x08\x08good",
    "DEL": b"a\x7fb",
    "NUL": b"a\x00b",
    "carriage return": b"bad\rgood",
    "line feed": b"first\nX-Second: 1",
    "vertical tab, form feed": b"a\x0bb\x0cc",
    "tab": b"a\tb",
    "NEL": b"a\xc2\x85b",
    # Readers.
    "bidi override": "a\u202eexe.fdp".encode(),
    "bidi embedding": "a\u202ab\u202c".encode(),
    "bidi isolate": "a\u2066b\u2069".encode(),
    "right-to-left mark": "a\u200fb\u061c".encode(),
    "zero width": "pay\u200bp\u200da\u2060l\ufeff".encode(),
    "soft hyphen": "pay\u00adpal".encode(),
    "line separator": "a\u2028b\u2029c".encode(),
    "tag characters": "a\U000e0041\U000e007f".encode(),
    "variation selector": "a\ufe0fb\U000e0100".encode(),
    "invisible fillers": "a\u3164b\u115fc".encode(),
    # Decoders.
    "overlong UTF-8": b"a\xc0\xaf\xe0\x80\xafb",
    "surrogates in UTF-8": b"a\xed\xa0\x80\xed\xb0\x80b",
    "beyond Unicode": b"a\xf4\x90\x80\x80b\xf8\x88\x80\x80\x80",
    "cut off UTF-8": b"a\xf0\x9f\x98",
    "Latin-1": b"gr\xfc\xdfe",
    "noncharacter": "a\uffffb\ufffe".encode(),
    # Size.
    "long token": b"x" * 1500,
    "long words": b"word " * 200,
    "wide characters": "\u6f22\u5b57".encode() * 60,
    "combining marks": ("e" + "\u0301" * 60).encode(),
    "empty": b"",
}

# Against whoever gives characters a meaning.
MARKUP = {
    # Browsers.
    "script": b"<script>alert(1)</script>",
    "end of an attribute": b"\"><img src=x onerror=alert(1)>",
    "end of an attribute, single": b"' onmouseover='alert(1)",
    "SVG": b"<svg onload=alert(1)>",
    "SVG, slashes": b"</svg><svg/onload=alert(1)//",
    "end of everything": b"</title></style></textarea></script></pre><b>",
    "javascript link": b"javascript:alert(1)",
    "data link": b"data:text/html,<script>alert(1)</script>",
    "entities": b"&lt;script&gt;&#60;b&#62;&quot;",
    "comment": b"--><!-- ]]><![CDATA[ <?x ?>",
    # Markdown.
    "markdown link": b"[a](javascript:alert(1)) [b]: http://evil.example",
    "markdown image": b"![b](http://evil.example/x.png)",
    "markdown autolink": b"<http://evil.example> <a@evil.example>",
    "bars": b"a | b || c |",
    "backticks": b"``` ` `` ```` ~~~ `",
    "backslashes": b"\\ \\\\ \\` \\| a\\",
    "heading": b"# head",
    "list": b"- item * item 1. item",
    "emphasis": b"*a* **b** _c_ __d__",
    # Spreadsheets.
    "formula": b"=HYPERLINK(\"http://evil.example\")",
    "formula, plus": b"+1+cmd|' /C calc'!A0",
    "formula, minus": b"-1+1",
    "formula, at": b"@SUM(1+1)",
    "formula behind a tab": b"\t=1+1",
    "formula behind a CR": b"\r=1+1",
    "a second line of a table": b"a\",\"b\"\r\n\"=1+1",
    "quotes": b"a\"b\"\"c",
    # Databases, logs.
    "SQL": b"'; DROP TABLE messages; --",
    "SQL, quotes": b"\"'`;ATTACH 'x.db' AS x; --",
    "printf": b"%s%n%1$s%999999d%%",
    "placeholders": b"{ip}{title}{0}${HOME}$(id)",
    "JSON": b"\\\",\"x\":{\"\\u0000\\ud800",
}

ATTACKS = RAW | MARKUP

# For pages and tables to compare with: nothing in these asks to be anything but text, whatever the reader makes of it.
HARMLESS = {
    "a word": b"plain",
    "words": b"plain words of text",
    "a name": b"plain.example",
    "an address": b"someone@plain.example",
    "an IP": b"192.0.2.77",
    "a verdict": b"pass",
    "another verdict": b"fail",
    "a pair": b"a=b",
    "two fields": b"a; b=c",
    "a comment": b"(a) b",
    "a number": b"17",
    "a date": b"Mon, 12 Oct 2026 02:51:33 +0000",
    "nothing": b"",
    "Japanese": "\u65e5\u672c\u8a9e".encode(),
}
