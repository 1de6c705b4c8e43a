"""Where other implementations are known to differ, and what RFC 7208 says.

Each class of difference names the sentence of the RFC, has a minimal record that shows it and is tried at every run, and
says how to mend a world: to take out of it what the implementations disagree about, and nothing else. A difference
belongs to the class only if it is gone when its world is mended, so a class explains nothing that it does not cause.
"""

import copy

ELSEWHERE = {"A": "192.0.2.99", "AAAA": "2001:db8:ffff::99"}


class Known:
    """One class of differences."""

    def __init__(self, rfc, record, dns, expected, mend, sender="user@d.test"):
        self.rfc = rfc
        self.record = record  # of d.test
        self.dns = dns  # beside it; the client is 192.0.2.1
        self.expected = expected  # results for the record: "ours", and those of the peers that differ
        self.sender = sender
        self._mend = mend  # changes a world; False when there is nothing to mend

    def __str__(self):
        return f"{self.rfc} [{self.record}]"

    def mended(self, world):
        """A copy of the world without what the implementations disagree about; None when it is not in there."""
        better = copy.deepcopy(world)
        return None if self._mend(better) is False else better


def cut(text):
    """The strings of a TXT record."""
    return [text[at : at + 255] for at in range(0, len(text), 255)] or [""]


def mend_texts(old, new):
    """Mends by replacing a part of texts."""

    def mend(world):
        found = False
        for types in world.dns.values():
            for i, pieces in enumerate(types.get("TXT", [])):
                text = "".join(pieces)
                if old in text:
                    types["TXT"][i] = cut(text.replace(old, new))
                    found = True
        return found

    return mend


def let_reverse_name_answer(world):
    return world.dns.pop(world.reverse_name(), {}).get("TIMEOUT", False)


def give_address(world, host):
    """An address in the client's family that is nobody's; False when it has one."""
    kind = "AAAA" if world.six else "A"
    types = world.dns.setdefault(host, {})
    if kind in types or types.get("TIMEOUT"):
        return False
    types[kind] = [ELSEWHERE[kind]]
    return True


def give_addresses(kind):
    """Mends by giving an address to every host that records of that type name."""

    def mend(world):
        lists = [types[kind] for types in world.dns.values() if kind in types]
        hosts = [value.split()[-1].rstrip(".") for values in lists for value in values]
        return any([give_address(world, host) for host in hosts])

    return mend


def keep_ten_mx_hosts(world):
    long = [types["MX"] for types in world.dns.values() if len(types.get("MX", [])) > 10]
    for hosts in long:
        del hosts[10:]
    return bool(long)


def write_aliases_out(world):
    aliases = [name for name, types in world.dns.items() if "CNAME" in types]
    for name in aliases:
        world.dns[name] = copy.deepcopy(world.dns.get(world.dns[name]["CNAME"][0], {}))
    return bool(aliases)


def drop_redirects(world):
    """Where they are used the result changes too, for all implementations."""
    found = False
    for types in world.dns.values():
        for i, pieces in enumerate(types.get("TXT", [])):
            terms = "".join(pieces).split(" ")
            kept = [term for term in terms if not term.lower().startswith("redirect=")]
            found = found or len(kept) < len(terms)
            types["TXT"][i] = cut(" ".join(kept))
    return found


def include_another(world):
    """Instead of itself: a name without a record, as those that are never reached may be."""
    found = False
    for name, types in world.dns.items():
        for i, pieces in enumerate(types.get("TXT", [])):
            terms = "".join(pieces).split(" ")
            itself = [term.lower().lstrip("+-~?") == f"include:{name}" for term in terms]
            if any(itself):
                text = " ".join(term.replace(name, f"gone.{name}") if own else term for term, own in zip(terms, itself))
                types["TXT"][i] = cut(text)
                found = True
    return found


def write_local_part(world):
    """Of the null sender too: Mail::SPF takes the HELO name alone for the sender."""
    if world.mail_from and not world.mail_from.startswith("@"):
        return False
    world.mail_from = f"postmaster{world.mail_from or '@' + world.helo}"
    return True


REVERSE = "1.2.0.192.in-addr.arpa"
ELEVEN_HOSTS = [f"{i} h.d.test." for i in range(11)]

