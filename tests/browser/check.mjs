// SPDX-License-Identifier: GPL-3.0-or-later
// Loads pages of spfview in Chromium and looks at each: what it loads, how it fits, whom it shuts out, what became of
// hostile text.  Started by check.sh.

import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const { SPFVIEW, JAPANESE, CHROMIUM, SCREENSHOTS, top_srcdir: source, tmp } = process.env;
const samples = join(source, 'samples');
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let count = 0;
let failed = 0;

function check(name, wrong) {
  count++;
  const lines = [wrong].flat().filter(Boolean);
  console.log(`${lines.length ? 'not ok' : 'ok'} ${count} - ${name}`);
  if (!lines.length) return;
  failed++;
  for (const line of lines.slice(0, 20)) console.log(`# ${String(line).replaceAll('\n', '\n# ')}`);
}

// ---- the pages ----

function write(name, locale, folder, args) {
  const path = join(tmp, `${name}.html`);
  try {
    execFileSync(SPFVIEW, [...args, '--format=html', `--output=${path}`], {
      cwd: folder,
      env: { ...process.env, LC_ALL: locale, LANGUAGE: locale.startsWith('ja') ? JAPANESE : '' },
      stdio: 'pipe',
    });
  } catch (error) {
    // 3: a message of the archive cannot be read; the page has all others.
    if (error.status !== 3) throw error;
  }
  return { name, path, language: locale.startsWith('ja') ? 'ja' : 'en' };
}

function ofSample(sample, locale, kind = 'eml') {
  const args = ['--no-network', '--at=2026-11-01', `--dns-file=${sample}.zone`];
  if (sample === 'drift-dns-then') args.push('--dns-then=drift-dns-then.then.zone');
  const name = locale.startsWith('ja') ? `${sample}.ja` : sample;
  return write(name, locale, samples, [...args, `${sample}.${kind}`]);
}

// Marks that no element, attribute or script may be made of.
const attacks = [
  '<script>window.hit=1</script>', '"><img src=x onerror="window.hit=1">', "' onmouseover='window.hit=1",
  '</title></style></svg></code><b>bold', '<svg onload=window.hit=1>', '<a href="javascript:window.hit=1">x</a>',
  '<iframe src="http://h.example/"></iframe>', '&lt;u&gt;&#60;u&#62;', '<!--', ']]><![CDATA[', '<base href="http://h.example/">',
];

function ofAttacks() {
  const messages = attacks.map((attack, i) => [
    'From MAILER-DAEMON Thu Oct  1 00:00:00 2026',
    `Return-Path: <${attack}@example.org>`,
    `Received: from ${attack} (${attack} [203.0.113.7]) by ${attack} (${attack}) with ${attack} id ${i};`,
    ' Thu, 1 Oct 2026 10:00:00 +0000',
    `Received-SPF: softfail (${attack}: domain of ${attack} does not designate 203.0.113.7 as permitted sender)`,
    ` client-ip=203.0.113.7; envelope-from="alice@evil.example"; helo=${attack};`,
    `Authentication-Results: ${attack}; spf=softfail (${attack}) smtp.mailfrom=alice@evil.example;`,
    ` dkim=${attack} reason="${attack}" header.d=${attack}`,
    `DKIM-Signature: v=1; a=${attack}; d=${attack}; s=${attack}; h=from; b=AA==; bh=AA==`,
    `From: "${attack}" <alice@evil.example>`,
    `Subject: ${attack}`,
    `Message-ID: <${attack}>`,
    `X-Other: ${attack}`,
    '', attack, '', '',
  ].join('\n'));
  const quoted = (text) => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
  writeFileSync(join(tmp, 'attacks.mbox'), messages.join(''));
  writeFileSync(join(tmp, 'attacks.zone'), [
    '$DEFAULT NXDOMAIN',
    `evil.example. 300 IN TXT "v=spf1 x=" ${quoted('<script>window.hit=1</script>')} " exists:<b>.%{d} ~all"`,
    `_dmarc.evil.example. 300 IN TXT "v=DMARC1; p=none; rua=" ${quoted('"><img src=x onerror=window.hit=1>')}`, '',
  ].join('\n'));
  return write('attacks', 'C.UTF-8', tmp, ['--no-network', '--verbose', '--dns-file=attacks.zone', 'attacks.mbox']);
}

function ofRecord() {
  return write('record', 'C.UTF-8', samples, ['record', '--no-network', '--dns-file=gmail-softfail.zone',
    '--add=203.0.113.7', 'example.org']);
}

