"""pyspf over the answers of a world."""

import spf

_dns = {}


def _lookup(name, qtype, strict=True, timeout=20):
    del strict, timeout
    at = name.lower().rstrip(".")
    types = _dns.get(at, {})
    if types.get("TIMEOUT"):
        raise spf.TempError("DNS timeout")
    found = [((name, qtype), _value(qtype, value)) for value in types.get(qtype, [])]
    for target in types.get("CNAME", []):
        found.append(((name, "CNAME"), target))
        found += _lookup(target, qtype)
    return found


def _value(qtype, value):
    if qtype == "TXT":
        return tuple(piece.encode() for piece in value)
    if qtype == "AAAA":
        return value
    if qtype == "MX":
        preference, host = value.split()
        return int(preference), host.rstrip(".")
    return value.rstrip(".")


spf.DNSLookup = _lookup


def ask(world):
    """The result, the explanation ('-' for none), and what pyspf says about an error."""
    global _dns
    _dns = world.dns
    query = spf.query(i=world.ip, s=world.mail_from, h=world.helo, receiver="mx.r.test", strict=True, querytime=0)
    query.set_default_explanation("-")
    result, _, explanation = query.check()
    return (result, explanation, "") if result == "fail" else (result, "-", explanation)
