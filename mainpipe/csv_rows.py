"""The rows of a CSV file that people edit, each with its place, so that an error can name it."""

import csv
from collections.abc import Sequence
from pathlib import Path

from mainpipe.errors import UserError


def read_rows(path: Path, columns: Sequence[str] | None = None) -> list[tuple[str, dict[str, str]]]:
    """The rows in the order of the file.

    Input: a CSV file in UTF-8 with a header of these columns in any order, or without them of any.
    Output: for each row its place ("seeds/sources.csv line 2", the line that it ends on) and its cells by column.
    Errors: UserError, one line, names the file, the line where there is one, and what is wrong.
    Cost: linear.
    """
    name = f"{path.parent.name}/{path.name}"
    rows = []
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            if columns is not None and sorted(reader.fieldnames or []) != sorted(columns):
                raise UserError(f"{name}: the columns must be {','.join(columns)}")
            for row in reader:
                place = f"{name} line {reader.line_num}"
                if None in row or None in row.values():
                    raise UserError(f"{place}: the number of columns differs from the header's")
                rows.append((place, row))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UserError(f"{name}: {getattr(error, 'strerror', None) or error}") from error
    return rows
