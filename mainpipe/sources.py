"""The table of sources, `seeds/sources.csv`, read and checked before any work starts."""

import re
from dataclasses import dataclass, fields
from pathlib import Path

from mainpipe.csv_rows import read_rows
from mainpipe.errors import UserError

DOMAINS = ("abstract", "web", "code", "encyclopedia")
REQUIRED = ("domain", "dataset", "data_files", "text_field", "byte_budget")
SOURCE_ID = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True)
class Source:
    """One row. A field of a record is named by its path, dotted where it is nested; an empty one is not looked up."""

    source_id: str
    domain: str
    dataset: str  # a dataset on the hub, or a folder
    configuration: str
    revision: str  # empty: main
    data_files: str  # glob inside the dataset
    filter_field: str  # a record belongs to the source when this field is `filter_value`; empty: every record does
    filter_value: str
    text_field: str
    url_field: str
    time_field: str
    licence: str  # SPDX; empty: unknown
    byte_budget: int  # bytes of UTF-8 text

    @property
    def dataset_key(self) -> tuple[str, str, str, str]:
        """Sources of one key are served by one pass over its data files."""
        return self.dataset, self.configuration, self.revision, self.data_files

    @property
    def named_fields(self) -> tuple[str, ...]:
        return tuple(filter(None, (self.text_field, self.url_field, self.time_field)))

    @property
    def read_fields(self) -> tuple[str, ...]:
        return tuple(filter(None, (*self.named_fields, self.filter_field)))

    @property
    def is_local(self) -> bool:
        return self.dataset.startswith(("/", "./", "../", "~")) or Path(self.dataset).is_dir()


def read_sources(seed: Path) -> list[Source]:
    """The rows of a table of sources, checked.

    Input: a CSV file with the columns of `Source`.
    Output: the sources in the order of the file, at least one.
    Errors: UserError names the file, the line and what is wrong.
    """
    sources = [_source(row, place) for place, row in read_rows(seed, [field.name for field in fields(Source)])]
    if not sources:
        raise UserError(f"{seed}: no source is listed")
    source_ids = [source.source_id for source in sources]
    if repeated := sorted({source_id for source_id in source_ids if source_ids.count(source_id) > 1}):
        raise UserError(f"{seed}: source_id {', '.join(repeated)} stands twice")
    return sources


def _source(row: dict[str, str], place: str) -> Source:
    # The models read these two as they stand.
    row = {column: value if column in ("source_id", "domain") else value.strip() for column, value in row.items()}
    if not SOURCE_ID.fullmatch(row["source_id"]):
        raise UserError(f"{place}: source_id {row['source_id']!r} is not lower case letters, digits and underscores")
    if missing := [column for column in REQUIRED if not row[column]]:
        raise UserError(f"{place}: {', '.join(missing)} must not be empty")
    if row["domain"] not in DOMAINS:
        raise UserError(f"{place}: domain {row['domain']!r} is none of {', '.join(DOMAINS)}")
    if bool(row["filter_field"]) != bool(row["filter_value"]):
        raise UserError(f"{place}: filter_field and filter_value go together")
    if not (row["byte_budget"].isascii() and row["byte_budget"].isdigit() and int(row["byte_budget"])):
        raise UserError(f"{place}: byte_budget {row['byte_budget']!r} is not a whole number of bytes above 0")
    return Source(**{**row, "byte_budget": int(row["byte_budget"])})  # type: ignore[arg-type]
