"""Spark's door to the functions: starts or joins the session, ships code and files, registers the registry."""

import hashlib
import os
import re
import shutil
import sys
import warnings
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyspark import SparkContext, SparkFiles, cloudpickle
from pyspark.sql import Row, SparkSession
from pyspark.sql.functions import arrow_udf, udtf
from pyspark.sql.pandas.types import from_arrow_type

from python_udfs import flagged, passages, quality, tokeniser
from python_udfs.registry import FUNCTIONS

PACKAGE = Path(__file__).resolve().parent
# What the functions read besides their arguments: files that are shipped, and a label that is handed over.
FILES = (tokeniser.VARIABLE, passages.VARIABLE, flagged.VARIABLE, quality.MODEL)
VALUES = (quality.LABEL,)

warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas")
# dbt-spark asks for Hive, which a Connect server has or has not.
warnings.filterwarnings("ignore", "Failed to set spark.sql.catalogImplementation")

# A worker can't import what it has not been given yet: this module's functions go to it whole.
cloudpickle.register_pickle_by_value(sys.modules[__name__])


def start(parameters: dict[str, str]) -> SparkSession:
    """The session of the profile's parameters: a new one, or with `spark.remote` one on a Spark Connect server."""
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.appName("mainpipe")
    if "spark.remote" not in parameters:
        builder = builder.enableHiveSupport()
    for name, value in parameters.items():
        if value:  # else Spark's own default
            builder = builder.config(name, value)
    return builder.getOrCreate()


def stop(spark: SparkSession) -> None:
    """Ends the session and its Java process, which holds the catalogue until it is gone, or has died already."""
    with suppress(Exception):
        spark.stop()
    gateway = SparkContext._gateway
    if gateway is not None:
        with suppress(Exception):
            gateway.shutdown()
        gateway.proc.stdin.close()
        gateway.proc.wait()
        SparkContext._gateway = SparkContext._jvm = None


def java_peak_bytes() -> int:
    """Largest resident set so far of the Java process that was started here; 0 where there is none, or no /proc."""
    status = Path(f"/proc/{SparkContext._gateway.proc.pid}/status") if SparkContext._gateway else Path()
    peak = re.search(r"VmHWM:\s+(\d+) kB", status.read_text()) if status.is_file() else None
    return int(peak[1]) * 1024 if peak else 0


def register(spark: SparkSession, folder: Path) -> None:
    """Gives the session every function, with the code and the files that the environment names now.

    They are shipped from the folder, which must be there as long as the session: workers fetch what they need then.
    Errors: OSError when a file can't be read.
    Cost: ships what changed since the last call.
    """
    code = code_digest(PACKAGE)
    archive = folder / f"mainpipe-{code}.zip"
    folder.mkdir(exist_ok=True)
    with zipfile.ZipFile(archive, "w") as file:
        for path in sorted(PACKAGE.glob("*.py")):
            file.write(path, f"{PACKAGE.name}/{path.name}")
    ship(spark, archive, is_archive=True)
    names = {variable: ship_asset(spark, os.environ.get(variable, ""), folder) for variable in FILES}
    values = {variable: os.environ.get(variable, "") for variable in VALUES}
    place = Place(str(PACKAGE.parent), f"mainpipe-{code}", code, names, values)
    for function in FUNCTIONS:
        udf = arrow_udf(call_of(function.name, place), from_arrow_type(function.returns))
        spark.udf.register(function.name, udf)
    spark.udtf.register("mp_write_shards", udtf(shard_writer(place), returnType=SHARD_FILE))


def code_digest(package: Path) -> str:
    code = b"".join(path.read_bytes() for path in sorted(package.glob("*.py")))
    return hashlib.sha256(code).hexdigest()[:16]


def ship_asset(spark: SparkSession, path: str, folder: Path) -> str:
    """Ships a file under a name that says its content, since a name can't be given to another content later."""
    if not path or not Path(path).is_file():
        return ""
    with Path(path).open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()[:16]
    name = f"{digest}-{Path(path).name}"
    shutil.copyfile(path, folder / name)  # Spark would see through a link to the name behind it
    ship(spark, folder / name)
    return name


def ship(spark: SparkSession, path: Path, is_archive: bool = False) -> None:
    shipped: set[str] = spark.__dict__.setdefault("_mainpipe_shipped", set())
    if path.name in shipped:
        return
    shipped.add(path.name)
    # An archive is unpacked in a folder of the name behind the number sign.
    name = f"{path}#{path.stem}" if is_archive else str(path)
    if is_connect(spark):
        spark.addArtifacts(name, archive=is_archive, file=not is_archive)
    elif is_archive:
        spark.sparkContext.addArchive(f"{path.as_uri()}#{path.stem}")  # a path with a space would be taken for no URI
    else:
        spark.sparkContext.addFile(name)


def is_connect(spark: Any) -> bool:
    return "connect" in type(spark).__module__


# --- on a worker ------------------------------------------------------------------------------------------------------


class Place:
    """Where a worker finds the functions and what they read."""

    def __init__(self, project: str, archive: str, code: str, files: dict[str, str], values: dict[str, str]) -> None:
        self.project, self.archive, self.code, self.files, self.values = project, archive, code, files, values

    def enter(self) -> None:
        """Makes the package importable and the files known.

        The project's own folder is taken where this machine has it with the same code: its kernels are compiled.
        """
        if "python_udfs" not in sys.modules:
            package = Path(self.project) / "python_udfs"
            is_same = package.is_dir() and code_digest(package) == self.code
            sys.path.insert(0, self.project if is_same else SparkFiles.get(self.archive))
        files = {variable: SparkFiles.get(name) if name else "" for variable, name in self.files.items()}
        os.environ.update(files | self.values)


def call_of(name: str, place: Place) -> Callable[..., pa.Array]:
    """The function as Spark calls it; an error names function and line, never the text."""

    def call(*columns: pa.Array) -> pa.Array:
        place.enter()
        from python_udfs.registry import FUNCTIONS

        function = next(function for function in FUNCTIONS if function.name == name)
        arguments = zip(columns, function.arguments, strict=True)
        try:
            return function.call(*(column if column.type == kind else column.cast(kind) for column, kind in arguments))
        except Exception as error:
            trace = error.__traceback__
            while trace is not None and trace.tb_next is not None:
                trace = trace.tb_next
            where = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else "?"
            raise RuntimeError(f"{name} failed: {type(error).__name__} at {where}") from None

    return call


SHARD_FILE = "path string, n_bytes bigint, sha256 string"


def shard_writer(place: Place) -> type:
    """The table function that writes each partition of its rows (path, sequence_id, token_ids, segments) as a file."""

    class ShardWriter:
        def __init__(self) -> None:
            self.file: Any = None

        def eval(self, folder: str, row: Row) -> Iterator[tuple[str, int, str]]:
            if self.file is None:
                place.enter()
                from python_udfs.shard_files import ShardFile

                self.file = ShardFile(folder, row["path"])
            segments = [segment.asDict() for segment in row["segments"]]
            self.file.add(row["sequence_id"], row["token_ids"], segments)
            yield from ()

        def terminate(self) -> Iterator[tuple[str, int, str]]:
            if self.file is not None:
                yield self.file.close()

    return ShardWriter
