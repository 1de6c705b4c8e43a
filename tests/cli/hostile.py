"""Records that attack their reader, through every format that lint and plan write.

What comes from DNS must not become a workflow command, an escape sequence, HTML, a Markdown link or
image, or a formula. Each record is linted as SPF, DMARC, DKIM and BIMI text in one zone, in every
format; a place where it still acts is a failure.

Usage: hostile.py PROGRAM
"""
import csv
import html
import html.parser
import io
import json
import os
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as xml

HOSTILE = [
    "::error::owned", "::set-output name=x::y", " ::add-mask::secret", "::stop-commands::abc",
    "a\n::warning::owned", "a\r\n::error file=x::owned", "##[error]owned", "x ##[set-env name=A;]b",
    "##vso[task.complete result=Failed]", "\x1b[2J\x1b[31mred", "\x1b]0;title\x07", "\x9b31m",
    "\x1b]8;;https://evil.example\x1b\\click\x1b]8;;\x1b\\", "a\x08\x08\x08b", "line\x0bfeed\x0c",
    "\u202egnp.exe", "\u2066\u2067\u2069", "\u200bhidden", "\ufeffbom", "\u2028newline",
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<!-- comment -->", "&lt;b&gt;",
    "</code></td><td>", "<details open>", "![x](https://evil.example/x.png)",
    "[click](https://evil.example)", "<https://evil.example>", "https://evil.example/login",
    "www.evil.example/login", "@everyone #1 GH-1", "`code` ```", "| cell | cell |", "~~gone~~ **bold**",
    "=HYPERLINK(\"https://evil.example\")", "+1+1", "-1+1", "@SUM(A1)", "=cmd|' /C calc'!A0",
    "%0A::error::owned", "%25%0D", "]]>", "<?xml version='1.0'?>", "<!DOCTYPE x [<!ENTITY y 'z'>]>",
    "\\u001b[31m", "${{ secrets.X }}", "$(reboot) `reboot`", "\x00nul", "\xff\xfe",
]
SHAPES = ["v=spf1 {} -all", "v=spf1 include:{} -all", "v=spf1 {}=x ~all", "v=DMARC1; p=none; {}",
          "v=DMARC1; p={}; rua=mailto:{}", "v=DKIM1; n={}; p=AAAA", "v=BIMI1; l={}; a={}", "{}"]
OWNERS = ["@", "_dmarc", "s1._domainkey", "default._bimi", "_mta-sts", "_smtp._tls"]
FORMATS = {"lint": ["text", "json", "ndjson", "github", "sarif", "junit", "gitlab", "markdown", "csv"],
           "plan": ["text", "json", "markdown", "html", "ics"]}
HARMLESS = "x"


def quoted(text):
    octets = text.encode("latin-1", "surrogateescape") if text.isascii() or max(map(ord, text)) < 256 \
        else text.encode()
    chunks = [octets[i:i + 200] for i in range(0, len(octets), 200)] or [b""]
    return " ".join('"' + "".join("\\%03d" % o for o in chunk) + '"' for chunk in chunks)


def zone_of(text):
    lines = ["$ORIGIN e.example.", "$TTL 300", "@ SOA ns host 1 2 3 4 300", "@ NS ns", "ns A 192.0.2.1",
             "@ MX 10 ns"]
    for shape in SHAPES:
        record = shape.replace("{}", text)
        lines += [f"{owner} TXT {quoted(record)}" for owner in OWNERS]
    return "\n".join(lines) + "\n"


def strings_of(value):
    if isinstance(value, dict):
        for key, item in value.items():
            yield from strings_of(key)
            yield from strings_of(item)
    elif isinstance(value, list):
        for item in value:
            yield from strings_of(item)
    elif isinstance(value, str):
        yield value


def acts_on_terminal(out):
    return re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]", out)


def acts_on_runner(out, ours=False):
    for line in out.split("\n"):
        line = line.lstrip()
        if "##[" in line or "##vso[" in line:
            return line
        command = re.match(r"::[A-Za-z-]+", line)
        if command and not (ours and re.match(r"::(error|warning|notice) (file=[^,:]*,line=\d+,col=\d+,)?"
                                               r"title=[A-Z]+\d+ [a-z0-9-]+::", line)):
            return line
    return None


