"""The table of sources: what is in it, and what is said of a wrong one."""

import re
from pathlib import Path

import agate
import pytest
from conftest import PROJECT
from hub_corpus import C4, COLUMNS, PUBMED, write_seed

from mainpipe.errors import UserError
from mainpipe.sources import read_sources


def test_the_seed_is_valid_and_loads_as_a_seed() -> None:
    path = PROJECT / "seeds" / "sources.csv"
    sources = read_sources(path)
    assert [(source.source_id, source.byte_budget) for source in sources] == [
        ("pubmed", 50_000_000),
        ("c4", 50_000_000),
        ("github", 50_000_000),
        ("wikipedia", 20_000_000),
    ]
    assert all(re.fullmatch("[0-9a-f]{40}", source.revision) for source in sources)
    table = agate.Table.from_csv(str(path))
    assert list(table.columns["source_id"].values()) == [source.source_id for source in sources]
    assert list(table.columns["filter_value"].values()) == ["PubMed Abstracts", None, "Github", "Wikipedia (en)"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"source_id": "../x"}, "line 2: source_id '../x' is not"),
        ({"source_id": "C4"}, "line 2: source_id 'C4' is not"),
        ({"domain": "blog"}, "line 2: domain 'blog' is none of abstract, web, code, encyclopedia"),
        ({"dataset": "", "text_field": " "}, "line 2: dataset, text_field must not be empty"),
        ({"filter_field": "lang"}, "line 2: filter_field and filter_value go together"),
        *(
            ({"byte_budget": budget}, "line 2: byte_budget .* is not a whole number")
            for budget in ("1e6", "-1", "0", "²")
        ),
    ],
)
def test_a_wrong_cell_is_named(tmp_path: Path, change: dict[str, str], message: str) -> None:
    with pytest.raises(UserError, match=message):
        read_sources(write_seed(tmp_path / "sources.csv", {**C4, **change}))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "the columns must be source_id,"),
        ("source_id,domain\nx,web\n", "the columns must be source_id,"),
        (",".join(COLUMNS) + "\n", "no source is listed"),
        (",".join(COLUMNS) + "\nc4,web\n", "line 2: the number of columns"),
        (",".join(COLUMNS) + "\n" + "x," * 20 + "\n", "line 2: the number of columns"),
        (",".join(COLUMNS) + '\n"c4', "unexpected end of data"),
        ("\udcff", "can't decode byte"),
    ],
)
def test_a_wrong_table_is_named(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "sources.csv"
    path.write_bytes(content.encode(errors="surrogateescape"))
    with pytest.raises(UserError, match=message):
        read_sources(path)


def test_a_source_twice_or_no_table_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="source_id c4 stands twice"):
        read_sources(write_seed(tmp_path / "sources.csv", C4, PUBMED, C4))
    with pytest.raises(UserError, match="No such file"):
        read_sources(tmp_path / "none.csv")
