"""Generated DNS and a client: what spf_peers.py asks every implementation about.

Every result is to be common, so records are made of parts that work, of parts that find nothing, do not answer or
cost much, and now and then of parts that are no SPF at all.
"""

import random

GOOD_MODIFIERS = ["foo=bar", "x-1=%{d}", "moo.cow_x=a:b/c", "exp={d}.why.test"]
BROKEN = [
    "foo", "foo:bar.test", "a:", "mx:", "include:", "exists:", "exists", "include", "ip4", "ip6", "ip4:", "ip4:1.2.3",
    "ip4:1.2.3.256", "ip4:1.2.3.4/33", "ip4:1.2.3.4/024", "ip4:1.2.3.4//32", "ip4:2001:db8::1", "ip6:1.2.3.4",
    "ip6:2001:db8::/129", "ip6:1::2::3", "a/33", "mx/24/64", "a//129", "a/024", "ptr/24", "exists:h.test/24", "all:x", "-all/8",
    "a:museum", "a:1.2.3.4", "a:abc.123", "a:x.-y", "a:%{z}.test", "a:%(d).test", "exists:%{c}.test", "exists:%{d0}.test",
    "exists:%{d", "a:h.test:25", "redirect:x.test", "exp:x.test", "1x=y", "=x", "foo=%x", "redirect=", "exp=", "redirect=x",
    "ip:1.2.3.4", "ipv4:1.2.3.4", "-", "+", "--all", "all.", "a:%{d}x",
]
MACROS = [
    "%{i}.ip.{d}", "%{ir}.ip.{d}", "%{l}.user.{d}", "%{l1r-}.user.{d}", "%{o}.of.{d}", "%{d2}.of.{d}", "%{h}.helo.{d}",
    "%{ir}.%{v}.%{d}", "%{s}.{d}", "%{S}.{d}", "%{lr+-}.user.{d}", "%%%_%-.{d}", "%{d}", "h1.%{d}", "%{h}", "%{o}",
]
EXPLANATIONS = [
    "Go away.", "%{i} is not %{d}", "%{c} %{h} %{r}", "%{s} %{o} %{l}", "%{L}@%{D}", "100%% sure%_about%-it", "%{v} %{ir}",
    "%{lr-} %{d1} %{dr}", "100% wrong", "%{x}", "%{d", "two  spaces",
]
LOCALS = ["user", "strong-bad", "a.b+c", "x=y/z", "postmaster", "j_d~e", "", "UPPER"]