// The page of an audit has charts, and a script that sorts and filters.
const AUDIT = { elements: ' SCRIPT NAV RECT LABEL INPUT BUTTON', attributes: ' width height text-anchor aria-label aria-sort tabindex '
  + 'type hidden data-filter data-more data-count' };

function ofAudit(name, locale, folder, ...args) {
  return { ...write(name, locale, folder, ['audit', '--no-network', ...args]), more: AUDIT };
}

// ---- what is looked at; these run inside the page ----

const ELEMENTS = 'A ARTICLE BODY BR CAPTION CIRCLE CODE DD DEL DESC DETAILS DIV DL DT FIGCAPTION FIGURE H1 H2 H3 H4 HEAD HTML '
  + 'INS LI LINE MAIN MARK META NAV OL P PRE SECTION SPAN STRONG STYLE SUMMARY SVG TABLE TBODY TD TEXT TH THEAD TITLE TR UL';
const ATTRIBUTES = 'aria-labelledby charset class content cx cy data-label href http-equiv id lang name open r role scope '
  + 'viewBox x x1 x2 y y1 y2';

function foreign([elements, attributes]) {
  const wrong = [];
  for (const element of document.querySelectorAll('*')) {
    if (!elements.includes(element.nodeName.toUpperCase())) wrong.push(`element ${element.nodeName}`);
    for (const attribute of element.attributes)
      if (!attributes.includes(attribute.name)) wrong.push(`attribute ${attribute.name} of ${element.nodeName}`);
    const href = element.getAttribute('href');
    if (href !== null && !href.startsWith('#')) wrong.push(`link to ${href}`);
  }
  if ('hit' in window) wrong.push('a script ran');
  return wrong;
}

function anchors() {
  const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
  const wrong = ids.filter((id, i) => ids.indexOf(id) !== i).map((id) => `id ${id} stands twice`);
  for (const link of document.querySelectorAll('a[href^="#"]'))
    if (!document.getElementById(link.getAttribute('href').slice(1))) wrong.push(`${link.getAttribute('href')} leads nowhere`);
  return wrong;
}

function tooWide() {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.querySelectorAll('*')].filter((element) => element.getBoundingClientRect().right > width + 1)
    .map((element) => `${element.nodeName}.${element.getAttribute('class')} sticks out: ${element.textContent.slice(0, 60)}`);
}

async function barriers(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  return violations.map((v) => `${v.id}: ${v.help}: ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160)).join(' | ')}`);
}

// ---- one page in all its looks ----

