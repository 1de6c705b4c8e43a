"""What the openssl program makes of octets."""
import re
import subprocess

FORMS = ["pkey", "-pubin"], ["rsa", "-RSAPublicKey_in"]
AS_WRITTEN = {"pkey": "-pubout", "rsa": "-RSAPublicKey_out"}


def run(arguments, octets):
    done = subprocess.run(["openssl", *arguments], input=octets, capture_output=True, check=False)
    return done.stdout if done.returncode == 0 else b""


def parse(text):
    """(kind, bits, exponent) of a listing; None when it is of a key that DKIM does not know."""
    if text.startswith("ED25519"):
        return "ed25519", 256, None
    bits = re.search(r"Public-Key: \((\d+) bit\)\nModulus", text)
    if not bits or "PSS" in text:
        return None
    short = re.search(r"Exponent: (\d+) \(", text)
    long = re.search(r"Exponent:\n?((?:\s*[0-9a-f]{2}:?)+)", text)
    exponent = int(short[1]) if short else int(re.sub(r"[\s:]", "", long[1]), 16)
    return "rsa", int(bits[1]), exponent


def read(octets):
    """What parse() says, and the key as openssl would write it; None and b"" when it reads no key."""
    for form in FORMS if octets[:1] == b"\x30" else ():
        listing = run([*form, "-inform", "DER", "-noout", "-text"], octets).decode("latin-1")
        if listing:
            written = run([*form, "-inform", "DER", "-outform", "DER", AS_WRITTEN[form[0]]], octets)
            return parse(listing), written
    return None, b""
