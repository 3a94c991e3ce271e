"""The same project on Spark: the same rows as from DuckDB, macro by macro and table by table."""

import datetime
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
from conftest import PROJECT, QUICK_JAVA, Run, why_no_spark

from mainpipe.parity import compare

pytestmark = pytest.mark.skipif(why_no_spark() is not None, reason=f"NO SPARK: {why_no_spark()}")

# Each macro with what it is given, as a model writes it, and what both engines must answer.
BACKSLASHES = "it's a \\d \\' \"test\"\n\t\\"
RECORD = json.dumps({"file": "a", "record": 7, "text": "t\u00e9", "meta": {"x": 1.5, "y": [True, None]}, "url": None})
CASES: list[tuple[str, Any]] = [
    ("sql_string('it')", "it"),
    (f"sql_string({BACKSLASHES!r})", BACKSLASHES),
    ("sha256_hex(sql_string('abc'))", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    ("hex_share(sql_string('80000000000000000'))", 0.5),
    ("hex_share(sql_string('fffffffffffffffff'))", 1 - 2**-52),
    ("seeded_key('draw', sql_string('x')) ~ ' = ' ~ sha256_hex(sql_string('mainpipe|draw|x'))", True),
    ("quotient('7', '2')", 3),
    ("quotient('7', '0')", None),
    ("natural_log('cast(10 as double)')", 2.302585092994046),
    ("exponential('cast(1 as double)')", 2.718281828459045),
    ("list_of([1, 2])", [1, 2]),
    ("list_length(list_of([1, 2, 3]))", 3),
    ("list_length(integers('1', '0'))", 0),
    ("list_slice(list_of([1, 2, 3, 4]), 1, 2)", [2, 3]),
    ("list_slice(list_of([1, 2, 3, 4]), 3, 9)", [4]),
    ("list_slice(list_of([1, 2]), 2, 1)", []),
    ("list_element(list_of([1, 2]), '1')", 2),
    ("list_element(list_of([1, 2]), '2')", None),
    ("list_has(list_of([1, 2]), '2')", True),
    ("list_has(list_of([1, 2]), '3')", False),
    ("integers('2', '4')", [2, 3, 4]),
    ("integers('2', '2')", [2]),
    ("integers('3', '2')", []),
    ("byte_length(sql_string('h\u00e9\U0001f600'))", 7),
    ("is_blank(sql_string(' \\t\\n\\r\\x0b\\x0c'))", True),
    ("is_blank(sql_string(''))", True),
    ("is_blank(sql_string('\u00a0'))", False),
    ("is_blank(sql_string(' x '))", False),
    ("whole_number(sql_string('0012'))", 12),
    ("whole_number(sql_string('123456789012345678'))", 123456789012345678),
    ("whole_number(sql_string('1234567890123456789'))", None),
    ("whole_number(sql_string('12\\n'))", None),
    ("whole_number(sql_string('-1'))", None),
    ("whole_number(sql_string(''))", None),
    ("file_stem(sql_string('/a.b/c4.jsonl'))", "c4"),
    ("file_stem(sql_string('file:///a/c.4.jsonl'))", "c.4"),
    ('line_origin(sql_string(\'{"source": "c4", "file": "x y", "record": 12, "te\'))', {"file": "x y", "record": "12"}),
    ("line_origin(sql_string('nothing'))", {"file": "", "record": ""}),
    ("epoch_seconds(timestamp_of(sql_string('2019-04-25T12:57:54.5Z')))", 1556197074.5),
    ("timestamp_of(sql_string('2019-04-25T12:57:54Z'))", datetime.datetime(2019, 4, 25, 12, 57, 54)),
    ("timestamp_of(sql_string('2019-04-25 12:57:54+02:00'))", datetime.datetime(2019, 4, 25, 12, 57, 54)),
    ("timestamp_of(sql_string('2019-04-25'))", datetime.datetime(2019, 4, 25)),
    ("timestamp_of(sql_string('2019/04/25'))", datetime.datetime(2019, 4, 25)),
    ("timestamp_of(sql_string('2019-04-25T12:57 '))", datetime.datetime(2019, 4, 25, 12, 57)),
    ("timestamp_of(sql_string('2019-04-25T12'))", None),
    ("timestamp_of(sql_string('2019-04-25T24:00:00'))", datetime.datetime(2019, 4, 26)),
    ("timestamp_of(sql_string('0001-01-01'))", datetime.datetime(1, 1, 1)),
    ("timestamp_of(sql_string('0001-01-01 (BC)'))", None),
    (
        "timestamp_of(sql_string('9999-12-31T23:59:59.999999'))",
        datetime.datetime(9999, 12, 31, 23, 59, 59, 999999),
    ),
    ("timestamp_of(sql_string('10000-01-01'))", None),
    ("timestamp_of(sql_string('infinity'))", None),
    ("timestamp_of(sql_string('-infinity'))", None),
    ("timestamp_of(sql_string('epoch'))", datetime.datetime(1970, 1, 1)),
    ("timestamp_of(sql_string('2019'))", None),
    ("timestamp_of(sql_string('2019-02-30'))", None),
    ("timestamp_of(sql_string('yesterday'))", None),
    ("timestamp_of('cast(null as string)')", None),
    ("json_is_valid(sql_string('[1, 2'))", False),
    ("json_is_valid(sql_string(''))", False),
    ("json_is_valid(sql_string('{\"a\": 01}'))", False),
    ('json_is_valid(sql_string(\'{"a": "\\\\ud800"}\'))', False),
    ("json_is_valid(sql_string(' {} '))", True),
    ("json_is_valid(sql_string('1 2'))", False),
    ("json_is_valid('cast(null as string)')", None),
    ("json_is_object(sql_string('{}'))", True),
    ("json_is_object(sql_string('[]'))", False),
    ("json_is_object(sql_string('\"x\"'))", False),
    ('json_text_is_string(sql_string(\'{"text": ""}\'))', True),
    ("json_text_is_string(sql_string('{\"text\": 7}'))", False),
    ("json_text_is_string(sql_string('{\"text\"'))", None),
    (f"json_fields(sql_string({RECORD!r}), ['record']) ~ '.record'", "7"),
    (f"json_fields(sql_string({RECORD!r}), ['text']) ~ '.text'", "t\u00e9"),
    (f"json_fields(sql_string({RECORD!r}), ['meta']) ~ '.meta'", '{"x":1.5,"y":[true,null]}'),
    (f"json_fields(sql_string({RECORD!r}), ['url']) ~ '.url'", None),
    ('json_fields(sql_string(\'{"file": "1", "file": "2"}\'), [\'file\']) ~ \'.file\'', "1"),
    ("json_fields(sql_string('{\"file\": \"1\"'), ['file']) ~ '.file'", None),
]
ROWS = "(values (3, 'c', 2), (1, 'a', 1), (2, 'b', 1)) as t (n, x, k)"
NO_ROWS = f"(select * from {ROWS} where n > 3) as t"
# The same for what needs rows.
QUERIES: list[tuple[str, Any]] = [
    ("select {{ struct_of(['n', 'x']) }} from ROWS where n = 1", {"n": 1, "x": "a"}),
    ("select {{ ordered_list('x', 'k, n') }} from ROWS", ["a", "b", "c"]),
    ("select {{ ordered_list(struct_of(['x']), 'n') }} from ROWS", [{"x": "a"}, {"x": "b"}, {"x": "c"}]),
    ("select {{ ordered_list('nullif(x, ' ~ sql_string('b') ~ ')', 'n') }} from ROWS", ["a", None, "c"]),
    ("select {{ quantiles('n', [0, 0.34, 0.5, 1]) }} from ROWS", [1, 2, 2, 3]),
    ("select {{ quantiles('n', [0.3333]) }} from ROWS", [1]),
    ("select {{ quantiles('e.i', [0.55]) }} from ROWS {{ explode(integers(1, 920), 'e', 'i') }} where n = 1", [506]),
    ("select {{ least_values('n', 2) }} from ROWS", [1, 2]),
    ("select {{ least_values(struct_of(['k', 'x']), 2) }} from ROWS", [{"k": 1, "x": "a"}, {"k": 1, "x": "b"}]),
    ("select sum(e.i) from ROWS {{ explode(integers(1, 't.n'), 'e', 'i') }}", 10),
    ("select count(*) from ROWS {{ explode(integers('t.n', 2), 'e', 'i') }}", 3),
    ("select count(*) from ROWS {{ explode(integers(1, 't.n'), 'e', 'i') }} inner join ROWS2 on e.i = u.n", 6),
    ("select count(*) from NONE {{ explode(integers(1, 't.n'), 'e', 'i') }}", 0),
    ("select n from ROWS where x in {{ sql_strings(['c', 'd']) }}", 3),
    ("select count(*) from ROWS where x in {{ sql_strings([]) }}", 0),
    ("select n from ROWS where {{ passes('n', sql_string('>='), '3') }}", 3),
]


def templates() -> list[str]:
    expressions = ["select {{ " + call + " }}" for call, _ in CASES]
    second = ROWS.replace("as t (", "as u (")
    queries = [query.replace("ROWS2", second).replace("ROWS", ROWS).replace("NONE", NO_ROWS) for query, _ in QUERIES]
    return expressions + queries


def compiled(folder: Path, target: str, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What dbt makes of the templates for an engine."""
    from dbt.cli.main import dbtRunner

    for name in ("RAW", "BUILD"):
        monkeypatch.setenv(f"MAINPIPE_{name}", str(folder))
    separator = "\n-- next\n"
    result = dbtRunner().invoke(
        [
            "compile", "--inline", separator.join(templates()), "--target", target, "--no-populate-cache",
            "--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT), "--target-path", str(folder / target),
            "--log-path", str(folder / "logs"), "--log-level", "none",
        ]
    )  # fmt: skip
    assert result.exception is None, result.exception
    if target == "duckdb":
        from dbt.adapters.duckdb.connections import DuckDBConnectionManager

        DuckDBConnectionManager.close_all_connections()
    return result.result.results[0].node.compiled_code.split(separator)


def plain(value: Any) -> Any:
    """A row's value without the engine's classes."""
    if hasattr(value, "asDict"):
        return value.asDict(recursive=True)
    return [plain(element) for element in value] if isinstance(value, list) else value


EXPECTED = [expected for _, expected in (*CASES, *QUERIES)]


def test_each_macro_answers_alike_on_duckdb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    queries = compiled(tmp_path, "duckdb", monkeypatch)
    with duckdb.connect() as connection:
        found = [connection.execute(query).fetchone()[0] for query in queries]
    assert dict(zip(templates(), found, strict=True)) == dict(zip(templates(), EXPECTED, strict=True))


def test_each_macro_answers_alike_on_spark(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from python_udfs import spark_session

    queries = compiled(tmp_path, "spark", monkeypatch)
    spark = spark_session.start(
        {
            "spark.master": "local[1]",
            "spark.ui.enabled": "false",
            "spark.sql.ansi.enabled": "false",
            "spark.sql.session.timeZone": "UTC",
            "spark.sql.timestampType": "TIMESTAMP_NTZ",
            "spark.sql.catalogImplementation": "in-memory",
            "spark.sql.warehouse.dir": str(tmp_path / "warehouse"),
        }
    )
    try:
        spark_session.register(spark, tmp_path / "shipped")
        found = [plain(spark.sql(query).collect()[0][0]) for query in queries]
    finally:
        spark_session.stop(spark)
    assert dict(zip(templates(), found, strict=True)) == dict(zip(templates(), EXPECTED, strict=True))


@pytest.fixture(scope="module")
def spark_sample(sample: Run, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The sample's raw text, built by Spark; whoever sends more than a little to the driver fails."""
    run = Run(tmp_path_factory.mktemp("spark in a folder, é"))
    run.raw = sample.raw
    limits = "--conf spark.driver.maxResultSize=1m --conf spark.sql.autoBroadcastJoinThreshold=128k pyspark-shell"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYSPARK_SUBMIT_ARGS", limits)
        patch.setenv("JAVA_TOOL_OPTIONS", QUICK_JAVA)
        run.output = run("build", "--target=spark")
    return run


def test_the_sample_comes_out_alike(sample: Run, spark_sample: Run) -> None:
    assert compare(sample.build / "mainpipe.duckdb", spark_sample.build / "mainpipe.duckdb") == []


def test_the_shards_hold_the_same_rows_in_the_same_order(sample: Run, spark_sample: Run) -> None:
    for split in ("train", "validation"):
        names, rows = [], []
        for run in (sample, spark_sample):
            files = sorted((run.build / "shards" / split).glob("*"))
            names.append([file.name for file in files])
            with duckdb.connect() as connection:
                rows.append([connection.execute("from read_parquet(?)", [str(file)]).fetchall() for file in files])
        assert names[0] == names[1]
        assert rows[0] == rows[1]


def test_a_second_run_on_spark_builds_nothing(spark_sample: Run) -> None:
    spark_sample("build", "--target=spark")
    assert spark_sample.record()["n_built"] == 0


def test_results_of_one_engine_are_not_built_upon_by_the_other(sample: Run, spark_sample: Run) -> None:
    assert "holds results of DuckDB" in sample("build", "--target=spark", succeeds=False)
    assert "holds results of Spark" in spark_sample("build", succeeds=False)


def test_results_that_were_moved_are_not_built_upon(spark_sample: Run, make_run: Callable[..., Run]) -> None:
    """The tables would be the ones in the first place."""
    moved = make_run("moved")
    shutil.copytree(spark_sample.build, moved.build)
    moved.raw = spark_sample.raw
    for command in "build", "funnel", "sql", "site":
        output = moved(command, "--target=spark", succeeds=False)
        assert output.startswith(f"mainpipe: {moved.build} was built by Spark in {spark_sample.build}, ")


@pytest.mark.parametrize("folder", ["it's", "a#b", "a%20b", "a;b", "a{b}", "a`b", "$a", "a:b"])
def test_a_folder_that_spark_can_t_work_in_is_refused(make_run: Callable[..., Run], folder: str) -> None:
    output = make_run(folder)("build", "--target=spark", succeeds=False)
    assert "Spark can't work where the path holds" in output
    assert len(output.strip().splitlines()) == 1


NO_SERVER = "no Spark Connect server (sc://host:port) answers there"


@pytest.mark.parametrize(
    ("variable", "value", "says"),
    [
        ("SPARK_REMOTE", "sc://127.0.0.1:9/;token=secret", f"sc://127.0.0.1:9/: {NO_SERVER}"),
        ("SPARK_REMOTE", "http://127.0.0.1:9", f"http://127.0.0.1:9: {NO_SERVER}"),
        ("SPARK_MASTER", "spark://127.0.0.1:9", "spark://127.0.0.1:9: no Spark master answers there"),
        ("SPARK_MASTER", "spark://127.0.0.1:9,[::1", "spark://127.0.0.1:9,[::1: no Spark master answers there"),
        ("SPARK_SHUFFLE_PARTITIONS", "0", "0: give a whole number from 1 to 999999"),
        ("SPARK_SHUFFLE_PARTITIONS", "many", "many: give a whole number from 1 to 999999"),
    ],
)
def test_a_wrong_variable_of_spark_is_named(
    make_run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch, variable: str, value: str, says: str
) -> None:
    run = make_run()
    run.write_raw({"c4": []})
    monkeypatch.setenv(variable, value)
    assert run("build", "--target=spark", succeeds=False).strip() == f"mainpipe: {variable}={says}"


def test_without_java_there_is_one_clear_line(sample: Run, make_run: Callable[..., Run], tmp_path: Path) -> None:
    run = make_run()
    run.raw = sample.raw
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JAVA_HOME", str(tmp_path))
        output = run("build", "--target=spark", succeeds=False)
    assert output.strip().splitlines()[-1].startswith("mainpipe: TARGET=spark: there is no Java")


def test_a_session_whose_java_process_has_died_can_be_ended() -> None:
    from python_udfs import spark_session

    class Dead:
        def stop(self) -> None:
            raise ConnectionRefusedError

    spark_session.stop(Dead())