async function open(browser, page, width = 1280, unfold = true) {
  const tab = await browser.newPage({ viewport: { width, height: 900 } });
  const events = [];
  tab.on('console', (message) => events.push(`console: ${message.text()}`));
  tab.on('pageerror', (error) => events.push(`error: ${error.message}`));
  tab.on('dialog', (dialog) => { events.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  tab.on('request', (request) => { if (request.url() !== `file://${page.path}`) events.push(`request: ${request.url()}`); });
  await tab.goto(`file://${page.path}`);
  if (unfold) await tab.evaluate(() => document.querySelectorAll('details').forEach((details) => { details.open = true; }));
  return { tab, events };
}

// Dark on the phone has the colours of the one and the layout of the other.
const LOOKS = [
  { name: 'desktop', width: 1280, scheme: 'light', axe: true },
  { name: 'phone', width: 360, scheme: 'light', axe: true },
  { name: 'dark', width: 1280, scheme: 'dark', axe: true },
  { name: 'phone, dark', width: 360, scheme: 'dark', axe: false },
];

async function look(tab, page, { name, width, scheme, axe: thorough }) {
  await tab.setViewportSize({ width, height: 900 });
  await tab.emulateMedia({ media: 'screen', colorScheme: scheme });
  check(`${page.name}, ${name}: fits`, await tab.evaluate(tooWide));
  if (thorough) check(`${page.name}, ${name}: no barrier`, await barriers(tab));
  if (SCREENSHOTS) await tab.screenshot({ path: join(SCREENSHOTS, `${page.name}-${name}.png`), fullPage: true });
}

async function examine(browser, page) {
  const { tab, events } = await open(browser, page);
  check(`${page.name}: nothing but our elements and attributes`,
    await tab.evaluate(foreign, [(ELEMENTS + (page.more?.elements ?? '')).split(' '),
      (ATTRIBUTES + (page.more?.attributes ?? '')).split(' ')]));
  check(`${page.name}: anchors lead somewhere`, await tab.evaluate(anchors));
  const language = await tab.evaluate(() => document.documentElement.lang);
  check(`${page.name}: language`, language === page.language ? '' : `${language}, not ${page.language}`);
  for (const one of LOOKS) await look(tab, page, one);
  await tab.setViewportSize({ width: 720, height: 1000 });
  await tab.emulateMedia({ media: 'print', colorScheme: 'dark' });
  check(`${page.name}: fits on paper`, await tab.evaluate(tooWide));
  const ink = await tab.evaluate(() => getComputedStyle(document.body).backgroundColor);
  check(`${page.name}: paper is white`, ink === 'rgb(255, 255, 255)' ? '' : ink);
  if (SCREENSHOTS) await tab.pdf({ path: join(SCREENSHOTS, `${page.name}.pdf`), format: 'A4' });
  check(`${page.name}: quiet`, events);
  await tab.close();
}

// Sorts the first column of numbers, up and down, and looks for a word that stands in one row only.
async function sortAndFilter(browser, page) {
  const { tab } = await open(browser, page);
  check(`${page.name}: sorts and filters`, await tab.evaluate(() => {
    const table = document.querySelector('#helo_names table');
    const [head] = [...table.tHead.rows[0].cells].filter((cell) => cell.classList.contains('n'));
    const column = head.cellIndex;
    const numbers = () => [...table.tBodies[0].rows].map((row) => parseFloat(row.cells[column].textContent));
    const wrong = [];
    const sorted = (a, b) => JSON.stringify(a) === JSON.stringify([...a].sort(b));
    head.querySelector('button').click();
    if (head.getAttribute('aria-sort') !== 'descending' || !sorted(numbers(), (a, b) => b - a)) wrong.push('not sorted down');
    head.querySelector('button').click();
    if (head.getAttribute('aria-sort') !== 'ascending' || !sorted(numbers(), (a, b) => a - b)) wrong.push('not sorted up');
    const input = document.querySelector('#helo_names input');
    input.value = table.tBodies[0].rows[3].cells[0].textContent.trim().toUpperCase();
    input.dispatchEvent(new Event('input'));
    const shown = [...table.tBodies[0].rows].filter((row) => !row.hidden);
    if (shown.length !== 1) wrong.push(`${shown.length} rows are left`);
    return wrong;
  }));
  await tab.close();
}

// Without its script a page shows all that is in it.
async function withoutScript(browser, page) {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const tab = await context.newPage();
  await tab.goto(`file://${page.path}`);
  const rows = await tab.locator('#helo_names tbody tr:visible').count();
  check(`${page.name}: whole without a script`, rows > 11 ? '' : `${rows} rows are seen`);
  await context.close();
}

// ---- a page whose tables have as many rows as a page may have ----

const ROWS = 10000;
// Milliseconds.  Two busy cores need 1600 to load, 100 to filter, 180 to sort; the limits are for worse ones.
const LOAD_MAX = 15000;
const REACTION_MAX = 3000;

// Every message has names and an address of its own, and a domain that is gone, so that there is advice for each.
function ofManySenders() {
  const message = (i) => {
    const domain = `d${i}.example`;
    const ip = `198.18.${Math.floor(i / 250)}.${(i % 250) + 1}`;
    return [`From u@${domain} Mon Jan  5 00:00:00 2026`, `Return-Path: <u@${domain}>`,
      `Received: from m.${domain} (m.${domain} [${ip}])`, `\tby mx.example.net with ESMTP; Mon, 5 Jan 2026 10:00:00 +0000`,
      `Received-SPF: pass (mx.example.net: permitted) client-ip=${ip};`, `From: <u@${domain}>`, '', 'x', '', ''].join('\n');
  };
  writeFileSync(join(tmp, 'many.mbox'), Array.from({ length: ROWS }, (_, i) => message(i)).join(''));
  writeFileSync(join(tmp, 'many.zone'), '$DEFAULT NXDOMAIN\n');
  return ofAudit('audit.many', 'C.UTF-8', tmp, '--dns-file=many.zone', 'many.mbox');
}

// Runs in the page: one table sorted by text and by number, filtered, shown further; each time until it is painted.
async function useTable([id, rows]) {
  const painted = () => new Promise((done) => { requestAnimationFrame(() => requestAnimationFrame(done)); });
  const section = document.getElementById(id);
  const [text, number] = section.querySelectorAll('th button');
  const input = section.querySelector('input');
  const seen = () => [...section.querySelectorAll('tbody tr')].filter((row) => row.checkVisibility()).length;
  const type = (words) => () => { input.value = words; input.dispatchEvent(new Event('input')); };
  const wrong = [];
  const steps = {};
  const step = async (name, act, expected) => {
    const begun = performance.now();
    act();
    await painted();
    steps[name] = Math.round(performance.now() - begun);
    if (seen() !== expected) wrong.push(`${name}: ${seen()} rows are seen, not ${expected}`);
  };
  section.scrollIntoView();
  await painted();
  if (section.querySelectorAll('tbody tr').length !== rows) wrong.push(`not ${rows} rows`);
  await step('sort by text', () => text.click(), 100);
  await step('and back', () => text.click(), 100);
  await step('sort by number', () => number.click(), 100);
  await step('filter', type('d777'), 11);
  await step('filter nothing', type('no such word'), 0);
  await step('filter no more', type(''), 100);
  await step('show more', () => section.querySelector('.more').click(), 600);
  return { wrong, steps };
}

async function manyRows(browser, page) {
  for (const [name, width] of [['desktop', 1280], ['phone', 360]]) {
    const { tab, events } = await open(browser, page, width, false);
    const times = { load: Math.round(await tab.evaluate(() => performance.getEntriesByType('navigation')[0].loadEventEnd)) };
    const { wrong, steps } = await tab.evaluate(useTable, ['envelope_domains', ROWS]);
    Object.assign(times, steps);
    console.log(`# ${page.name}, ${name}: milliseconds ${JSON.stringify(times)}`);
    for (const [step, time] of Object.entries(times))
      if (time > (step === 'load' ? LOAD_MAX : REACTION_MAX)) wrong.push(`${step}: ${time} ms`);
    check(`${page.name}, ${name}: stays usable`, wrong);
    check(`${page.name}, ${name}: fits`, await tab.evaluate(tooWide));
    check(`${page.name}, ${name}: quiet`, events);
    await tab.close();
  }
  const context = await browser.newContext({ javaScriptEnabled: false });
  const plain = await context.newPage();
  await plain.goto(`file://${page.path}`);
  const rows = await plain.locator('#envelope_domains tbody tr').evaluateAll((all) =>
    all.filter((row) => getComputedStyle(row).display !== 'none').length);
  check(`${page.name}: whole without a script`, rows === ROWS ? '' : `${rows} rows are seen`);
  await context.close();
}

// Every sample in one archive, each with its DNS where they agree.
function auditZones() {
  const zones = ['gmail-softfail', 'forwarded-srs', 'policyd-spf-permerror-lookups', 'drift-pass-now-fail'];
  return zones.map((zone) => `--dns-file=${zone}.zone`);
}

const pages = ['gmail-softfail', 'forwarded-srs', 'bounce-null-sender', 'drift-dns-then', 'policyd-spf-permerror-lookups']
  .map((sample) => ofSample(sample, 'C.UTF-8'));
pages.push(ofSample('archive', 'C.UTF-8', 'mbox'), ofRecord());
const hostile = ofAttacks();
pages.push(hostile);
const audit = ofAudit('audit', 'C.UTF-8', samples, ...auditZones(), '.');
pages.push(audit, ofAudit('audit.attacks', 'C.UTF-8', tmp, '--dns-file=attacks.zone', 'attacks.mbox'));
if (JAPANESE) pages.push(ofAudit('audit.ja', 'ja_JP.UTF-8', samples, ...auditZones(), '.'));
if (JAPANESE)
  pages.push(ofSample('gmail-softfail', 'ja_JP.UTF-8'), ofSample('japanese-pass', 'ja_JP.UTF-8'));
else
  console.log('# pages in Japanese: skipped, the program cannot be made to speak it');

const browser = await chromium.launch({ executablePath: CHROMIUM, chromiumSandbox: process.getuid() !== 0 });
try {
  for (const page of pages) await examine(browser, page);
  await sortAndFilter(browser, audit);
  await withoutScript(browser, audit);
  await manyRows(browser, ofManySenders());
  const { tab } = await open(browser, hostile);
  const text = await tab.evaluate(() => document.body.textContent);
  for (const attack of attacks) check(`attacks: ${attack} is text`, text.includes(attack) ? '' : 'it is not in the page');
  await tab.close();
} finally {
  await browser.close();
}
console.log(`1..${count}`);
console.log(`${count - failed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
