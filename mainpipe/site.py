"""The report site: the tables of `reporting` as Parquet files, Evidence's build on them, dbt's own docs beside it.

Evidence would read the database through a driver of its own. The tables are written here instead, as its build and the
browser read them: no driver, no second reader of the open database, and a table without rows keeps its columns.
"""

import functools
import gzip
import hashlib
import http.server
import io
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
from tqdm import tqdm

from mainpipe.errors import UserError
from mainpipe.resume import read_json, write_json
from mainpipe.run import file_sha256, open_warehouse
from mainpipe.settings import PROJECT, Settings
from mainpipe.summary import open_database
from python_udfs.sql_literal import sql_literal

REPORTS = PROJECT / "reports"
PACKAGES = REPORTS / "node_modules"
PROJECT_FILES = ("package.json", "evidence.config.yaml", "evidence.settings.json", "svelte.config.js")
PROJECT_FOLDERS = ("pages", "components", "static")
# What is published otherwise than it stands in the table: folders of this machine and what an address asks for are
# nobody's affair; runs that found nothing to do say nothing new, and must not make the site stale.
FILE = r"regexp_replace({0}, '^[/~].*/', '') as {0}"
QUERIES = {
    "run_metadata": f"""
        select * exclude (settings, versions, seeds) replace ({FILE.format("corpus")}, {FILE.format("tokenizer")})
        from mainpipe.reporting.run_metadata
        where n_built > 0
        order by started_at
    """,
    "run_facts": f"""
        select * replace ({FILE.format("value")})
        from mainpipe.reporting.run_facts
        order by all
    """,
    "run_changes": f"""
        select * replace ({FILE.format("value_before")}, {FILE.format("value")})
        from mainpipe.reporting.run_changes
        order by all
    """,
    "duplicate_urls": r"""
        select * replace (regexp_replace(url_key, '[?].*', '?…', 's') as url_key)
        from mainpipe.reporting.duplicate_urls
        order by all
    """,
}
# What dbt's docs are made from.
DBT_FILES = ("models", "macros", "seeds", "tests", "dbt_project.yml")
PORT = 8000
COMPRESSED = {".css", ".js", ".json", ".svg", ".wasm"}


def make(settings: Settings) -> None:
    """Brings `site/` in the build folder up to date.

    Errors: UserError names what failed and the log to read on.
    Cost: nothing when tables, pages, models and packages are those of the last time; else a minute, and packages once.
    """
    data = settings.build / "site-data"
    with open_database(settings) as connection:
        export(connection, data)
    project = (REPORTS / name for name in (*PROJECT_FILES, *PROJECT_FOLDERS, "package-lock.json"))
    dbt_files = (PROJECT / name for name in DBT_FILES)
    wanted = fingerprint([data, *dbt_files, *project, Path(__file__)])
    site, record = settings.build / "site", settings.build / "site.json"
    if read_json(record).get("fingerprint") == wanted and (site / "index.html").is_file():
        print(f"site       {site}/index.html   ({settings.make('serve')})")
        return
    started = time.monotonic()
    record.unlink(missing_ok=True)
    install(settings)
    build(settings, data)
    write_json(record, {"fingerprint": wanted, "seconds": round(time.monotonic() - started, 2)})
    print(f"site       {site}/index.html   ({settings.make('serve')}), built in {time.monotonic() - started:.0f} s")


def tables_read() -> list[str]:
    """The tables of `reporting` that the pages name."""
    pages = (path.read_text() for path in sorted((REPORTS / "pages").rglob("*.md")))
    return sorted({name for page in pages for name in re.findall(r"\breporting\.(\w+)", page)})


def export(connection: Any, data: Path) -> None:
    """Writes every table that a page reads, in an order of its own, and the list that Evidence starts from."""
    shutil.rmtree(data, ignore_errors=True)
    files = []
    for name in tables_read():
        file = data / "reporting" / name / f"{name}.parquet"
        file.parent.mkdir(parents=True)
        query = QUERIES.get(name, f"select * from mainpipe.reporting.{name} order by all")
        try:
            connection.execute(f"copy ({query}) to {sql_literal(file)} (format parquet, parquet_version v1)")
        except duckdb.CatalogException as error:
            raise UserError(f"the results have no reporting.{name} yet, which a page reads: make build") from error
        files.append(f"static/data/reporting/{name}/{name}.parquet")
    (data / "manifest.json").write_text(json.dumps({"renderedFiles": {"reporting": files}}))


def fingerprint(paths: Iterable[Path]) -> str:
    """A hash of the files' names and content, whatever folder they lie in."""
    files = [
        (str(file.relative_to(path.parent)), file_sha256(file))
        for path in paths
        for file in ([path] if path.is_file() else sorted(path.rglob("*")))
        if file.is_file()
    ]
    return hashlib.sha256(json.dumps(files).encode()).hexdigest()


