"""The commands behind the Makefile's targets."""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from types import FrameType

from mainpipe import settings as options
from mainpipe.errors import UserError
from mainpipe.settings import PROJECT, Settings


def acquire(settings: Settings) -> None:
    from mainpipe import acquire as acquisition
    from mainpipe import benchmarks, seeds, tokenizer
    from mainpipe.sources import read_sources

    seed = PROJECT / "seeds" / "sources.csv"
    sources = read_sources(seed)
    seeds.check_mixture(PROJECT / "seeds" / "mixture.csv", [source.source_id for source in sources])
    if settings.benchmarks:
        benchmarks.read(Path(settings.benchmarks).expanduser())
    manifest = acquisition.acquire(settings.corpus, settings.raw, seed, settings.scale)
    for source in sources:
        entry = manifest["sources"][source.source_id]
        told = f"{entry['records']:,} records, {entry['bytes'] / 1e6:,.1f} MB"
        if entry.get("n_without_text"):  # an earlier version did not count them
            told += f"; {entry['n_without_text']:,} have no text in the field {source.text_field}"
        print(f"acquire: {source.source_id}: {told}", file=sys.stderr)
    if (manifest["corpus_asked"], manifest["corpus"]) == ("auto", "sample"):
        print("acquire: THE HUB DOES NOT ANSWER: using the bundled sample, generated text to try out", file=sys.stderr)
    # While there may be a network: the build may run without one.
    tokenizer.find(settings.tokenizer)


def build(settings: Settings) -> None:
    from mainpipe.pipeline import run

    run(settings)


def everything(settings: Settings) -> None:
    acquire(settings)
    try:
        build(settings)
    except UserError:
        # The pages of the run before say what has failed and what was not reached.
        if (settings.build / "run.json").is_file():
            site(settings)
        raise
    site(settings)


def site(settings: Settings) -> None:
    from mainpipe import site
    from mainpipe.pipeline import locked

    with locked(settings):
        site.make(settings)


def serve(settings: Settings) -> None:
    from mainpipe import site

    site.serve(settings)


def report(settings: Settings) -> None:
    from mainpipe import report

    report.make(settings, os.environ.get("SAMPLE_BUILD", ""))


def funnel(settings: Settings) -> None:
    from mainpipe.summary import print_summary

    print_summary(settings)


def sql(settings: Settings) -> None:
    """A DuckDB prompt on a copy of the database, so that it never keeps a build waiting."""
    import duckdb

    from mainpipe.summary import check_place

    if not settings.database.is_file():
        raise UserError(f"there is no {settings.database} yet: {settings.make('all')}")
    check_place(settings.build)
    shell = Path(sys.executable).with_name("duckdb")
    with tempfile.TemporaryDirectory(dir=settings.build) as folder:
        # What a killed build left unwritten stands in the log beside it.
        files = [str(file) for file in settings.build.glob(f"{settings.database.name}*")]
        subprocess.run(["cp", "--reflink=auto", *files, folder], check=True)
        copy = Path(folder) / settings.database.name
        try:
            # The prompt is of an older version than the library, and can't always read the log.
            duckdb.connect(str(copy)).close()
        except duckdb.Error as error:
            raise UserError(f"{settings.database} was being written to just now: try again") from error
        is_asked = sys.stdin.isatty()
        command = [str(shell), "-readonly", *([] if is_asked else ["-bail"]), str(copy)]
        if subprocess.run(command, check=False, cwd=PROJECT).returncode and not is_asked:
            raise UserError("a statement failed; the rest was not run")


def parity(settings: Settings) -> None:
    from mainpipe import parity

    parity.run(settings)


COMMANDS = {
    "all": (everything, "acquire, build, show the funnel, and make the report site"),
    "acquire": (acquire, "fetch the raw text of every source"),
    "build": (build, "run what is stale of the pipeline, and export the shards"),
    "funnel": (funnel, "show what became of the documents of each source"),
    "site": (site, "make the report site anew where tables or pages changed"),
    "serve": (serve, "show the report site in a browser on this machine"),
    "report": (report, "render the figures of REPORT.md from the results (SAMPLE_BUILD=<folder> has a known truth)"),
    "parity": (parity, "build with both engines, and compare every table"),
    "sql": (sql, "open a DuckDB prompt on a copy of the results"),
}


def interrupt(_: int, frame: FrameType | None) -> None:
    """Ends the run as Ctrl-C would, for which Spark may have a handler of its own; a second signal changes nothing."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    handler = signal.getsignal(signal.SIGINT)
    (handler if callable(handler) else signal.default_int_handler)(signal.SIGINT, frame)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="mainpipe", description="Raw text in, a dataset ready for LLM pre-training out."
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, (_, help_text) in COMMANDS.items():
        options.add_arguments(commands.add_parser(name, help=help_text, description=help_text))
    parsed = parser.parse_args(arguments)
    signal.signal(signal.SIGTERM, interrupt)
    try:
        COMMANDS[parsed.command][0](options.checked(parsed))
    except UserError as error:
        print(f"mainpipe: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nmainpipe: interrupted; the same command goes on from here", file=sys.stderr)
        return 130
    return 0
