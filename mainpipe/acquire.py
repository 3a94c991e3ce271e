"""Raw text from the hub, a folder or the sample: one JSON Lines file a source, and a manifest. A killed run resumes."""

import hashlib
import json
import shutil
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from tqdm import tqdm

from mainpipe import sample
from mainpipe.data_files import COMMIT, RECIPE, DataFile, Dataset, hub_answers, locate, read_lines
from mainpipe.errors import UserError
from mainpipe.resume import Checkpoint, Tally, now, part_file, raw_file, read_json, write_json
from mainpipe.sources import Source, read_sources

CHECKPOINT_SECONDS = 5.0

to_json = json.JSONEncoder(ensure_ascii=False).encode


def acquire(corpus: str, raw: Path, seed: Path, scale: float = 1.0) -> dict[str, Any]:
    """Fetches every source of the seed that is not there yet, up to its byte budget.

    `raw`/<source_id>.jsonl holds, in the order of the data files, one object a line: source, file, record (line number
    in that file, from 1), text, url, time, meta (all other fields). A record goes to the first source, in the order of
    the seed, whose filter it meets and whose budget is not used up; the record that crosses the budget is taken.
    A line that is no JSON object in UTF-8 is kept as it came (source, file, record, line; for one longer than
    `max_line_bytes` only line_bytes), by the source that would have taken it, else the first that still takes records.

    Input: `corpus`, one of auto, hub, sample, or a folder that holds a folder for each dataset; `raw`, the folder to
        write; `seed`, the table of sources; `scale` > 0, a factor on the byte budgets.
    Output: the manifest, the same as `raw`/manifest.json. A source's bytes are those of its texts in UTF-8; a line
        without a text counts whole, so that a wrong text_field can't fetch a dataset without end.
    Errors: UserError, one line; what was fetched is kept and the next run goes on from there.
    Cost: one pass over a dataset for all its sources; memory for one line. The same input gives the same bytes.
    """
    sources = [replace(source, byte_budget=max(1, round(source.byte_budget * scale))) for source in read_sources(seed)]
    try:
        raw.mkdir(parents=True, exist_ok=True)
        return _acquire(corpus, raw, sources)
    except OSError as error:
        cause = f"{error.filename or raw}: {error.strerror or error}"
        raise UserError(f"{cause}; what was fetched is kept, the next run goes on from there") from error


def _acquire(corpus: str, raw: Path, sources: list[Source]) -> dict[str, Any]:
    manifest: dict[str, Any] = {"sources": {}, "passes": {}} | read_json(raw / "manifest.json")
    unfinished = manifest.pop("unfinished", None)
    passes: dict[tuple[str, ...], list[Source]] = {}
    for source in sources:
        passes.setdefault(source.dataset_key, []).append(source)
    groups = list(passes.values())
    became, datasets = _locate_all(corpus, raw, groups, manifest, unfinished)
    write_json(raw / "manifest.json", manifest | {"unfinished": became})
    for group, dataset in zip(groups, datasets, strict=True):
        with _named(group):
            if not _is_finished(raw, group, dataset, manifest):
                _fetch(raw, group, dataset, manifest)

    for source_id in manifest["sources"].keys() - {source.source_id for source in sources}:
        raw_file(raw, source_id).unlink(missing_ok=True)
    entries = {source.source_id: manifest["sources"][source.source_id] for source in sources}
    manifest["sources"] = {
        source.source_id: entries[source.source_id] | {"licence": source.licence} for source in sources
    }
    manifest["passes"] = {entry["recipe"]: manifest["passes"][entry["recipe"]] for entry in entries.values()}
    manifest |= {"corpus": became, "corpus_asked": corpus}
    write_json(raw / "manifest.json", manifest)
    Checkpoint.remove(raw)
    return manifest


def _locate_all(
    corpus: str, raw: Path, groups: list[list[Source]], manifest: dict[str, Any], unfinished: str | None
) -> tuple[str, list[Dataset]]:
    """What the corpus became, and the dataset of each group in it."""
    firsts = [group[0] for group in groups]
    if corpus == "auto":
        if manifest.get("corpus") == "hub":
            recorded = [_recorded(source, manifest) for source in firsts]
            finished = [
                dataset
                for group, dataset in zip(groups, recorded, strict=True)
                if dataset is not None and _is_finished(raw, group, dataset, manifest)
            ]
            if len(finished) == len(groups):
                return "hub", finished
        remote = [source for source in firsts if not source.is_local]
        corpus = "hub" if not remote or hub_answers(remote[0]) else "sample"
        is_begun = unfinished == "hub" and any(part.stat().st_size for part in raw.glob("*.part"))
        if corpus == "sample" and (is_begun or manifest.get("corpus") == "hub"):
            raise UserError(
                f"the hub does not answer, and {raw} holds a download from it, unfinished or for other settings: "
                "try again later, or CORPUS=sample with another RAW folder"
            )
    folder = None
    if corpus == "sample":
        folder = _sample_folder(raw)
    elif corpus != "hub":
        folder = Path(corpus).expanduser()
        if not folder.is_dir():
            raise UserError(f"CORPUS={corpus}: give auto, hub, sample, or a folder that exists")
    datasets = []
    for group in groups:
        with _named(group):
            datasets.append(locate(group[0], folder))
    return corpus, datasets


