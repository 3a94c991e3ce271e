"""A hub on 127.0.0.1 over a folder of datasets, which misbehaves on request."""

import hashlib
import json
import re
import threading
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from time import time
from urllib.parse import unquote, urlsplit

COMMIT = "0123456789abcdef0123456789abcdef01234567"


@dataclass
class Fault:
    """What goes wrong with the requests whose path matches.

    kind: `cut` breaks the connection in mid-body, `short` and `empty` end a body early as if it were whole, `silent`
    says nothing, a number is that status; 429 asks to wait for `seconds`, `until` asks it with a date.
    """

    kind: str | int
    path: str = "/resolve/"
    times: int = 1
    seconds: int = 7
    from_byte: int = 0  # only requests whose range starts there or later


@dataclass
class Hub:
    root: Path  # <owner>/<name>/<data files>
    faults: list[Fault] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def __enter__(self) -> "Hub":
        hub = self

        class Handler(_Handler):
            pass

        Handler.hub = hub
        self.silence = threading.Event()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.block_on_close = False
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.silence.set()
        self.server.shutdown()
        self.server.server_close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    def n_requests(self, part: str) -> int:
        return sum(part in request for request in self.requests)

    def fault(self, path: str, start: int) -> Fault | None:
        for fault in self.faults:
            if fault.times and fault.path in path and start >= fault.from_byte:
                fault.times -= 1
                return fault
        return None


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    hub: Hub

    def log_message(self, *_: object) -> None:
        pass

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.do_GET()

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path)
        self.hub.requests.append(path)
        start = int(re.sub(r"bytes=(\d+)-.*", r"\1", self.headers.get("Range", "bytes=0-")))
        fault = self.hub.fault(path, start)
        if fault and fault.kind == "silent":
            self.hub.silence.wait(30)
            self.close_connection = True
        elif fault and fault.kind == "until":
            self.answer(429, b"", {"Retry-After": formatdate(time() + fault.seconds, usegmt=True)})
        elif fault and isinstance(fault.kind, int):
            self.answer(fault.kind, b"", {"Retry-After": str(fault.seconds)} if fault.kind == 429 else {})
        elif match := re.fullmatch(r"/api/datasets/([^/]+/[^/]+)(?:/(revision|tree)/([^/]+)(?:/(.*))?)?", path):
            self.metadata(match[1], match[2], match[3] or "main", match[4] or "")
        elif match := re.fullmatch(r"/datasets/([^/]+/[^/]+)/resolve/([^/]+)/(.+)", path):
            self.content(self.hub.root / match[1] / match[3], fault)
        else:
            self.answer(404, b"")

    do_HEAD = do_GET

    def metadata(self, name: str, what: str | None, revision: str, path: str) -> None:
        folder = self.hub.root / name
        if not folder.is_dir():
            return self.answer(404, b"", {"X-Error-Code": "RepoNotFound"})
        if revision not in ("main", COMMIT):
            return self.answer(404, b"", {"X-Error-Code": "RevisionNotFound"})
        if what == "tree":
            if not (folder / path).is_dir():
                return self.answer(404, b"", {"X-Error-Code": "EntryNotFound"})
            entries = [
                {
                    "type": "directory" if entry.is_dir() else "file",
                    "path": str(entry.relative_to(folder)),
                    "size": 0 if entry.is_dir() else entry.stat().st_size,
                    "oid": hashlib.sha1(str(entry).encode()).hexdigest(),
                }
                for entry in sorted((folder / path).iterdir())
            ]
            return self.answer(200, json.dumps(entries).encode())
        return self.answer(200, json.dumps({"id": name, "sha": COMMIT, "siblings": []}).encode())

    def content(self, file: Path, fault: Fault | None) -> None:
        if not file.is_file():
            return self.answer(404, b"", {"X-Error-Code": "EntryNotFound"})
        body = file.read_bytes()
        status, headers = 200, {"ETag": f'"{hashlib.sha1(body).hexdigest()}"', "Accept-Ranges": "bytes"}
        if match := re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", "")):
            start, end = int(match[1]), min(int(match[2] or len(body)), len(body) - 1)
            status, headers["Content-Range"] = 206, f"bytes {start}-{end}/{len(body)}"
            body = body[start : end + 1]
        if fault and fault.kind in ("short", "empty"):
            body = body[: len(body) // 2] if fault.kind == "short" else b""
        n_bytes = len(body) // 2 if fault and fault.kind == "cut" else None
        return self.answer(status, body, headers, n_bytes)

    def answer(
        self, status: int, body: bytes, headers: dict[str, str] | None = None, n_bytes: int | None = None
    ) -> None:
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body[:n_bytes])
        if n_bytes is not None:
            self.wfile.flush()
            self.connection.shutdown(2)
            self.close_connection = True
