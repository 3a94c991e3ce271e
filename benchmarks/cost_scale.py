"""What a build costs by stage as the corpus grows: seconds of processor, memory and disk, on either engine.

An acquired corpus is grown to a multiple of itself, built from nothing by the launcher in a process of its own, and
watched from outside: the processor time and the resident memory of that process and its children, cut at the moments
at which dbt began and ended each node (where it was at several, they share). Costs go to a CSV file with one row per
engine, scale and stage; standard output is Markdown, with the line through the scales. Neither ever holds text of a
document.

A copy has the words of the original exchanged for others of the same length, capitals and frequency, but for the most
frequent ones: the same duplicates within, few shingles in common with the rest, and the same verdicts for most.
"""

import argparse
import csv
import json
import re
import shutil
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from fractions import Fraction
from functools import partial
from itertools import islice, pairwise
from multiprocessing import Pool
from pathlib import Path
from typing import Any

import numpy as np
import psutil

from benchmarks.dedup_scale import folder_bytes
from mainpipe.run import file_sha256
from mainpipe.settings import PROJECT

WORD = re.compile(r"[A-Za-z]{4,}")
N_FREQUENT = 1_000
MIN_OCCURRENCES = 3
BLOCK = 32
SAMPLING_SECONDS = 0.1
# Stages of the report: the nodes that read text each by itself, and the rest by layer.
STAGES = {
    "normalise": ["normalised_documents", "boilerplate_cuts"],
    "languages": ["document_languages"],
    "signals": ["text_signals", "document_signals"],
    "personal data": ["pii_searches", "pii_findings"],
    "decontamination": ["benchmark_items", "contamination_searches", "contamination_matches"],
    "tokenise": ["tokenised_documents"],
    "pack and export": ["placed_documents", "packed_sequences", "token_shards"],
}


@dataclass(frozen=True)
class Cost:
    """One stage of one build. Memory and disk: the most that all processes together and the build folder took."""

    engine: str
    scale: float
    stage: str
    raw_gb: float
    wall_seconds: float
    cpu_seconds: float
    peak_gb: float
    disk_gb: float


@dataclass(frozen=True)
class Sample:
    time: float
    cpu_seconds: float
    resident: int
    disk: int


def pattern_of(word: str) -> tuple[int, bool, bool]:
    return len(word), word[0].isupper(), word[1:].islower()


def batches(items: Iterable[Any], n: int) -> Iterator[tuple[Any, ...]]:
    rest = iter(items)
    while batch := tuple(islice(rest, n)):
        yield batch


def exchanges(lines: Iterable[bytes]) -> list[list[str]]:
    """Blocks of words of one pattern and about one frequency, of which a copy takes another of the same block."""
    counts: Counter[str] = Counter()
    for line in lines:
        counts.update(WORD.findall(str(json.loads(line).get("text"))))
    patterns: dict[tuple[int, bool, bool], list[str]] = defaultdict(list)
    for word, count in counts.most_common()[N_FREQUENT:]:
        if count >= MIN_OCCURRENCES:
            patterns[pattern_of(word)].append(word)
    return [list(block) for words in patterns.values() for block in batches(words, BLOCK)]


def exchanged(words: dict[str, str], copy: int, lines: tuple[bytes, ...]) -> bytes:
    """The lines of a copy, under a file name of its own."""
    result = []
    for line in lines:
        record = json.loads(line)
        record["file"] += f".{copy}"
        if isinstance(record["text"], str):
            record["text"] = WORD.sub(lambda match: words.get(match[0], match[0]), record["text"])
        result.append(json.dumps(record, ensure_ascii=False).encode(errors="surrogatepass") + b"\n")
    return b"".join(result)


