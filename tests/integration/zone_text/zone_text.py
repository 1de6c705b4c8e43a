"""The zone reader against named-compilezone, over generated texts.

Each text is read by us and by BIND; what BIND writes is plain and goes through ldns; the records must be
the same, data as octets. Then the same text with one broken line: BIND refuses it, we must say so at
the same line and keep the other records.

Usage: zone_text.py ZONE_DUMP [TEXTS [SEED]]
"""

import os
import random
import re
import subprocess
import sys
import tempfile

ORIGIN = "example.test"
UNITS = ["1h", "1W2d", "90", "0", "15m", "2147483647", "1h30m5s"]


class Text:
    """One generated zone file with its included files."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.names = 0
        self.lines = []
        self.files = {}

    def pick(self, *choices):
        return self.random.choice(choices)

    def chance(self, percent):
        return self.random.randrange(100) < percent

    def fresh(self):
        """A name that no other record has."""
        self.names += 1
        base = f"n{self.names}"
        return self.pick(base, base.upper(), f"x.{base}", f"_dmarc.{base}", f"\\110{self.names}.e",
                         f"a\\.b.{base}", f"*.{base}", f"\\000\\255.{base}", f"{base}.{ORIGIN}.",
                         f"sp\\032ace\\;.{base}")

    def target(self):
        return self.pick("@", "t", "t.u", f"t.{ORIGIN}.", "T.Example.ORG.", "\\116x", "a\\.b.", ".")

    def string(self):
        parts = ["v=DMARC1", ";", " ", "\\;", '\\"', "\\\\", "\\000", "\\255", "(", ")", "p=none", "ä",
                 "\t", "$", "@"]
        body = "".join(self.random.choice(parts) for _ in range(self.random.randrange(7)))
        if self.chance(5):
            body += "y" * 200
        return f'"{body}"'

    def strings(self):
        words = [self.string() for _ in range(self.random.randrange(1, 4))]
        if self.chance(20):
            words.append(self.pick("bare", "v=x\\;y", "\\097", "a@b", "$x", "x\\ y"))
        if self.chance(10):
            return ["".join(words)] if all(w.startswith('"') for w in words) else words
        return words

    def data(self):
        number = self.random.randrange
        forms = {
            "A": lambda: [f"192.0.2.{number(256)}"],
            "AAAA": lambda: [self.pick("2001:DB8::1", "::ffff:192.0.2.1", "::", "1:2:3:4:5:6:7:8")],
            "TXT": self.strings,
            "SPF": self.strings,
            "MX": lambda: [str(number(65536)), self.target()],
            "PTR": lambda: [self.target()],
            "SRV": lambda: [str(number(9)), str(number(9)), str(number(65536)), self.target()],
            "CAA": lambda: ["0", "issue", '"ca.example; x=y"'],
            "NAPTR": lambda: ["10", "20", '"u"', '"E2U+sip"', '"!^.*$!sip:a@b!"', self.target()],
            "HINFO": lambda: ['"cpu"', "os"],
            "RP": lambda: [self.target(), self.target()],
            "AFSDB": lambda: ["1", self.target()],
            "SSHFP": lambda: ["1", "1", "aabbccddeeff00112233445566778899aabbccdd"],
            "TLSA": lambda: ["3", "1", "1", "00112233445566778899AABBCCDDEEFF" * 2],
            "TYPE16": lambda: ["\\#", "4", "03616263"],
            "TYPE65280": lambda: ["\\#", "3", "ab", "cdEF"],
            "A ": lambda: ["\\#", "4", "c0000201"],
        }
        kind = self.random.choice(sorted(forms))
        return kind.strip(), forms[kind]()

    def head(self):
        ttl, clas = self.pick("", *UNITS), self.pick("", "IN", "in", "CLASS1")
        words = [w for w in (ttl, clas) if w]
        self.random.shuffle(words)
        return words

    def fold(self, words):
        """The words on one line, or in parentheses over several."""
        blank = self.pick(" ", "\t", "  ")
        if not self.chance(25):
            return blank.join(words)
        at = self.random.randrange(len(words))
        lines = [w + self.pick("\n ", "\n\t", " ; comment ( \"\n ", " ", "\n") for w in words[at:]]
        return blank.join(words[:at] + ["("]) + self.pick(" ", "\n") + "".join(lines) + ")"

    def tail(self):
        return self.pick("", "", " ; comment", "\t;", " ", ";x")

    def record(self):
        kind, data = self.data()
        mixed = kind if self.chance(70) else kind.lower()
        owner = self.fresh()
        rest = self.head() + [mixed] + data
        text = owner + self.pick(" ", "\t") + self.fold(rest) + self.tail() + "\n"
        if self.chance(20):
            other = self.pick("LOC 52 22 23 N 4 53 32 E -2m", "KX 1 @", "URI 1 2 \"x:y\"")
            text += self.pick(" ", "\t") + " ".join(self.head() + [other]) + self.tail() + "\n"
        return text

    def alias(self):
        return f"{self.fresh()} {' '.join(self.head())} CNAME {self.target()}\n"

    def generate(self):
        self.names += 1
        start = self.random.randrange(20)
        span = self.pick(f"{start}-{start + 4}", f"{start}-{start + 9}/3")
        counter = self.pick("$", "${0}", "${3,3}", "${0,4,x}", "${-0,3,o}", "${1,2,X}", "${0,5,n}",
                            "${16,1,N}")
        form = self.pick("A 192.0.2.$", "CNAME h$", f"PTR p{counter}.", "TXT \"\\\"a $ b\\\" x\"",
                         "MX \"10 m$\"", "AAAA 2001:db8::${0,0,x}", f"TXT t{counter}\\$")
        ttl = self.pick("", "60 ", "60 IN ", "IN ")
        return f"$GENERATE {span} g{self.names}-{counter} {ttl}{form}{self.pick('', ' ; c')}\n"

    def directive(self):
        return self.pick(f"$TTL {self.pick(*UNITS)}\n", f"$ORIGIN {ORIGIN}.\n", "$ORIGIN sub\n",
                         f"$ORIGIN o{self.names}.{ORIGIN}.\n", "$ttl 77 ; comment\n")

    def include(self, depth):
        name = f"inc{len(self.files)}"
        self.files[name] = ""
        self.files[name] = self.body(self.random.randrange(1, 5), depth + 1)
        return f"$INCLUDE {name}{self.pick('', ' sub', f' {ORIGIN}.', ' ; c')}\n"

    def filler(self):
        return self.pick("\n", "; comment\n", "   \n", "\t; comment\n")

    def body(self, count, depth):
        makers = [self.record] * 12 + [self.alias] * 2 + [self.generate, self.directive, self.filler]
        if depth < 3:
            makers.append(lambda: self.include(depth))
        return "".join(self.random.choice(makers)() for _ in range(count))

    def make(self):
        ttl = self.pick("", "$TTL 1h\n", "$TTL 300\n")
        soa_ttl = self.pick("", "60 ", "IN 2h ", "IN ")
        soa = self.pick("@", f"{ORIGIN}.", "@ ") + f" {soa_ttl}SOA ns hm.x ( 1 2h\n 3 ; c\n 4w 5 )\n"
        self.main = f"{ttl}{soa} NS ns.example.net.\n" + self.body(self.random.randrange(3, 40), 0)
        if self.chance(10):
            self.main = self.main.replace("\n", "\r\n")
        return self


BROKEN = [
    "bad A 192.0.2.256", "bad A", "bad A 192.0.2.1 x", "bad MX ten mail", "bad MX 10", "bad FOO x",
    "bad TXT \"open", "bad TXT", "bad TXT a\\300b", "bad TXT \\99", "bad CNAME a..b", "a..b A 192.0.2.1",
    "bad 1x A 192.0.2.1", "bad 9999999999 A 192.0.2.1", "bad TXT \"" + "x" * 256 + "\"", "bad A 192.0.2.1 )",
    "bad AAAA 1:2", "bad SRV 1 2 70000 x", "$TTL x", "$FOO", "$ORIGIN a..b", "$INCLUDE not-there",
    "$GENERATE 5-1 a$ A 192.0.2.1", "$GENERATE 1-2 a${0,1,q} A 192.0.2.1", "l" * 64 + " A 192.0.2.1",
    "bad CH A 192.0.2.1", "bad TYPE65280 \\# 3 ab", "bad A \\# 3 aabbcc", "bad TXT \"x\" \"y",
    "bad MX 10 x y", "bad CAA x issue \"y\"", "bad", "bad 60", "bad IN",
]


class Runner:
    def __init__(self, dump):
        self.dump = dump
        self.differences = 0
        self.records = 0

    def report(self, seed, what, detail):
        self.differences += 1
        if self.differences <= 20:
            print(f"text {seed}: {what}\n{detail}")

    def ours(self):
        done = subprocess.run([self.dump, "ours", "zone", ORIGIN], capture_output=True, text=True,
                              errors="replace")
        return done.stdout.splitlines(), done.stderr, done.returncode

    def bind(self):
        return subprocess.run(["named-compilezone", "-k", "ignore", "-n", "ignore", "-i", "none", "-r",
                               "ignore", "-m", "ignore", "-M", "ignore", "-S", "ignore", "-T", "ignore",
                               "-s", "full", "-o", "compiled", ORIGIN, "zone"],
                              capture_output=True, text=True, errors="replace")

    def compare(self, seed, text):
        write("zone", text.main)
        for name, content in text.files.items():
            write(name, content)
        bind = self.bind()
        if bind.returncode != 0:
            return self.report(seed, "BIND refuses", bind.stdout + bind.stderr)
        theirs = subprocess.run([self.dump, "ldns", "compiled", ORIGIN], capture_output=True, text=True)
        records, stderr, status = self.ours()
        faults = [line for line in stderr.splitlines() if not harmless(line)]
        if theirs.returncode != 0 or status == 2 or faults:
            return self.report(seed, "not read", theirs.stderr + "\n".join(faults))
        expected = theirs.stdout.splitlines()
        self.records += len(expected)
        if records != expected:
            lines = [f"  only ours {r}" for r in records if r not in expected]
            lines += [f"  only BIND {r}" for r in expected if r not in records]
            return self.report(seed, "records differ", "\n".join(lines[:6]))
        return self.compare_broken(seed, text, records)

    def compare_broken(self, seed, text, whole):
        lines = text.main.rstrip("\n").split("\n")
        broken = text.random.choice(BROKEN)
        write("zone", text.main.rstrip("\n") + "\n" + broken + "\n")
        bind = self.bind()
        records, stderr, _ = self.ours()
        faults = [line for line in stderr.splitlines() if not harmless(line)]
        if bind.returncode == 0:
            return self.report(seed, f"BIND accepts: {broken}", "\n".join(faults))
        where = f"zone:{len(lines) + 1}:"
        if not faults or not faults[-1].startswith(where):
            return self.report(seed, f"not at {where} {broken}", stderr + bind.stderr)
        lost = [r for r in whole if r not in records]
        if lost:
            return self.report(seed, f"records lost behind: {broken}", "\n".join(lost[:6]))
        return None


def harmless(line):
    return re.search(r": (escaped-semicolon|unquoted-words|unescaped-semicolon|no-ttl|doubled-origin|u-label): ",
                     line)


def write(name, content):
    with open(name, "w", encoding="utf-8", newline="") as file:
        file.write(content)


def main():
    dump = os.path.abspath(sys.argv[1])
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 500
    first = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    runner = Runner(dump)
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        for seed in range(first, first + count):
            runner.compare(seed, Text(seed).make())
        os.chdir("/")
    print(f"{count} texts with {runner.records} records, each whole and with a broken line: "
          f"{runner.differences} differences")
    return 1 if runner.differences else 0


if __name__ == "__main__":
    sys.exit(main())