def acts_in_markdown(out):
    for tag in re.findall(r"<[^>]*>?", out):
        if tag not in ("<code>", "</code>", "<br>"):
            return tag
    visible = re.sub(r"`(--all|dmarcramp explain FILE)`", "", out)
    return re.search(r"!\[|\]\(|https?://|www\.|@[a-z]|[^&]#\d|`|\*\*(?!Fix\*\*)(?<!\*\*Fix\*\*)[a-z]|~~",
                     visible)


def acts_as_formula(out):
    for row in csv.reader(io.StringIO(out, newline="")):
        if len(row) != 14:
            return row
        for cell in row:
            if cell[:1] in tuple("=+-@\t\r") and cell:
                return cell
    return None


class Page(html.parser.HTMLParser):
    """What a page is made of: elements, attributes, and where links lead."""

    def __init__(self, text):
        super().__init__()
        self.parts = set()
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.parts |= {tag} | {f"{tag} {name}" for name, _ in attrs}
        self.parts |= {value for name, value in attrs if name in ("href", "src", "action", "style")}

    def handle_comment(self, data):
        self.parts.add("a comment")

    def handle_decl(self, decl):
        self.parts.add(decl)

    def handle_pi(self, data):
        self.parts.add(data)


def calendar_parts(text):
    return {re.match(r"[A-Z-]*", line).group(0) for line in text.replace("\r\n ", "").split("\r\n")}


def faults_beside(name, out, plain):
    """What a document has that the one about harmless records has not."""
    if name == "html":
        yield (Page(out).parts - Page(plain).parts) or None
    if name == "ics":
        yield (calendar_parts(out) - calendar_parts(plain)) or None


def faults_of(name, out):
    if name == "csv":
        yield acts_as_formula(out)
        out = out.replace("\r\n", "\n")
    yield acts_on_terminal(out.replace("\r\n", "\n") if name == "ics" else out)
    yield acts_on_runner(out, ours=name == "github")
    if name in ("json", "sarif", "gitlab"):
        json.loads(out)
    if name == "ndjson":
        for line in out.strip("\n").split("\n"):
            json.loads(line)
    if name in ("sarif", "gitlab"):
        yield next((s for s in strings_of(json.loads(out)) if acts_on_terminal(s)), None)
    if name == "junit":
        xml.fromstring(out)
        yield re.search(r"<!|<\?(?!xml version=\"1.0\" encoding=\"UTF-8\"\?>)", out)
    if name == "markdown":
        yield acts_in_markdown(out)


def documents(program, folder, text):
    """The text of every format, by command and name."""
    zone = f"{folder}/e.example.zone"
    with open(zone, "w", encoding="ascii") as file:
        file.write(zone_of(text))
    found = {}
    for command, names in FORMATS.items():
        own = ["--all", "--fail-on", "never"] if command == "lint" else ["--as-of", "2026-11-21"]
        run = subprocess.run([program, command, "--zone", zone, "--offline", "--selector", "s1", *own,
                              "e.example", *(f"--format={name}={folder}/{name}" for name in names)],
                             capture_output=True, timeout=60, check=False,
                             env={**os.environ, "HOME": folder, "XDG_DATA_HOME": folder})
        if run.returncode not in (0, 3):
            raise SystemExit(f"exit {run.returncode}: {run.stderr.decode()}")
        for name in names:
            with open(f"{folder}/{name}", encoding="utf-8", newline="") as file:
                found[command, name] = file.read()
    return found


def main():
    program = sys.argv[1]
    faults = 0
    with tempfile.TemporaryDirectory() as folder:
        plain = documents(program, folder, HARMLESS)
        for text in HOSTILE:
            for (command, name), out in documents(program, folder, text).items():
                for fault in (*faults_of(name, out), *faults_beside(name, out, plain[command, name])):
                    if fault:
                        faults += 1
                        shown = fault.group(0) if hasattr(fault, "group") else fault
                        print(f"{command}, {name}: {text!r} acts: {html.escape(repr(shown))[:200]}")
    print(f"{len(HOSTILE)} records, {len(plain)} documents each, {faults} faults")
    return 1 if faults else 0


sys.exit(main())