KNOWN = [
    Known(
        "5.5: if a DNS error occurs while doing the PTR RR lookup, then this mechanism fails to match",
        "v=spf1 ptr -all",
        {REVERSE: {"TIMEOUT": True}},
        {"ours": "fail", "pyspf": "temperror", "Mail::SPF": "temperror"},
        let_reverse_name_answer,
    ),
    Known(
        "7.3: the number of parts is non-zero; 4.6: syntax errors anywhere in the record are permerror",
        "v=spf1 +all exists:%{d0}.test",
        {},
        {"ours": "permerror", "pyspf": "pass", "Mail::SPF": "pass"},
        mend_texts("%{d0}", "%{d1}"),
    ),
    Known(
        "6.2: if there are syntax errors in the explanation string, check_host() proceeds as if no exp was given",
        "v=spf1 exp=why.test -all",
        {"why.test": {"TXT": [["%{d"]]}},
        {"ours": ("fail", "-"), "pyspf": ("fail", "%{d")},
        mend_texts("%{d", "%{d}"),
    ),
    Known(
        "4.6.4: void lookups are DNS queries; a CNAME on the way makes no second one",
        "v=spf1 a:gone1.test a:alias.test -all",
        {"alias.test": {"CNAME": ["gone2.test"]}},
        {"ours": "fail", "pyspf": "permerror"},
        write_aliases_out,
    ),
    Known(
        "4.6.4: void lookups have an answer count of 0; a CNAME is no answer to the question",
        "v=spf1 a:alias.test a:alias.test a:alias.test -all",
        {"alias.test": {"CNAME": ["gone.test"]}},
        {"ours": "permerror", "Mail::SPF": "fail"},
        write_aliases_out,
    ),
    Known(
        "5.4: the addresses of one MX name after the other are compared; hosts behind a match are not looked up",
        "v=spf1 mx:m.d.test -all",
        {"m.d.test": {"MX": ["1 h.d.test.", "2 x.test.", "3 y.test.", "4 z.test."]}, "h.d.test": {"A": ["192.0.2.1"]}},
        {"ours": "pass", "pyspf": "permerror"},
        give_addresses("MX"),
    ),
    Known(
        "4.6.4: if the limit of 10 names is exceeded, the mx mechanism MUST produce a permerror result",
        "v=spf1 mx:m.d.test -all",
        {"m.d.test": {"MX": ELEVEN_HOSTS}, "h.d.test": {"A": ["192.0.2.1"]}},
        {"ours": "permerror", "Mail::SPF": "pass"},
        keep_ten_mx_hosts,
    ),
    Known(
        "7.2: macro letters; 4.6: syntax errors anywhere in the record are permerror",
        "v=spf1 +all a:%{z}.test",
        {},
        {"ours": "permerror", "Mail::SPF": "pass"},
        mend_texts("%{z}", "%{d}"),
    ),
    Known(
        "7.2: c, r and t are allowed only in explanations; 4.6: syntax errors anywhere are permerror",
        "v=spf1 +all exists:%{c}.test",
        {},
        {"ours": "permerror", "Mail::SPF": "pass"},
        mend_texts("%{c}.test", "%{i}.test"),
    ),
    Known(
        "5.5: every name of the address is looked up, then those that lead back are compared with the target",
        "v=spf1 a:gone.test ptr:d.test -all",
        {REVERSE: {"PTR": ["x.test.", "y.test."]}},
        {"ours": "permerror", "Mail::SPF": "fail"},
        give_addresses("PTR"),
    ),
    Known(
        "4.6.4: terms are limited during evaluation; 6.1: redirect is used when no mechanism matches",
        "v=spf1 include:i.test " + "a:h.test " * 9 + "+all",
        {"i.test": {"TXT": [["v=spf1 ?ip4:192.0.2.1 redirect=r.test"]]}, "h.test": {"A": ["192.0.2.9"]}},
        {"ours": "pass", "pyspf": "permerror", "Mail::SPF": "permerror"},
        drop_redirects,
    ),
    Known(
        "4.6.4: it is the number of terms that ends a recursion, when they are evaluated",
        "v=spf1 +all include:d.test",
        {},
        {"ours": "pass", "pyspf": "permerror"},
        include_another,
    ),
    Known(
        "4.3: if the sender has no local part, postmaster is substituted; 7.2: %{s} is the sender",
        "v=spf1 exp=why.test -all",
        {"why.test": {"TXT": [["%{s}"]]}},
        {"ours": ("fail", "postmaster@d.test"), "pyspf": ("fail", "@d.test"), "Mail::SPF": ("fail", "@d.test")},
        write_local_part,
        sender="@d.test",
    ),
]