@contextmanager
def _named(group: list[Source]) -> Iterator[None]:
    """Puts the names of the sources before an error."""
    try:
        yield
    except UserError as error:
        raise UserError(f"{', '.join(source.source_id for source in group)}: {error}") from error


def _recorded(source: Source, manifest: dict[str, Any]) -> Dataset | None:
    """The dataset that the manifest's entry came from, found without the hub; None where it came from elsewhere."""
    revision = manifest["sources"].get(source.source_id, {}).get("revision", "")
    return locate(replace(source, revision=revision), None) if source.is_local or COMMIT.fullmatch(revision) else None


def _sample_folder(raw: Path) -> Path:
    """The sample in the raw folder, written anew when its generator changed."""
    folder = raw / "sample"
    stamp = folder / ".generator"
    code = sorted(Path(sample.__file__).parent.glob("*.py"))
    generator = hashlib.sha256(b"".join(path.read_bytes() for path in code)).hexdigest()
    if not stamp.exists() or stamp.read_text() != generator:
        shutil.rmtree(folder, ignore_errors=True)
        sample.write_sample(folder)
        stamp.write_text(generator)
    return folder


def _recipe(group: list[Source], dataset: Dataset) -> str:
    """What the raw files of a group depend on, in one hash."""
    rows = [{**asdict(source), "domain": None, "licence": None} for source in group]
    identity = dataset.identity(group[0].data_files)
    return hashlib.sha256(json.dumps([asdict(RECIPE), rows, identity]).encode()).hexdigest()


def _is_finished(raw: Path, group: list[Source], dataset: Dataset, manifest: dict[str, Any]) -> bool:
    recipe = _recipe(group, dataset)
    for source in group:
        entry, file = manifest["sources"].get(source.source_id, {}), raw_file(raw, source.source_id)
        if entry.get("recipe") != recipe or not file.exists() or file.stat().st_size != entry["file_bytes"]:
            return False
    return True


def _fetch(raw: Path, group: list[Source], dataset: Dataset, manifest: dict[str, Any]) -> None:
    """Reads a dataset once for its sources and enters them into the manifest."""
    recipe = _recipe(group, dataset)
    files = dataset.files(group[0].data_files)
    source_ids = [source.source_id for source in group]
    checkpoint = Checkpoint.load(raw, recipe, source_ids)
    if not checkpoint.is_complete:
        with ExitStack() as stack:
            parts = {source_id: stack.enter_context(part_file(raw, source_id).open("ab")) for source_id in source_ids}
            for source_id, part in parts.items():
                part.truncate(checkpoint.tallies[source_id].file_bytes)
            try:
                _read(raw, group, files, checkpoint, parts)
            except UserError as error:
                checkpoint.save(raw, parts)
                kept = sum(tally.bytes for tally in checkpoint.tallies.values()) / 1e6
                raise UserError(f"{error}; {kept:.1f} MB are kept, the next run goes on from there") from error
            checkpoint.is_complete = True
            checkpoint.save(raw, parts)
    for source in group:
        part_path, path = part_file(raw, source.source_id), raw_file(raw, source.source_id)
        if part_path.exists():
            part_path.replace(path)
        tally = checkpoint.tallies[source.source_id]
        if not tally.records:
            tqdm.write(f"acquire: {source.source_id}: {source.dataset} has no record of it", file=sys.stderr)
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        manifest["sources"][source.source_id] = {
            "dataset": source.dataset,
            "configuration": source.configuration,
            "revision": dataset.revision,
            "data_files": [file.path for file in files[: checkpoint.file + 1]],
            "byte_budget": source.byte_budget,
            **asdict(tally),
            "sha256": sha256,
            "modified_ns": path.stat().st_mtime_ns,
            "recipe": recipe,
            "started_at": checkpoint.started_at,
            "finished_at": now(),
        }
    manifest["passes"][recipe] = {"sources": source_ids, "n_read": checkpoint.n_read, "n_skipped": checkpoint.n_skipped}
    write_json(raw / "manifest.json", manifest)


