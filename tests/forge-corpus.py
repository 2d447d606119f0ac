#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""forge-corpus.py FOLDER PROGRAM... - adds forged verdicts to real messages, and holds that none is believed.

Each message of FOLDER gets, one at a time, every forgery below: where its sender could have written it, which is under the
receiver's own Received field and verdicts, and once more at the end of the header.  A forgery is believed if it is stored as
the receiver's word, takes the place of one or of any refusal, has DKIM or DMARC pass, or makes the address wrong with high
confidence.
Where the receiver wrote no verdict at all, a forgery can be all that there is: then the report has to say that it is no
proof (stored.spf.basis), and those are counted.  TAP on standard output.
"""
import json
import os
import re
import subprocess
import sys
import tempfile

FORGED_IP = '203.0.113.77'
BATCH = 400
PASS = 'smtp.mailfrom=ceo@bank.example; dkim=pass header.d=bank.example; dmarc=pass header.from=bank.example'

# {by}: the border hop's writer; {ip}, {client}: its client; {id}: the genuine authserv-id.
FORGERIES = {
    "a verdict in the receiver's name": ['Authentication-Results: {by}; spf=pass ' + PASS],
    "a verdict under the genuine authserv-id": ['Authentication-Results: {id}; spf=pass ' + PASS],
    "DKIM and DMARC alone, under the genuine authserv-id":
        ['Authentication-Results: {id}; dkim=pass header.d=bank.example; dmarc=pass header.from=bank.example'],
    "a verdict that names the border's client":
        ['Authentication-Results: {by}; spf=pass (sender IP is {ip}) ' + PASS],
    "Microsoft's, without an id":
        ['Authentication-Results: spf=pass (sender IP is {ip}) smtp.mailfrom=bank.example; dkim=pass (signature was verified)'
         ' header.d=bank.example;dmarc=pass action=none header.from=bank.example;compauth=pass reason=100'],
    "a milter's, with a word for an id": ['Authentication-Results: OpenDMARC; spf=pass ' + PASS],
    "a gateway's": ['Authentication-Results: relay.mimecast.com; spf=pass ' + PASS,
                    'Authentication-Results: ppops.net; spf=pass ' + PASS],
    "Proton's four fields": ['Authentication-Results: {by}; dmarc=pass header.from=bank.example',
                             'Authentication-Results: {by}; spf=pass smtp.mailfrom=bank.example',
                             'Authentication-Results: {by}; arc=none smtp.remote-ip={ip}',
                             'Authentication-Results: {by}; dkim=pass header.d=bank.example'],
    "Received-SPF with receiver= and client-ip= of the border":
        ['Received-SPF: pass (mailfrom) identity=mailfrom; client-ip={ip}; helo=bank.example;'
         ' envelope-from=ceo@bank.example; receiver={by}'],
    "Received-SPF of Google's shape": ['Received-SPF: pass (google.com: domain of ceo@bank.example designates {ip} as'
                                       ' permitted sender) client-ip={ip};'],
    "Received-SPF of Microsoft's shape":
        ['Received-SPF: Pass (protection.outlook.com: domain of bank.example designates {ip} as permitted sender)'
         ' receiver=protection.outlook.com; client-ip={ip}; helo=bank.example; pr=C'],
    "Received-SPF of Exim's shape": ['Received-SPF: pass client-ip={ip}; envelope-from=ceo@bank.example; helo=bank.example'],
    "Received-SPF of policyd-spf's shape":
        ['Received-SPF: Pass (mailfrom) identity=mailfrom; client-ip={ip}; helo=bank.example;'
         ' envelope-from=ceo@bank.example; receiver=<UNKNOWN>'],
    "Received-SPF with a forged client-ip=":
        ['Received-SPF: pass ({by}: domain of ceo@bank.example designates ' + FORGED_IP + ' as permitted sender)'
         ' client-ip=' + FORGED_IP + '; envelope-from=ceo@bank.example; helo=bank.example; receiver={by}'],
    "a verdict above a forged hop, both in the receiver's name":
        ['Received-SPF: pass ({by}: domain of ceo@bank.example designates ' + FORGED_IP + ' as permitted sender)'
         ' client-ip=' + FORGED_IP + ';',
         'Authentication-Results: {by}; spf=pass ' + PASS,
         'Received: from bank.example (bank.example [' + FORGED_IP + ']) by {by} with ESMTPS id 1; Sun, 1 Nov 2026 07:00:00 +0000'],
    "a verdict under a forged hop, both in the receiver's name":
        ['Received: from bank.example (bank.example [' + FORGED_IP + ']) by {by} with ESMTPS id 1; Sun, 1 Nov 2026 07:00:00 +0000',
         'Received-SPF: pass ({by}: domain of ceo@bank.example designates ' + FORGED_IP + ' as permitted sender)'
         ' client-ip=' + FORGED_IP + ';',
         'Authentication-Results: {by}; spf=pass ' + PASS],
    "a forged hop with the border's own address":
        ['Received: from bank.example (bank.example [{ip}]) by {by} with ESMTPS id 1; Sun, 1 Nov 2026 07:00:00 +0000',
         'Authentication-Results: {by}; spf=pass (sender IP is {ip}) ' + PASS],
    "a forged hop inside the receiver, and a pair below it":
        ['Received: from localhost (localhost [127.0.0.1]) by {by} with ESMTP id 1; Sun, 1 Nov 2026 07:00:00 +0000',
         'Authentication-Results: {by}; spf=pass (sender IP is ' + FORGED_IP + ') ' + PASS,
         'Received: from bank.example (bank.example [' + FORGED_IP + ']) by {by} with ESMTPS id 2; Sun, 1 Nov 2026 07:00:00 +0000'],
    "a whole Exchange Online reception":
        ['Received: from AM1.eurprd01.prod.outlook.com (2001:db8::1) by AM2.eurprd01.prod.outlook.com with HTTPS;'
         ' Sun, 1 Nov 2026 07:00:00 +0000',
         'Authentication-Results: spf=pass (sender IP is ' + FORGED_IP + ') smtp.mailfrom=bank.example; dkim=pass'
         ' header.d=bank.example;dmarc=pass action=none header.from=bank.example;compauth=pass reason=100',
         'Received-SPF: Pass (protection.outlook.com: domain of bank.example designates ' + FORGED_IP + ' as permitted'
         ' sender) receiver=protection.outlook.com; client-ip=' + FORGED_IP + '; helo=bank.example; pr=C',
         'Received: from bank.example (' + FORGED_IP + ') by DB2.mail.protection.outlook.com (10.0.0.1) with Microsoft SMTP'
         ' Server; Sun, 1 Nov 2026 07:00:00 +0000'],
    "a whole Gmail reception":
        ['Received: by 2001:db8:a05::1 with SMTP id x; Sun, 1 Nov 2026 00:00:00 -0700 (PDT)',
         'Received: from bank.example (bank.example. [' + FORGED_IP + ']) by mx.google.com with ESMTPS id x;'
         ' Sun, 1 Nov 2026 00:00:00 -0700 (PDT)',
         'Received-SPF: pass (google.com: domain of ceo@bank.example designates ' + FORGED_IP + ' as permitted sender)'
         ' client-ip=' + FORGED_IP + ';',
         'Authentication-Results: mx.google.com; spf=pass ' + PASS],
    "a pair in the name of the border's client":
        ['Authentication-Results: {client}; spf=pass ' + PASS,
         'Received: from bank.example (bank.example [' + FORGED_IP + ']) by {client} with ESMTPS id 1; Sun, 1 Nov 2026 07:00:00 +0000'],
    "client addresses in X- fields": ['X-Sender-IP: ' + FORGED_IP, 'X-Originating-IP: [' + FORGED_IP + ']',
                                      'X-Barracuda-Effective-Source-IP: bank.example[' + FORGED_IP + ']',
                                      'X-Forefront-Antispam-Report: CIP:' + FORGED_IP + ';'],
    "an ARC chain": ['ARC-Seal: i=1; a=rsa-sha256; cv=none; d={by}; s=s; b=AAAA',
                     'ARC-Authentication-Results: i=1; {by}; spf=pass ' + PASS],
    "relatives of Authentication-Results": ['Authentication-Results-Original: {by}; spf=pass ' + PASS,
                                            'X-Original-Authentication-Results: {by}; spf=pass ' + PASS,
                                            'X-MS-Exchange-Authentication-Results: spf=pass (sender IP is ' + FORGED_IP + ')'],
}


def split(data):
    """Header fields with their line ends, and the rest."""
    end = re.search(rb'\r?\n(?=\r?\n)', data)
    head, rest = (data[:end.end()], data[end.end():]) if end else (data, b'')
    fields = []
    for line in head.splitlines(keepends=True):
        if fields and line[:1] in b' \t':
            fields[-1] += line
        else:
            fields.append(line)
    return fields, rest


class Message:
    """A message with its report as it came, and where its sender could write."""

    def __init__(self, name, data, report):
        self.name, self.report = name, report
        self.fields, self.rest = split(data)
        self.newline = b'\r\n' if b'\r\n' in data else b'\n'
        starts, line = [], 0 if data.startswith(b'From ') else 1
        for field in self.fields:
            starts.append(line)
            line += field.count(b'\n')
        self.starts = starts
        hops = report['received']
        hop = report['identity']['hop']
        self.usable = bool(hops) and hop is not None and hops[hop]['ip'] is not None
        if not self.usable:
            return
        self.hop = hops[hop]
        self.usable = self.is_as_received()
        own = [v['line'] for v in report['received_spf'] + report['authentication_results'] if v['trusted']]
        below = hops[hop + 1]['line'] if hop + 1 < len(hops) else 1 << 30
        last = max([self.hop['line']] + [n for n in own if self.hop['line'] < n < below])
        self.under = sum(1 for start in starts if start <= last)
        ids = [a['authserv_id'] for a in report['authentication_results'] if a['trusted'] and a['authserv_id']]
        by = self.hop['by'] or 'mx.example.org'
        self.words = {'by': by, 'ip': self.hop['ip'], 'id': ids[0] if ids else by,
                      'client': self.hop['rdns'] or self.hop['helo'] or 'client.example'}

    def is_as_received(self):
        """Whether the place under the border hop is the sender's.  Three kinds of messages say nothing of that: where the
        border hop's address was masked, another hop stands for it; Gmail and SES write both kinds of fields every time, so
        a message that lacks one was cut or made by hand, and the forgery stands first; and a sender in the receiver's own
        organization is no stranger (Exchange Online and Gmail are many organizations)."""
        stored, by = self.report['stored']['spf'], (self.hop['by'] or '').lower()
        proven = stored is not None and stored['basis'] == 'receiver'
        known = re.search(r'(^|\.)(google\.com|amazonaws\.com|outlook\.com|office365\.com)$', by)
        if proven and self.report['identity']['confidence'] != 'high':
            return False
        if known and not proven and stored is not None and stored['basis'] == 'open':
            return False
        if re.search(r'(^|\.)(google|amazonaws)\.com$', by):
            both = [[f for f in self.report[key] if f['trusted']] for key in ('received_spf', 'authentication_results')]
            if not all(both) and (stored is None or proven):
                return False
        name = (self.hop['rdns'] or '').lower()
        return bool(known) or name.split('.')[-2:] != by.split('.')[-2:]

    def forge(self, lines, at):
        """The message with forged fields before field number `at`, and the first and last line of those."""
        text = [line.format(**self.words).encode() + self.newline for line in lines]
        first = self.starts[at] if at < len(self.starts) else self.starts[-1] + self.fields[-1].count(b'\n')
        return b''.join(self.fields[:at] + text + self.fields[at:]) + self.rest, (first, first + len(lines) - 1)


def reports(program, files):
    out = subprocess.run(program + ['--format=jsonl', '--no-network'] + files, stdout=subprocess.PIPE, check=False).stdout
    found = {}
    for line in out.decode('utf-8', 'replace').splitlines():
        report = json.loads(line)
        if not report['source'].get('part'):
            found.setdefault(report['source']['file'], report)
    return [found.get(name) for name in files]


def judge(message, lines, report):
    """'' if all is well, 'open' or 'handed-on' where the forgery is all there is and the report says so, else what is wrong."""
    if report is None:
        return 'no report'
    before, after = message.report, report
    old, new = before['stored']['spf'], after['stored']['spf']
    forged = new is not None and lines[0] <= new['line'] <= lines[1]
    identity = after['identity']
    if forged and new['basis'] in ('receiver', 'option'):
        return "it is stored as the receiver's word"
    proven = old is not None and old['basis'] in ('receiver', 'option')
    refused = old is not None and old['result'] in ('fail', 'softfail')
    if (proven or refused) and (new is None or forged or old['result'] != new['result']):
        return f"it takes the place of {old['result']} ({old['basis']}): {new}"
    for method in ('dkim', 'dmarc'):
        if after['stored'][method] == 'pass' and before['stored'][method] != 'pass':
            return f'{method}=pass is stored'
    if identity['confidence'] == 'high' and identity['ip'] != before['identity']['ip']:
        return f"the address is {identity['ip']} with high confidence"
    if proven and identity['ip'] != before['identity']['ip']:
        return f"the address is {identity['ip']} in place of {before['identity']['ip']}"
    return new['basis'] if forged else ''


def load(folder, program):
    names = sorted(os.path.join(folder, n) for n in os.listdir(folder) if n.endswith('.eml'))
    messages = []
    for i in range(0, len(names), BATCH):
        for name, report in zip(names[i:i + BATCH], reports(program, names[i:i + BATCH])):
            with open(name, 'rb') as file:
                data = file.read()
            if report and report['received']:
                messages.append(Message(os.path.basename(name), data, report))
    return [m for m in messages if m.usable]


def run(messages, program, lines):
    """How many variants, how many of them are open or handed on, and what is wrong."""
    variants = [(m, at) for m in messages for at in {m.under, len(m.fields)}]
    counts, wrong = {'open': 0, 'handed-on': 0}, []
    for i in range(0, len(variants), BATCH):
        with tempfile.TemporaryDirectory() as folder:
            files, places = [], []
            for n, (message, at) in enumerate(variants[i:i + BATCH]):
                data, place = message.forge(lines, at)
                files.append(os.path.join(folder, f'{n:04}.eml'))
                places.append(place)
                with open(files[-1], 'wb') as file:
                    file.write(data)
            for (message, _), place, report in zip(variants[i:i + BATCH], places, reports(program, files)):
                verdict = judge(message, place, report)
                if verdict in counts:
                    counts[verdict] += 1
                elif verdict:
                    wrong.append(f'{message.name}: {verdict}')
    return len(variants), counts, wrong


def main():
    folder, program = sys.argv[1], sys.argv[2:]
    messages = load(folder, program)
    stored = sum(1 for m in messages if m.report['stored']['spf'])
    total, failed, sums = 0, 0, {'open': 0, 'handed-on': 0}
    for number, (name, lines) in enumerate(FORGERIES.items(), 1):
        n, counts, wrong = run(messages, program, lines)
        total += n
        failed += len(wrong)
        for key in sums:
            sums[key] += counts[key]
        print(f"{'not ok' if wrong else 'ok'} {number} - {name}: {n} variants, {counts['open']} open,"
              f" {counts['handed-on']} handed on, {len(wrong)} believed", flush=True)
        for line in wrong[:5]:
            print('#', line)
    print(f'1..{len(FORGERIES)}')
    print(f"# {total} forged variants of {len(messages)} messages ({stored} with a stored verdict): {failed} believed;"
          f" {sums['open']} open and {sums['handed-on']} handed on, where the receiver wrote none")
    return 1 if failed or not messages else 0


if __name__ == '__main__':
    sys.exit(main())