class World:
    """One domain, everything below it, and a client."""

    def __init__(self, number, seed):
        self.random = random.Random(seed * 1000003 + number)
        self.domain = f"d{number}.test"
        self.elsewhere = f"p{number}.example"  # a reverse name that leads nowhere
        self.dns = {}
        self.six = self.random.random() < 0.25
        self.number = number
        self.ip = f"2001:db8::{number:x}" if self.six else f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}"
        self.helo = self.pick([f"mail.{self.domain}", "helo.example", "NOTEBOOK", f"h1.{self.domain}"])
        self.mail_from = self.sender()
        self.add_hosts()
        self.add_reverse()
        for i in range(4):
            self.add_record(f"i{i}.{self.domain}", deep=i)
        self.add_record(self.domain, deep=4)

    def pick(self, things):
        return self.random.choice(things)

    def chance(self, part):
        return self.random.random() < part

    def sender(self):
        if self.chance(0.05):
            self.helo = self.domain
            return ""
        return f"{self.pick(LOCALS)}@{self.domain}"

    def put(self, name, kind, value):
        self.dns.setdefault(name, {}).setdefault(kind, []).append(value)

    def put_address(self, name):
        """Addresses of which one may be the client's."""
        hit = self.chance(0.15)
        if self.chance(0.9):
            self.put(name, "A", self.ip if hit and not self.six else f"192.0.2.{self.random.randrange(250)}")
        if self.chance(0.6):
            self.put(name, "AAAA", self.ip if hit and self.six else f"2001:db8:ffff::{self.random.randrange(250):x}")

    def add_hosts(self):
        d = self.domain
        for i in range(4):
            self.put_address(f"h{i}.{d}")
        self.put_address(d)
        self.dns[f"slow.{d}"] = {"TIMEOUT": True}
        self.put(f"alias.{d}", "CNAME", f"h{self.random.randrange(4)}.{d}")
        self.put(f"text.{d}", "TXT", ["no SPF here"])
        for i in range(self.pick([1, 1, 2, 2, 3, 10, 11])):
            host = self.pick([f"h{i % 4}.{d}"] * 6 + [f"gone.{d}"])
            self.put(f"m.{d}", "MX", f"{i} {host}.")
        self.put(f"n.{d}", "MX", f"0 h0.{d}.")
        for name in (f"user.user.{d}", f"{self.ip}.ip.{d}", f"{d}.of.{d}", f"bad.strong.user.{d}"):
            if self.chance(0.5) and ":" not in name:
                self.put(name, "A", "127.0.0.2")
        self.put(f"{d}.why.test", "TXT", [self.pick(EXPLANATIONS)])
        if self.chance(0.05):
            self.put(f"{d}.why.test", "TXT", ["another"])

    def reverse_name(self):
        if not self.six:
            return ".".join(reversed(self.ip.split("."))) + ".in-addr.arpa"
        nibbles = f"{0x20010db8 << 96 | self.number:032x}"
        return ".".join(reversed(nibbles)) + ".ip6.arpa"

    def add_reverse(self):
        if self.chance(0.1):
            self.dns[self.reverse_name()] = {"TIMEOUT": True}
        elif self.chance(0.7):
            for name in self.random.sample([f"h0.{self.domain}", f"h1.{self.domain}", self.elsewhere, self.domain], 2):
                self.put(self.reverse_name(), "PTR", f"{name}.")

    def target(self):
        d = self.domain
        return self.pick([f"h{i}.{d}" for i in range(4)] * 3 + [f"gone.{d}", f"text.{d}", f"slow.{d}", f"alias.{d}"])

    def lengths(self):
        return self.pick(["", "", "", "/24", "//64", "/24//64", "/32", "/0", "//0"])

    def address(self):
        if self.six:
            return self.pick([f"ip6:{self.ip}", "ip6:2001:db8::/96", "ip6:2001:db8:1::/48", "ip4:192.0.2.0/24"])
        return self.pick([f"ip4:{self.ip}", f"ip4:{self.ip}/8", "ip4:192.0.2.0/24", "ip6:2001:db8::/32"])

    def mechanism(self, deep):
        d = self.domain
        kind = self.random.randrange(11)
        if kind <= 2:
            return self.address()
        if kind <= 4:
            return self.pick(["a", f"a:{self.target()}"]) + self.lengths()
        if kind == 5:
            return self.pick(["mx", f"mx:m.{d}", f"mx:n.{d}", f"mx:gone.{d}", f"mx:slow.{d}"]) + self.lengths()
        if kind == 6:
            return self.pick(["ptr", f"ptr:{d}", f"ptr:{self.elsewhere}"])
        if kind == 7:
            return f"exists:{self.target()}"
        if kind == 8:
            macro = self.pick(MACROS).replace("{d}", d) if self.chance(0.2) else self.pick(MACROS[:-4]).replace(".{d}", f".{d}")
            return self.pick(["exists:", "a:"]) + macro
        if deep > 0:
            return f"include:i{self.random.randrange(deep)}.{d}"
        return f"include:{self.pick([f'i0.{d}', f'gone.{d}', f'text.{d}', f'slow.{d}'])}" if self.chance(0.2) else self.address()

    def record(self, deep):
        count = self.pick([0, 1, 2, 3, 4, 6, 12 if deep == 4 else 4])
        terms = [self.pick(["", "", "", "", "+", "-", "~", "?"]) + self.mechanism(deep) for _ in range(count)]
        end = self.pick(["-all", "-all", "-all", "~all", "?all", "+all", "", f"redirect=i0.{self.domain}"])
        terms += [end] if end else []
        if self.chance(0.4):
            terms.append(self.pick(GOOD_MODIFIERS).replace("={d}.", f"={self.domain}."))
        if self.chance(0.05 if deep < 4 else 0.08):
            terms.insert(self.random.randrange(len(terms) + 1), self.pick(BROKEN))
        return " ".join([self.pick(["v=spf1"] * 8 + ["V=SPF1"])] + terms)

    def add_record(self, name, deep):
        text = self.record(deep)
        if self.chance(0.05):
            return
        if self.chance(0.03):
            self.put(name, "TXT", ["v=spf1 ip4:203.0.113.1 -all"])
        if self.chance(0.02):
            self.dns[name] = {"TIMEOUT": True}
            return
        cut = self.random.randrange(1, len(text)) if self.chance(0.1) else 0
        pieces = [text[:cut], text[cut:]] if cut else [text]
        pieces = [piece[i : i + 255] for piece in pieces for i in range(0, len(piece), 255)]
        self.put(name, "TXT", pieces)

    def as_json(self):
        return {"dns": self.dns, "client": [self.ip, self.mail_from, self.helo]}



class MinimalWorld:
    """A record of d.test and what it looks up, for a client that is always the same."""

    def __init__(self, known):
        self.domain, self.ip, self.six = "d.test", "192.0.2.1", False
        self.mail_from, self.helo = known.sender, "mail.d.test"
        self.dns = {"d.test": {"TXT": [[known.record]]}, **known.dns}

    def as_json(self):
        return {"dns": self.dns, "client": [self.ip, self.mail_from, self.helo]}
