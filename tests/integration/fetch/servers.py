"""A name server and web servers on loopback that do as they are told."""
import http.server
import socket
import socketserver
import ssl
import struct
import threading
import time

TYPES = {1: "A", 15: "MX", 16: "TXT", 28: "AAAA"}


def wire(name):
    return b"".join(bytes([len(label)]) + label.encode() for label in name.split(".")) + b"\0"


def rdata(kind, value):
    if kind == "A":
        return socket.inet_aton(value)
    if kind == "MX":
        preference, host = value.split()
        return struct.pack("!H", int(preference)) + wire(host)
    return bytes([len(value)]) + value.encode()


class Names:
    """Answers over UDP from `records`: (name, type) to a list of values. `moves`: for a name, the
    addresses that its A question gets, one after the other."""

    def __init__(self, records):
        self.records, self.moves, self.asked = records, {}, []
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def values(self, name, kind):
        self.asked.append((name, kind))
        if kind == "A" and self.moves.get(name):
            moves = self.moves[name]
            return [moves.pop(0) if len(moves) > 1 else moves[0]]
        return self.records.get((name, kind), [])

    def answer(self, query):
        labels, at = [], 12
        while query[at]:
            labels.append(query[at + 1:at + 1 + query[at]].decode("latin-1").lower())
            at += 1 + query[at]
        number = struct.unpack_from("!H", query, at + 1)[0]
        name, kind = ".".join(labels), TYPES.get(number, "")
        values = self.values(name, kind)
        known = any(one == name or one.endswith("." + name) for one, _ in self.records)
        known = known or name in self.moves
        head = query[:2] + struct.pack("!HHHHH", 0x8580 | (0 if known else 3), 1, len(values), 0, 0)
        body = query[12:at + 5]
        for value in values:
            data = rdata(kind, value)
            body += b"\xc0\x0c" + struct.pack("!HHIH", number, 1, 300, len(data)) + data
        return head + body

    def serve(self):
        while True:
            query, who = self.socket.recvfrom(4096)
            self.socket.sendto(self.answer(query), who)


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        web = self.server.web
        web.requests.append((self.headers.get("Host"), self.path))
        status, headers, body = web.pages.get(self.path, (404, {}, b"no such page\n"))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.drip(body) if web.drips else self.wfile.write(body)

    def drip(self, body):
        for octet in body:
            self.wfile.write(bytes([octet]))
            self.wfile.flush()
            time.sleep(0.3)

    def log_message(self, *arguments):
        pass


class Quiet(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True

    def handle_error(self, *arguments):
        pass  # clients that hang up are what is tested


class Web:
    """Serves `pages`: path to (status, headers, body). Without a certificate it speaks plain HTTP."""

    def __init__(self, certificate=None, key=None, drips=False):
        self.pages, self.requests, self.drips = {}, [], drips
        self.connections = 0
        server = Quiet(("127.0.0.1", 0), Handler)
        server.web = self
        if certificate is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate, key)
            server.socket = context.wrap_socket(server.socket, server_side=True,
                                                do_handshake_on_connect=False)
        self.port = server.server_address[1]
        accept = server.get_request

        def counted():
            self.connections += 1
            return accept()
        server.get_request = counted
        threading.Thread(target=server.serve_forever, daemon=True).start()