def install(settings: Settings) -> None:
    """Fetches the site's packages, as the lock names them by hash, unless they are there."""
    ready = PACKAGES / ".ready"
    wanted = file_sha256(REPORTS / "package-lock.json")
    if ready.is_file() and ready.read_text() == wanted:
        return
    print("site       fetching the packages that build it, once", file=sys.stderr)
    lock = json.loads((REPORTS / "package-lock.json").read_text())["packages"]
    # What is for some systems alone may not be for this one.
    files = [REPORTS / path / "package.json" for path, package in lock.items() if path and "os" not in package]
    run(
        settings, REPORTS, "npm", "ci", "--ignore-scripts", problem="the site's packages can't be fetched",
        unit="package", total=len(files), done=lambda: sum(file.is_file() for file in files),
    )  # fmt: skip
    ready.write_text(wanted)


def build(settings: Settings, data: Path) -> None:
    """Builds the pages in a folder of their own: the project's may be read-only, or at work for another build."""
    print("site       building the pages", file=sys.stderr)
    work = settings.build / "evidence"
    shutil.rmtree(work, ignore_errors=True)
    (work / ".evidence" / "template" / "static").mkdir(parents=True)
    for name in PROJECT_FILES:
        shutil.copyfile(REPORTS / name, work / name)
    for name in PROJECT_FOLDERS:
        shutil.copytree(REPORTS / name, work / name)
    shutil.copytree(data, work / ".evidence" / "template" / "static" / "data")
    (work / "node_modules").symlink_to(PACKAGES)
    document(settings, work / "static")
    problem = "the site can't be built"
    pages = work / ".evidence" / "template" / ".svelte-kit" / "output" / "prerendered" / "pages"
    run(
        settings, work, "npx", "--no-install", "evidence", "build:strict", problem=problem,
        unit="page", total=None, done=lambda: sum(1 for _ in pages.rglob("*.html")),
    )  # fmt: skip
    log = log_of(settings)
    # Evidence goes on after a broken query, and says so only here.
    if "Error in Query" in log.read_text() or not (work / "build" / "index.html").is_file():
        raise UserError(f"{problem}: {log} says why")
    site = settings.build / "site"
    if site.is_dir():
        site.rename(work / "outdated")
    (work / "build").rename(site)
    shutil.rmtree(work)


def document(settings: Settings, folder: Path) -> None:
    """dbt's own docs, with the lineage and every column, as one file beside the pages."""
    with closing(open_warehouse(settings)) as warehouse:
        warehouse.invoke("docs generate", "--static")
    page = (settings.build / "dbt" / "static_index.html").read_text()
    for name, path in {"raw": settings.raw, "build": settings.build, "mainpipe": PROJECT}.items():
        page = page.replace(json.dumps(str(path))[1:-1], name)
    (folder / "lineage.html").write_text(page)


def run(
    settings: Settings, folder: Path, *command: str, problem: str, unit: str, total: int | None, done: Callable[[], int]
) -> None:
    """Runs a command of node with its output in the log, and shows how many units are done.

    Errors: UserError with `problem` when it fails.
    """
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    program = shutil.which(command[0], path=path)
    if program is None:
        raise UserError(f"{problem}: there is no {command[0]}; make setup")
    log = log_of(settings)
    with (
        tqdm(unit=unit, total=total, leave=False, disable=not sys.stderr.isatty()) as bar,
        log.open("w") as output,
        subprocess.Popen(
            [program, *command[1:]],
            cwd=folder,
            env=os.environ | {"PATH": path},
            stdout=output, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
        ) as process,
    ):  # fmt: skip
        while process.poll() is None:
            time.sleep(0.2)
            bar.update(done() - bar.n)
    if process.returncode:
        raise UserError(f"{problem}: {log} says why")


def log_of(settings: Settings) -> Path:
    return settings.build / "site.log"


def serve(settings: Settings) -> None:
    """Serves the site to this machine alone until it is interrupted."""
    site = settings.build / "site"
    if not (site / "index.html").is_file():
        raise UserError(f"there is no {site} yet: {settings.make('site')}")
    handler = functools.partial(Handler, directory=str(site))
    try:
        server = http.server.ThreadingHTTPServer(("127.0.0.1", PORT), handler)
    except OSError:
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    print(f"site       http://127.0.0.1:{server.server_port}/   (Ctrl-C ends it)", flush=True)
    server.serve_forever()


class Handler(http.server.SimpleHTTPRequestHandler):
    """Files as a static host serves them: compressed, which makes a page a quarter of its size."""

    def send_head(self) -> Any:
        file = Path(self.translate_path(self.path))
        if file.suffix not in COMPRESSED or not file.is_file() or "gzip" not in self.headers.get("Accept-Encoding", ""):
            return super().send_head()
        body = compressed(file, file.stat().st_mtime_ns)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(file)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        return io.BytesIO(body)

    def send_error(self, code: int, *_: Any) -> None:
        """The site's own page for what is not there."""
        page = Path(self.directory, "404.html")
        body = page.read_bytes() if code == http.HTTPStatus.NOT_FOUND and page.is_file() else b""
        self.send_response(code)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def list_directory(self, *_: Any) -> None:
        self.send_error(http.HTTPStatus.NOT_FOUND)

    def log_message(self, *_: Any) -> None:
        """Says nothing of what is asked for."""


@functools.cache
def compressed(file: Path, _: int) -> bytes:
    """The file as gzip, made once for each time that it was written."""
    return gzip.compress(file.read_bytes(), compresslevel=6)