def parsable(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Damaged lines stay in the original alone."""
    for line in lines:
        try:
            json.loads(line)
        except ValueError:
            continue
        yield line


def grow(raw: Path, target: Path, scale: Fraction) -> int:
    """Writes the corpus `scale` times, each copy with other words; of 1/n, each nth record.

    Output: bytes of the raw files.
    """
    shutil.copytree(raw, target, ignore=shutil.ignore_patterns("*.jsonl"))
    manifest = json.loads((raw / "manifest.json").read_text())
    for source_id, entry in manifest["sources"].items():
        original, grown = raw / f"{source_id}.jsonl", target / f"{source_id}.jsonl"
        with original.open("rb") as file, grown.open("wb") as output:
            output.writelines(islice(file, 0, None, max(1, round(1 / scale))))
        if scale > 1:
            with original.open("rb") as file:
                blocks = exchanges(parsable(file))
            with grown.open("ab") as output, Pool() as pool:
                for copy in range(1, int(scale)):
                    moved = {word: block[(i + copy) % len(block)] for block in blocks for i, word in enumerate(block)}
                    with original.open("rb") as file:
                        chunks = batches(parsable(file), 500)
                        output.writelines(pool.imap(partial(exchanged, moved, copy), chunks))
        entry["sha256"] = file_sha256(grown)
        with grown.open("rb") as file:
            entry["records"] = sum(1 for _ in file)
    (target / "manifest.json").write_text(json.dumps(manifest))
    return sum(file.stat().st_size for file in target.glob("*.jsonl"))


def watch(command: list[str], build: Path) -> list[Sample]:
    """Runs the command and looks at its processes until it ends. Errors: SystemExit where it fails."""
    process = psutil.Popen(command, cwd=PROJECT)
    samples: list[Sample] = []
    ended: dict[int, float] = {}
    while process.poll() is None:
        resident = 0
        try:
            family = [process, *process.children(recursive=True)]
        except psutil.NoSuchProcess:
            break
        for member in family:
            try:
                used = member.cpu_times()
                resident += member.memory_info().rss
            except (psutil.NoSuchProcess, psutil.ZombieProcess):
                continue
            ended[member.pid] = used.user + used.system
        disk = folder_bytes(build) if len(samples) % 20 == 0 else samples[-1].disk
        samples.append(Sample(time.time(), sum(ended.values()), resident, disk))
        time.sleep(SAMPLING_SECONDS)
    if process.wait():
        raise SystemExit(f"the build failed: {' '.join(command)}")
    return samples


def stage_of(node_id: str, nodes: dict[str, Any]) -> str:
    kind, _, name = node_id.split(".")[:3]
    if kind == "test":
        return "data tests"
    if kind == "seed":
        return "seeds"
    return next((stage for stage, names in STAGES.items() if name in names), nodes[node_id]["schema"])


def costs(engine: str, scale: float, raw_gb: float, build: Path, samples: list[Sample]) -> list[Cost]:
    """The time between two samples goes to the nodes that dbt was at work on, in equal shares; else to the launcher."""
    nodes = json.loads((build / "dbt" / "manifest.json").read_text())["nodes"]
    spans = []
    for result in json.loads((build / "dbt" / "run_results.json").read_text())["results"]:
        moments = [datetime.fromisoformat(timing[edge]).timestamp()
                   for timing in result["timing"] for edge in ("started_at", "completed_at")]  # fmt: skip
        if moments:
            spans.append((min(moments), max(moments), stage_of(result["unique_id"], nodes)))
    measured: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0, 0.0])
    for before, after in pairwise(samples):
        middle = (before.time + after.time) / 2
        at_work = [stage for start, end, stage in spans if start <= middle <= end] or ["launcher"]
        for stage in at_work:
            of = measured[stage]
            of[0] += (after.time - before.time) / len(at_work)
            of[1] += (after.cpu_seconds - before.cpu_seconds) / len(at_work)
            of[2] = max(of[2], after.resident / 1e9)
            of[3] = max(of[3], after.disk / 1e9)
    totals = [sum(of[i] for of in measured.values()) for i in range(2)]
    measured["all"] = [*totals, *(max(of[i] for of in measured.values()) for i in (2, 3))]
    return [
        Cost(engine, scale, stage, round(raw_gb, 4), round(wall, 2), round(cpu, 2), round(peak, 3), round(disk, 3))
        for stage, (wall, cpu, peak, disk) in measured.items()
    ]


def keep(path: Path, measured: list[Cost]) -> None:
    """Puts the rows into the file, in place of earlier ones of the same engine and scale."""
    names = [field.name for field in fields(Cost)]
    new = {(cost.engine, cost.scale) for cost in measured}
    rows = []
    if path.exists():
        with path.open(newline="") as file:
            rows = [row for row in csv.DictReader(file) if (row["engine"], float(row["scale"])) not in new]
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, names, lineterminator="\n")
        writer.writeheader()
        writer.writerows([*rows, *map(asdict, measured)])


def markdown(measured: list[Cost]) -> Iterator[str]:
    """Seconds of processor by stage and scale, and the line through them of the least squares of relative errors."""
    scales = sorted({cost.scale for cost in measured})
    of = {(cost.stage, cost.scale): cost for cost in measured}
    yield f"| cpu seconds | {' | '.join(f'{scale:g}×' for scale in scales)} | fixed | per GB |"
    yield "|---|" + "---:|" * (len(scales) + 2)
    for stage in dict.fromkeys(cost.stage for cost in measured):
        found = [of[stage, scale] for scale in scales if (stage, scale) in of]
        line = ""
        if len(found) > 1:
            raw_gb = np.array([cost.raw_gb for cost in found])
            slope, fixed = np.polyfit(raw_gb, [cost.cpu_seconds for cost in found], 1, w=1 / raw_gb)
            line = f"{fixed:,.1f} | {slope:,.1f}"
        yield f"| {stage} | {' | '.join(f'{cost.cpu_seconds:,.1f}' for cost in found)} | {line or ' | '} |"
    yield ""
    yield "| scale | raw GB | wall seconds | cpu seconds | peak GB of memory | of disk |"
    yield "|---:|---:|---:|---:|---:|---:|"
    for scale in scales:
        cost = of["all", scale]
        times = f"{cost.wall_seconds:,.0f} | {cost.cpu_seconds:,.0f}"
        yield f"| {scale:g} | {cost.raw_gb:.2f} | {times} | {cost.peak_gb:.2f} | {cost.disk_gb:.2f} |"


def main() -> None:
    parser = argparse.ArgumentParser(description="What a build costs by stage, on multiples of an acquired corpus.")
    parser.add_argument("--raw", type=Path, default=Path("data/raw"), metavar="FOLDER")
    parser.add_argument("--work", type=Path, metavar="FOLDER", help="where copies are put for the time")
    parser.add_argument("--scales", type=Fraction, nargs="+", metavar="N", help="copies, or a part as 1/4 (1 3 10)")
    parser.set_defaults(scales=[Fraction(n) for n in (1, 3, 10)])
    parser.add_argument("--output", type=Path, default=PROJECT / "benchmarks" / "costs.csv", metavar="FILE")
    parser.add_argument("--target", default="duckdb", choices=["duckdb", "spark"])
    arguments, build_arguments = parser.parse_known_args()
    measured = []
    for scale in arguments.scales:
        with tempfile.TemporaryDirectory(prefix="cost_scale_", dir=arguments.work) as folder:
            raw, build = Path(folder, "raw"), Path(folder, "build")
            build.mkdir()
            raw_gb = grow(arguments.raw, raw, scale) / 1e9
            options = [f"--target={arguments.target}", f"--raw={raw}", f"--build={build}", *build_arguments]
            command = [sys.executable, "-m", "mainpipe", "build", *options]
            samples = watch(command, build)
            measured += costs(arguments.target, float(scale), raw_gb, build, samples)
            keep(arguments.output, measured)
    print("\n".join(markdown(measured)))


if __name__ == "__main__":
    main()
