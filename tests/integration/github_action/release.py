"""Releases on this machine: what the action downloads, as GitHub would serve it."""
import contextlib
import functools
import hashlib
import http.server
import io
import os
import tarfile
import threading

REPOSITORY = "dmarcramp/dmarcramp"
VERSION = "v1.2.3"


def write(folder, program):
    """The file of a release below `folder`; its digest."""
    place = folder / REPOSITORY / "releases/download" / VERSION
    place.mkdir(parents=True)
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        archive.add(program.resolve(), "dmarcramp")
    (place / f"dmarcramp-linux-{os.uname().machine}.tar.gz").write_bytes(packed.getvalue())
    return hashlib.sha256(packed.getvalue()).hexdigest()


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@contextlib.contextmanager
def serve(folder):
    """Variables of a runner whose server is this machine, while the folder is served."""
    handler = functools.partial(Quiet, directory=folder)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield {"GITHUB_SERVER_URL": f"http://127.0.0.1:{server.server_port}",
               "GITHUB_ACTION_REPOSITORY": REPOSITORY}
        server.shutdown()
