"""What a user may set, checked once: a wrong value is one clear line before any work starts."""

import argparse
import os
import re
import shlex
from dataclasses import dataclass
from pathlib import Path

from mainpipe.errors import UserError

PROJECT = Path(__file__).resolve().parent.parent
MIN_MEMORY_MB = 1000
DEFAULT_BUILDS = {"duckdb": "build", "spark": "build/spark"}
NOT_FOR_SPARK = "\"'#$%:;`{}*?[]\\"  # in paths: URIs, globs, options of Java or SQL would take them for something else
SIZE = re.compile(r"\d+(\.\d+)?\s*([KMGT]i?B|%)", re.IGNORECASE)


@dataclass(frozen=True)
class Settings:
    target: str
    corpus: str
    tokenizer: str
    benchmarks: str
    blocklists: str
    quality_model: str
    quality_label: str
    raw: Path
    build: Path
    threads: int
    memory: str
    scale: float

    @property
    def database(self) -> Path:
        return self.build / "mainpipe.duckdb"

    def make(self, goal: str) -> str:
        """What to type for a goal of the Makefile on these results."""
        target = "" if self.target == "duckdb" else f" TARGET={self.target}"
        is_usual = self.build == Path(DEFAULT_BUILDS[self.target]).resolve() or "MAINPIPE_CONTAINER" in os.environ
        return f"make {goal}{target}" + ("" if is_usual else f" BUILD={shlex.quote(str(self.build))}")

    def export(self) -> None:
        """Hands the settings to dbt's profile and to the functions, which read the environment."""
        os.environ |= {
            "MAINPIPE_TARGET": "connect" if self.target == "spark" and os.environ.get("SPARK_REMOTE") else self.target,
            "MAINPIPE_RAW": str(self.raw),
            "MAINPIPE_BUILD": str(self.build),
            "MAINPIPE_THREADS": str(self.threads),
            "MAINPIPE_MEMORY": self.memory if self.target == "duckdb" else f"{megabytes(self.memory):.0f}m",
            "MAINPIPE_TOKENIZER": str(self.build / "tokenizer.json"),
            "MAINPIPE_BENCHMARKS": str(self.build / "benchmarks.jsonl"),
            "MAINPIPE_FLAGGED_TERMS": str(self.build / "flagged_terms.txt"),
            "MAINPIPE_QUALITY_MODEL": self.quality_model,
            "MAINPIPE_QUALITY_LABEL": self.quality_label,
        }


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--target", default="duckdb", metavar="duckdb|spark", help="the engine that runs the models")
    parser.add_argument(
        "--corpus", default="auto", metavar="auto|hub|sample|FOLDER", help="where the raw text comes from"
    )
    parser.add_argument(
        "--tokenizer", default="", metavar="PATH|HUB_ID", help="a tokenizer.json, or a model on the hub"
    )
    parser.add_argument(
        "--benchmarks", default="", metavar="FOLDER", help="JSON Lines whose items must not be trained on"
    )
    parser.add_argument(
        "--blocklists", default="", metavar="FOLDER", help="files of domains, urls and terms, one a line"
    )
    parser.add_argument(
        "--quality-model", default="", metavar="PATH", help="a fastText classifier, for the signal quality_score"
    )
    parser.add_argument(
        "--quality-label", default="__label__hq", metavar="LABEL", help="the label of the model that means good"
    )
    parser.add_argument("--raw", default="data/raw", metavar="FOLDER", help="where acquired text is kept")
    parser.add_argument(
        "--build", default="", metavar="FOLDER", help="where the results go (build, with Spark build/spark)"
    )
    parser.add_argument("--threads", default=str(os.cpu_count() or 1), metavar="N", help="processor threads")
    parser.add_argument(
        "--memory", default="2GB", metavar="SIZE", help="the engine's memory; what does not fit spills to disk"
    )
    parser.add_argument("--scale", default="1", metavar="FACTOR", help="multiplies the byte budgets of the sources")


def megabytes(memory: str) -> float:
    """A size in MB; a share of the machine's memory counts as enough."""
    number, unit = float(re.match(r"[\d.]+", memory)[0]), memory.lstrip("0123456789. ").upper()  # type: ignore[index]
    return float("inf") if unit == "%" else number * {"K": 1e-3, "M": 1.0, "G": 1e3, "T": 1e6}[unit[0]]


def checked_model(path: str, label: str) -> str:
    """The absolute path of the quality model, or nothing. Errors: UserError when it can't be used with this label."""
    if not path:
        return ""
    from python_udfs import quality

    model = str(Path(path).expanduser().resolve())
    try:
        quality.check(model, label)
    except quality.QualityModelError as error:
        raise UserError(f"QUALITY_MODEL={path} QUALITY_LABEL={label}: {error}") from error
    return model


def checked(arguments: argparse.Namespace) -> Settings:
    """Errors: UserError names the setting, what it got and what it takes."""
    threads, scale = arguments.threads, arguments.scale
    if arguments.target not in DEFAULT_BUILDS:
        raise UserError(f"TARGET={arguments.target}: give {' or '.join(DEFAULT_BUILDS)}")
    arguments.build = arguments.build or DEFAULT_BUILDS[arguments.target]
    if not threads.isdigit() or not 1 <= int(threads) <= 1024:
        raise UserError(f"THREADS={threads}: give a whole number from 1 to 1024")
    if not SIZE.fullmatch(arguments.memory):
        raise UserError(f"MEMORY={arguments.memory}: give a size such as 2GB, or a share of the machine's such as 50%")
    if arguments.target == "spark" and megabytes(arguments.memory) == float("inf"):
        raise UserError(f"MEMORY={arguments.memory}: Spark takes a size such as 2GB")
    if megabytes(arguments.memory) < MIN_MEMORY_MB:
        raise UserError(f"MEMORY={arguments.memory}: give at least {MIN_MEMORY_MB}MB")
    for name in ("corpus", "tokenizer", "benchmarks", "blocklists", "quality_model", "raw", "build"):
        try:
            Path(getattr(arguments, name)).expanduser()
        except RuntimeError as error:
            raise UserError(f"{name.upper()}={getattr(arguments, name)}: there is no such user") from error
    try:
        factor = float(scale)
    except ValueError:
        factor = 0.0
    if not 0 < factor < float("inf"):
        raise UserError(f"SCALE={scale}: give a factor above 0, such as 0.1 or 10")
    folders = {name: Path(getattr(arguments, name)).expanduser().resolve() for name in ("raw", "build")}
    for name, path in folders.items():
        if re.search(r"[*?\[\]]", getattr(arguments, name)):
            raise UserError(f"{name.upper()}={getattr(arguments, name)}: the characters * ? [ ] can't be in the path")
        if arguments.target == "spark" and (wrong := sorted(set(NOT_FOR_SPARK) & set(str(path)))):
            raise UserError(f"{name.upper()}={path}: Spark can't work where the path holds {' '.join(wrong)}")
    try:
        folders["build"].mkdir(parents=True, exist_ok=True)
        (folders["build"] / ".lock").touch()
    except OSError as error:
        raise UserError(f"BUILD={arguments.build}: no folder to write to ({error.strerror})") from error
    return Settings(
        target=arguments.target,
        corpus=arguments.corpus,
        tokenizer=arguments.tokenizer,
        benchmarks=arguments.benchmarks,
        blocklists=arguments.blocklists,
        quality_model=checked_model(arguments.quality_model, arguments.quality_label),
        quality_label=arguments.quality_label,
        **folders,
        threads=int(threads),
        memory=arguments.memory,
        scale=factor,
    )