def _read(
    raw: Path, group: list[Source], files: list[DataFile], checkpoint: Checkpoint, parts: Mapping[str, BinaryIO]
) -> None:
    """Takes records from where the checkpoint stands until every budget is used up or the files end."""
    tallies = checkpoint.tallies
    fields = sorted({field for source in group for field in source.read_fields})
    taking = [source for source in group if tallies[source.source_id].bytes < source.byte_budget]
    saved_at = time.monotonic()
    with closing(Progress(group)) as progress:
        while taking and checkpoint.file < len(files):
            file = files[checkpoint.file]
            for record, line in read_lines(file, checkpoint.record, fields):
                checkpoint.record = record
                checkpoint.n_read += 1
                if taken := _take(line, file.path, record, taking):
                    tally = tallies[taken.source.source_id]
                    tally.records += 1
                    tally.bytes += taken.n_bytes
                    tally.n_unparsed += not taken.is_parsed
                    tally.n_without_text += taken.is_parsed and not taken.has_text
                    tally.file_bytes += parts[taken.source.source_id].write(taken.row)
                    if tally.bytes >= taken.source.byte_budget:
                        taking.remove(taken.source)
                        if not taking:
                            return
                    progress.show(tallies)
                else:
                    checkpoint.n_skipped += 1
                if time.monotonic() - saved_at >= CHECKPOINT_SECONDS:
                    checkpoint.save(raw, parts)
                    saved_at = time.monotonic()
            checkpoint.file, checkpoint.record = checkpoint.file + 1, 0


class Taken(NamedTuple):
    source: Source
    row: bytes
    n_bytes: int
    is_parsed: bool
    has_text: bool = False


def _take(line: bytes | int, file: str, record: int, taking: list[Source]) -> Taken | None:
    """The source that takes a line, and the row to write; None where no source wants it."""
    if isinstance(line, int):
        origin = {"source": taking[0].source_id, "file": file, "record": record}
        return Taken(taking[0], _row(origin | {"line_bytes": line}), 0, False)
    try:
        text, is_utf8 = line.decode(), True
    except UnicodeDecodeError:
        text, is_utf8 = line.decode(errors="surrogateescape"), False
    fields = _parse(text)
    source = taking[0] if fields is None else next((source for source in taking if _belongs(fields, source)), None)
    if source is None:
        return None
    origin = {"source": source.source_id, "file": file, "record": record}
    if fields is not None and is_utf8:
        value = _value(fields, source.text_field)
        content = {
            "text": value,
            "url": _value(fields, source.url_field),
            "time": _value(fields, source.time_field),
            "meta": {key: fields[key] for key in fields if key not in source.named_fields},
        }
        has_text = isinstance(value, str)
        n_bytes = len(value.encode(errors="surrogatepass")) if has_text else len(line)
        with suppress(RecursionError):  # it nests deeper here than in its line
            return Taken(source, _row(origin | content), n_bytes, True, has_text)
    return Taken(source, _row(origin | {"line": text}, errors="surrogateescape"), len(line), False)


def _row(content: dict[str, Any], errors: str = "backslashreplace") -> bytes:
    """A line of a raw file. A lone surrogate is an escape again, or with `surrogateescape` the invalid byte it was."""
    return to_json(content).encode(errors=errors) + b"\n"


def _parse(text: str) -> dict[str, Any] | None:
    try:
        fields = json.loads(text, parse_constant=lambda _: None)  # NaN and its like, which are no JSON
    except (ValueError, RecursionError):
        return None
    return fields if isinstance(fields, dict) else None


def _belongs(fields: dict[str, Any], source: Source) -> bool:
    return not source.filter_field or _value(fields, source.filter_field) == source.filter_value


def _value(fields: Any, path: str) -> Any:
    """The value at a dotted path; None where there is none, or no path."""
    if not path:
        return None
    for name in path.split("."):
        fields = fields.get(name) if isinstance(fields, dict) else None
    return fields


class Progress:
    """How much of the budgets is used up: a bar on a terminal, else a line for every tenth."""

    def __init__(self, group: list[Source]) -> None:
        self.budgets = {source.source_id: source.byte_budget for source in group}
        self.name = group[0].dataset
        self.total = sum(self.budgets.values())
        self.n_tenths = 0
        self.bar = tqdm(desc=self.name, total=self.total, unit="B", unit_scale=True, disable=not sys.stderr.isatty())

    def show(self, tallies: dict[str, Tally]) -> None:
        n_bytes = sum(min(tally.bytes, self.budgets[source_id]) for source_id, tally in tallies.items())
        self.bar.update(n_bytes - self.bar.n)
        if self.bar.disable and n_bytes * 10 // self.total > self.n_tenths:
            self.n_tenths = n_bytes * 10 // self.total
            print(f"acquire: {self.name} {self.n_tenths}0 % of {self.total / 1e6:.0f} MB", file=sys.stderr, flush=True)

    def close(self) -> None:
        self.bar.close()
