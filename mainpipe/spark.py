"""The other engine: Spark builds the relations as Parquet files, and a DuckDB database holds views of them.

So whoever reads results (the funnel, the report site, the ledger, a prompt) reads the same database as after a build on
DuckDB, and no row of a relation passes through Spark's driver.
"""

import logging
import os
import re
import shutil
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import duckdb
import jinja2
import yaml  # type: ignore[import-untyped]

from mainpipe.errors import UserError, explain
from mainpipe.run import Warehouse
from mainpipe.settings import PROJECT, Settings
from mainpipe.summary import check_place
from python_udfs.sql_literal import sql_literal


class SparkWarehouse(Warehouse):
    """dbt on a Spark session, which starts when there is something to build and ends when this is closed."""

    def __init__(self, settings: Settings) -> None:
        check_environment()
        super().__init__(settings)
        logging.getLogger("SQLQueryContextLogger").disabled = True  # prints each error a second time
        self.spark: Any = None
        self.unwanted: list[str] = []  # relations to drop before the next statement of dbt's
        self.files = settings.build / "warehouse"
        if settings.database.is_file() and not self.files.is_dir():
            raise UserError(f"{settings.build} holds results of DuckDB: give another BUILD")
        check_place(settings.build)
        self.files.mkdir(parents=True, exist_ok=True)
        (self.files / ".place").write_text(str(settings.build))
        try:
            # The storage version that the prompt reads.
            self.results = duckdb.connect(str(settings.database), config={"storage_compatibility_version": "v1.4.0"})
        except duckdb.IOException as error:
            raise UserError(explain(str(error), settings.database)) from error

    def invoke(self, command: str, *arguments: str, callback: Callable[[Any], None] | None = None) -> Any:
        def on_event(event: Any) -> None:
            # Once an invocation, when the profile is known and before the first statement; compiling sends none.
            if event.info.name == "AdapterRegistered" and command not in ("parse", "compile"):
                self.prepare_session()
            if callback:
                callback(event)

        flags = ["--no-populate-cache"] if command == "compile" else []
        return super().invoke(command, *arguments, *flags, callback=on_event)

    def prepare_session(self) -> None:
        """Starts or joins Spark with the profile's parameters, and gives it the functions and the files of now."""
        from python_udfs import spark_session

        if self.spark is None:
            with error_output_in(self.settings):
                try:
                    self.spark = spark_session.start(profile_parameters(os.environ["MAINPIPE_TARGET"]))
                except Exception as error:
                    raise UserError(
                        f"Spark did not start ({type(error).__name__}): {self.settings.build}/spark.log says why"
                    ) from error
            warehouse = urlsplit(self.spark.conf.get("spark.sql.warehouse.dir")).path
            if Path(warehouse).resolve() != self.files:  # a Connect server's own
                raise UserError(
                    f"BUILD={self.settings.build}: the Spark Connect server keeps its tables in {warehouse}: "
                    "give the BUILD that it was started with"
                )
        while self.unwanted:
            self.spark.sql(f"drop table if exists {self.unwanted.pop()}")
        spark_session.register(self.spark, self.settings.build / "shipped")

    def connection(self) -> Any:
        return self.results.cursor()

    def close(self) -> None:
        self.results.close()
        del self.results  # dbt keeps the callbacks, and so this, until the process ends
        if self.spark is not None:
            from python_udfs import spark_session

            spark_session.stop(self.spark)

    def peak_memory_bytes(self) -> int:
        """With that of the Java process which this one started, where the system tells; its workers' comes on top."""
        from python_udfs import spark_session

        return super().peak_memory_bytes() + spark_session.java_peak_bytes()

    def drop(self, relation: str) -> None:
        self.unwanted.append(relation)

    def first_rows(self, query: str, n: int) -> tuple[list[str], list[Any]]:
        result = self.spark.sql(f"select * from ({query}) as found limit {n}")
        return result.columns, result.collect()

    def publish(self, node: dict[str, Any]) -> None:
        """A view of the relation's files; a view of Spark's is one here too, since both engines read its SQL."""
        if node["resource_type"] == "test":
            return
        schema, name = node["schema"], node["alias"]
        folder = self.files / f"{schema}.db" / name
        connection = self.connection()
        if node["config"]["materialized"] == "view":
            query = node["compiled_code"]
        elif any(folder.glob("*.parquet")):
            query = f"select * from read_parquet({sql_literal(folder / '*.parquet')})"
        else:
            query = self.no_rows(f"{schema}.{name}")
        connection.execute(f"create schema if not exists mainpipe.{schema}")
        connection.execute(f"create or replace view mainpipe.{schema}.{name} as {query}")

    def no_rows(self, relation: str) -> str:
        """A query with the columns of a relation that has no file, since it has no row."""
        from pyspark.sql.pandas.types import to_arrow_schema

        empty = to_arrow_schema(self.spark.table(relation).schema).empty_table()
        types = self.connection().from_arrow(empty).description
        columns = ", ".join(f'cast(null as {kind}) as "{name}"' for name, kind, *_ in types)
        return f"select {columns} where false"


def check_environment() -> None:
    """Errors: UserError when what Spark needs is not there."""
    if not find_spec("pyspark") or not find_spec("dbt.adapters.spark"):
        raise UserError("TARGET=spark: PySpark and dbt-spark are not installed: make setup TARGET=spark")
    home = os.environ.get("JAVA_HOME")
    java = shutil.which("java", path=f"{home}/bin") if home else shutil.which("java")
    remote, master = os.environ.get("SPARK_REMOTE", ""), os.environ.get("SPARK_MASTER", "")
    if java is None and not remote:
        raise UserError("TARGET=spark: there is no Java (17 or later) on the PATH or under JAVA_HOME: install one")
    partitions = os.environ.get("SPARK_SHUFFLE_PARTITIONS", "4")
    if not re.fullmatch("[1-9][0-9]{0,5}", partitions):
        raise UserError(f"SPARK_SHUFFLE_PARTITIONS={partitions}: give a whole number from 1 to 999999")
    # Spark's clients would ask again for minutes, and say nothing.
    if remote and not (remote.startswith("sc://") and answers(remote, 15002)):
        raise UserError(f"SPARK_REMOTE={remote.split(';')[0]}: no Spark Connect server (sc://host:port) answers there")
    is_standalone = master.startswith("spark://") and not remote
    if is_standalone and not any(answers(f"//{host}", 7077) for host in master[8:].split(",")):
        raise UserError(f"SPARK_MASTER={master}: no Spark master answers there")


def answers(address: str, port: int) -> bool:
    """Whether a server listens at an address, which may lack its port."""
    try:
        server = urlsplit(address)
        socket.create_connection((server.hostname or "", server.port or port), timeout=20).close()
    except (OSError, ValueError):
        return False
    return True


def profile_parameters(target: str) -> dict[str, str]:
    """What profiles.yml sets for a session of the target, in the environment of now."""
    profile = yaml.safe_load((PROJECT / "profiles.yml").read_text())
    parameters = profile["mainpipe"]["outputs"][target]["server_side_parameters"]
    return {name: jinja2.Template(value).render(env_var=os.environ.get) for name, value in parameters.items()}


@contextmanager
def error_output_in(settings: Settings) -> Iterator[None]:
    """Sends what the Java process says, which inherits this one's error output, to a log."""
    sys.stderr.flush()
    kept = os.dup(2)
    with (settings.build / "spark.log").open("a") as log:
        os.dup2(log.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(kept, 2)
            os.close(kept)
