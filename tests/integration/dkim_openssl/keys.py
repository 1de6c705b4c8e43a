"""Keys of every kind and breakage, from a seed. Few are made by openssl; the others are written in DER here."""
import base64
import subprocess

OIDS = {
    "rsa": "06092a864886f70d010101",
    "pss": "06092a864886f70d01010a",
    "md5": "06092a864886f70d010104",
    "dsa": "06072a8648ce380401",
    "ed25519": "06032b6570",
    "x25519": "06032b656e",
    "unknown": "06032a0304",
}
NULL = "0500"


def length(n):
    if n < 128:
        return bytes([n])
    octets = n.to_bytes((n.bit_length() + 7) // 8, "big")
    return bytes([0x80 | len(octets)]) + octets


def element(tag, contents):
    return bytes([tag]) + length(len(contents)) + contents


def integer(n):
    octets = n.to_bytes(n.bit_length() // 8 + 1, "big")
    return element(2, octets)


def bare(n, e):
    return element(0x30, integer(n) + integer(e))


def wrap(algorithm, parameters, key):
    head = element(0x30, bytes.fromhex(OIDS[algorithm] + parameters))
    return element(0x30, head + element(3, b"\0" + key))


def made_by_openssl(*arguments):
    private = subprocess.run(["openssl", "genpkey", "-outform", "DER", "-algorithm", *arguments],
                             check=True, capture_output=True).stdout
    return subprocess.run(["openssl", "pkey", "-inform", "DER", "-pubout", "-outform", "DER"],
                          input=private, check=True, capture_output=True).stdout


def real_keys():
    for bits in 512, 768, 1023, 1024, 1025, 1536, 2048, 3072:
        yield made_by_openssl("RSA", "-pkeyopt", f"rsa_keygen_bits:{bits}")
    for exponent in 3, 17, 257:
        yield made_by_openssl("RSA", "-pkeyopt", "rsa_keygen_bits:1024", "-pkeyopt",
                              f"rsa_keygen_pubexp:{exponent}")
    yield made_by_openssl("RSA-PSS", "-pkeyopt", "rsa_keygen_bits:1024")
    for curve in "P-256", "P-384", "P-521":
        yield made_by_openssl("EC", "-pkeyopt", f"ec_paramgen_curve:{curve}")
    for kind in "ED25519", "ED448", "X25519", "X448":
        yield made_by_openssl(kind)


def modulus(rng):
    bits = rng.choice([512, 768, 1000, 1023, 1024, 1024, 2047, 2048, 2048, 3072, 4096, rng.randint(400, 4200)])
    return rng.getrandbits(bits) | 1 << (bits - 1) | 1


def exponent(rng):
    return rng.choice([65537, 65537, 3, 1, 2, 17, 65536, 2**32 + 1, rng.getrandbits(40) | 1])


def whole(rng, real):
    """A key as a signer would publish it, or one of another kind."""
    how = rng.randrange(10)
    if how < 3:
        return rng.choice(real)
    if how < 6:
        return wrap("rsa", rng.choice([NULL, NULL, ""]), bare(modulus(rng), exponent(rng)))
    if how < 8:
        return bare(modulus(rng), exponent(rng))
    if how == 8:
        return wrap("ed25519", "", rng.randbytes(rng.choice([31, 32, 32, 32, 33])))
    return wrap(rng.choice(list(OIDS)), rng.choice([NULL, ""]), bare(modulus(rng), exponent(rng)))


def flipped(rng, octets):
    at = rng.randrange(min(len(octets), rng.choice([40, len(octets)])))
    return octets[:at] + bytes([octets[at] ^ 1 << rng.randrange(8)]) + octets[at + 1:]


def damage(rng, octets):
    """What became of the octets on their way, and the whole that they were cut from, or None."""
    how = rng.randrange(8)
    if how < 2:
        return octets[:rng.randrange(len(octets))], octets
    if how == 2:
        return octets + rng.randbytes(rng.randint(1, 20)), None
    if how == 3:
        return flipped(rng, octets), None
    if how == 4:
        at = rng.randrange(len(octets))
        return octets[:at] + rng.randbytes(1) + octets[at:], None
    return octets, None


def spoil(rng, text):
    """What became of the base64."""
    how = rng.randrange(16)
    at = rng.randrange(len(text)) if text else 0
    if how == 0:
        return text[:at] + rng.choice('*-_!"') + text[at:]
    if how == 1:
        return text[:at]
    if how in (2, 3):
        return text[:at] + rng.choice([" ", "  ", "\t"]) + text[at:]
    if how == 4:
        return text.rstrip("=")
    return text


def make(rng, count):
    """So many records: k, p, and the key that p was cut from, or None."""
    real = list(real_keys())
    for _ in range(count):
        if rng.randrange(10) == 0:
            octets = rng.randbytes(rng.choice([31, 32, 32, 32, 33]))
            yield "ed25519", spoil(rng, base64.b64encode(octets).decode()), None
        else:
            octets, cut_from = damage(rng, whole(rng, real))
            kind = rng.choice(["rsa", "rsa", "rsa", "ed25519", None])
            yield kind, spoil(rng, base64.b64encode(octets).decode()), cut_from
