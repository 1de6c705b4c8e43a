"""Where other implementations are known to differ, and what RFC 7208 says.

Each entry names the sentence, a minimal record, and when it explains a difference: told from the records of the
world, from both results, and from what the other one says about its error.
"""

DIFFERENCES = []


def difference(rfc, example, *peers):
    """Registers a function of (world, ours, theirs) as the condition of an entry."""

    def register(condition):
        DIFFERENCES.append((peers, f"{rfc} [{example}]", condition))
        return condition

    return register


def explain(peer, world, ours, theirs):
    for peers, text, condition in DIFFERENCES:
        if peer in peers and condition(world, ours, theirs):
            return text
    return None


def reverse_times_out(world):
    return "TIMEOUT" in world.dns.get(world.reverse_name(), {})


def mx_hosts(world):
    return [value.split()[1].rstrip(".") for value in world.dns[f"m.{world.domain}"]["MX"]]


@difference(
    "5.5: if a DNS error occurs while doing the PTR RR lookup, then this mechanism fails to match",
    "v=spf1 ptr -all, PTR times out",
    "pyspf",
    "Mail::SPF",
)
def _(world, ours, theirs):
    return reverse_times_out(world) and theirs[0] == "temperror" and ours[0] != "temperror" and "ptr" in world.text()


@difference("7.3: the number of parts is non-zero", "v=spf1 exists:%{d0}.test -all", "pyspf", "Mail::SPF")
def _(world, ours, _theirs):
    return ours[0] == "permerror" and "%{d0}" in world.text()


@difference("6.2: if there are syntax errors in the explanation string, as if no exp was given", "exp text %{d", "pyspf")
def _(_world, ours, theirs):
    return ours[:2] == ("fail", "-") and theirs[:2] == ("fail", "%{d")


@difference("4.6.4: void lookups are DNS queries; a CNAME on the way makes no second one", "v=spf1 a:alias.test", "pyspf")
def _(world, ours, theirs):
    return "alias." in world.text() and ours[0] != "permerror" and "Void lookup limit" in theirs[2]


def some_mx_host_is_void(world):
    kind = "AAAA" if world.six else "A"
    return any(kind not in world.dns.get(host, {}) for host in mx_hosts(world))


@difference("5.4: a match ends the mechanism; hosts behind it need not be looked up", "v=spf1 mx:m.test -all", "pyspf")
def _(world, ours, theirs):
    behind = some_mx_host_is_void(world) and "mx:m." in world.text()
    return behind and ours[0] != "permerror" and "Void lookup limit" in theirs[2]


@difference("5.4: if the MX lookup limit is exceeded, permerror is returned", "v=spf1 mx, 11 hosts, the first matches", "Mail::SPF")
def _(world, ours, theirs):
    return len(mx_hosts(world)) > 10 and "mx:m." in world.text() and ours[0] == "permerror"


@difference("7.2: macro letters; 4.6: syntax errors anywhere are permerror", "v=spf1 +all a:%{z}.test", "Mail::SPF")
def _(world, ours, _theirs):
    return ours[0] == "permerror" and ("%{z}" in world.text() or "%{c}" in world.text())


@difference("5.5: every name is validated, also those outside the target, before they are compared", "v=spf1 ptr:d.test", "Mail::SPF")
def _(world, ours, _theirs):
    return ours[0] == "permerror" and "ptr" in world.text() and "PTR" in world.dns.get(world.reverse_name(), {})


@difference(
    "4.6.4: terms are limited during evaluation; 6.1: redirect is not used when a mechanism matched",
    "v=spf1 +all redirect=x.test behind ten others",
    "pyspf",
    "Mail::SPF",
)
def _(world, ours, theirs):
    over = "Too many DNS lookups" in theirs[2] or "DNS-interactive terms limit" in theirs[2]
    return over and "redirect=" in world.text() and ours[0] not in ("permerror", "temperror")


@difference("4.6.4: recursion is an error when it exceeds the limit, not by itself", "v=spf1 +all include:d.test", "pyspf")
def _(_world, ours, theirs):
    return "trivial recursion" in theirs[2] and ours[0] != "permerror"


@difference("4.6.4: void lookups; a CNAME is no answer to the question", "v=spf1 a:alias.test a:alias.test a:alias.test", "Mail::SPF")
def _(world, ours, _theirs):
    return "alias." in world.text() and ours[0] == "permerror"


@difference("4.3: a sender without a local part is postmaster; 7.2: %{s} is the sender", "exp text %{s}", "pyspf", "Mail::SPF")
def _(world, ours, theirs):
    same = ours[1].lower().replace("postmaster@", "@") == theirs[1].lower()
    return world.mail_from.startswith("@") and ours[0] == theirs[0] == "fail" and same
