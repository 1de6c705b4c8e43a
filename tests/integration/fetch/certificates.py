"""A certificate authority of our own: server certificates, mark certificates, and their breakages.

`certificates.py FOLDER` writes the mark certificates that the unit tests read.
"""
import base64
import gzip
import hashlib
import pathlib
import subprocess
import sys

LOGO = ('<svg xmlns="http://www.w3.org/2000/svg" version="1.2" baseProfile="tiny-ps" '
        'viewBox="0 0 96 96"><title>Tidewater</title>'
        '<rect width="96" height="96" fill="#06c"/><circle cx="48" cy="48" r="24" fill="#fff"/></svg>\n').encode()


def openssl(*arguments):
    subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True)


def der(tag, *contents):
    content = b"".join(contents)
    size = len(content)
    if size < 128:
        return bytes([tag, size]) + content
    octets = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 128 + len(octets)]) + octets + content


def logotype(svg, digest=None):
    """RFC 9399 4.1: one picture in a data: URI."""
    packed = gzip.compress(svg, mtime=0)
    digest = digest or hashlib.sha256(packed).digest()
    uri = b"data:image/svg+xml;base64," + base64.b64encode(packed)
    sha256 = bytes.fromhex("0609608648016503040201")
    details = der(0x30, der(0x16, b"image/svg+xml"),
                  der(0x30, der(0x30, der(0x30, sha256), der(0x04, digest))),
                  der(0x30, der(0x16, uri)))
    return der(0x30, der(0xA2, der(0xA0, der(0x30, der(0x30, details)))))


# Fields of a subject that OpenSSL has no names for.
OIDS = {
    "markType": "1.3.6.1.4.1.53087.1.13",
    "officeCountry": "1.3.6.1.4.1.53087.1.3",
    "registration": "1.3.6.1.4.1.53087.1.4",
    "statuteCountry": "1.3.6.1.4.1.53087.3.2",
    "statute": "1.3.6.1.4.1.53087.3.5",
}
COMPANY = "/C=DE/O=Tidewater Ltd/CN=Tidewater"
SUBJECT = COMPANY + "/markType=Registered Mark/officeCountry=DE/registration=302026001"

# The extensions of a mark certificate; a breakage replaces or removes some.
MARK = {
    "basicConstraints": "critical,CA:FALSE",
    "extendedKeyUsage": "1.3.6.1.5.5.7.3.31",
    "certificatePolicies": "1.3.6.1.4.1.53087.1.1",
    "crlDistributionPoints": "URI:http://crl.test/mark.crl",
    "1.3.6.1.4.1.11129.2.4.2": "DER:" + der(0x04, b"\0\0").hex(),
}


class Authority:
    """Keys and certificates in a folder."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.key = self.folder / "key.pem"
        openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", self.key)
        self.root = self.sign("root", "/CN=Test Root", {"basicConstraints": "critical,CA:TRUE"},
                              days=(-30, 20000))

    def sign(self, name, subject, extensions, issuer=None, days=(-1, 4000)):
        """A certificate with the one key of this authority, from day to day counted from now."""
        config = self.folder / f"{name}.cnf"
        lines = [f"{key} = {value}" for key, value in extensions.items()]
        config.write_text("\n".join(
            ["oid_section = oids", "[oids]", *(f"{key} = {oid}" for key, oid in OIDS.items()),
             "[ca]", "default_ca = us", "[us]", "unique_subject = no", "default_md = sha256",
             f"new_certs_dir = {self.folder}", f"database = {self.folder}/index",
             "rand_serial = yes", "policy = any", "copy_extensions = none", "preserve = yes",
             "[any]", "C = optional", "O = optional", "CN = optional",
             *(f"{key} = optional" for key in OIDS),
             "[req]", "distinguished_name = dn", "[dn]", "[ext]", *lines]) + "\n")
        (self.folder / "index").write_text("")
        request, out = self.folder / f"{name}.csr", self.folder / f"{name}.pem"
        openssl("req", "-new", "-utf8", "-key", self.key, "-subj", subject, "-config", config,
                "-out", request)
        who = (["-selfsign"] if issuer is None else ["-cert", issuer])
        openssl("ca", "-batch", "-notext", "-config", config, "-extensions", "ext", "-keyfile",
                self.key, *who, "-in", request, "-out", out, "-startdate", stamp(days[0]),
                "-enddate", stamp(days[1]))
        return out

    def server(self, name, *names, days=(-1, 400)):
        text = ",".join(f"DNS:{one}" for one in names)
        return self.sign(name, f"/CN={names[0]}", {"subjectAltName": text}, self.root, days)

    def mark(self, name, domain="tide.test", svg=LOGO, subject=SUBJECT, days=(-10, 390), **changes):
        """A mark certificate; `changes` are extensions by name, None leaves one out."""
        extensions = dict(MARK)
        extensions["subjectAltName"] = f"DNS:{domain}"
        extensions["1.3.6.1.5.5.7.1.12"] = "DER:" + logotype(svg).hex()
        extensions.update({key.replace("_", "."): value for key, value in changes.items()})
        kept = {key: value for key, value in extensions.items() if value is not None}
        return self.sign(name, subject, kept, self.root, days)


def stamp(days):
    import datetime
    when = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=days)
    return when.strftime("%Y%m%d%H%M%SZ")


def write_vectors(folder):
    """Mark certificates for tests/unit/test_mark_evidence.c, each with one thing wrong."""
    import tempfile
    out = pathlib.Path(folder)
    with tempfile.TemporaryDirectory() as work:
        ca = Authority(work)
        years = (-10, 3650 * 2)
        made = {
            "root": ca.root,
            "good": ca.mark("good", days=years),
            "no-eku": ca.mark("no-eku", days=years, extendedKeyUsage="serverAuth"),
            "no-logotype": ca.mark("no-logotype", days=years, **{"1_3_6_1_5_5_7_1_12": None}),
            "broken-logotype": ca.mark("broken-logotype", days=years,
                                       **{"1_3_6_1_5_5_7_1_12": "DER:3003020101aa"[:16]}),
            "wrong-hash": ca.mark("wrong-hash", days=years, **{
                "1_3_6_1_5_5_7_1_12": "DER:" + logotype(LOGO, bytes(32)).hex()}),
            "no-timestamp": ca.mark("no-timestamp", days=years, **{"1_3_6_1_4_1_11129_2_4_2": None}),
            "no-policy": ca.mark("no-policy", days=years, certificatePolicies=None),
            "no-crl": ca.mark("no-crl", days=years, crlDistributionPoints=None),
            "no-type": ca.mark("no-type", days=years, subject=COMPANY),
            "unknown-type": ca.mark("unknown-type", days=years,
                                    subject=COMPANY + "/markType=Nice Mark"),
            "no-registration": ca.mark("no-registration", days=years, subject=COMPANY +
                                       "/markType=Registered Mark"),
            "government": ca.mark("government", days=years, subject=COMPANY +
                                  "/markType=Government Mark"
                                  "/statuteCountry=DE/statute=BGBl 1"),
            "prior-use": ca.mark("prior-use", days=years, subject=COMPANY +
                                 "/markType=Prior Use Mark"),
            "authority": ca.mark("authority", days=years, basicConstraints="critical,CA:TRUE"),
            "self-signed": ca.sign("self-signed", SUBJECT, MARK, None, years),
        }
        for name, path in made.items():
            (out / f"{name}.pem").write_bytes(path.read_bytes())


if __name__ == "__main__":
    write_vectors(sys.argv[1])
