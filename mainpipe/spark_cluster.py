"""A Spark cluster on this machine, to try things on: a standalone master, two workers and, if wished, a Connect server.

It is for this machine alone (loopback), runs until it is interrupted, and leaves its logs in `<build>/cluster`.
"""

import argparse
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from mainpipe.errors import UserError
from mainpipe.settings import Settings, add_arguments, checked, megabytes
from mainpipe.spark import check_environment, profile_parameters

N_WORKERS = 2
SECONDS_TO_START = 120
# Ends the command when this process has ended, however that came about: then its input is at its end.
LEASH = '"$@" & cat >/dev/null; kill $!; wait $!'


@contextmanager
def daemon(log: Path, *command: str) -> Iterator[None]:
    """Runs a command of Spark's until the end of the block."""
    import pyspark

    home = Path(pyspark.__file__).parent
    with log.open("w") as output:
        process = subprocess.Popen(
            ["sh", "-c", LEASH, "sh", str(home / "bin" / command[0]), *command[1:]],
            env=os.environ | {"SPARK_HOME": str(home), "SPARK_LOCAL_IP": "127.0.0.1", "PYSPARK_PYTHON": sys.executable},
            stdin=subprocess.PIPE, stdout=output, stderr=output,
            start_new_session=True,  # an interrupt reaches this process alone, which then ends the others
        )  # fmt: skip
    try:
        yield
    finally:
        assert process.stdin is not None
        process.stdin.close()
        process.wait()


def found(log: Path, pattern: str) -> str:
    """What the first group of the pattern matches in a daemon's log, once it is there.

    Errors: UserError when it does not come.
    """
    deadline = time.monotonic() + SECONDS_TO_START
    while not (match := re.search(pattern, log.read_text(errors="replace"))):
        if time.monotonic() > deadline:
            raise UserError(f"the Spark cluster does not start: {log} says why")
        time.sleep(0.1)
    return match[1]


@contextmanager
def cluster(folder: Path, cores: int, memory_mb: int, port: int = 7077) -> Iterator[str]:
    """A master, at the next free port where this one is taken, and its workers, each with the cores and the memory.

    Output: the master's address, when the workers are with it.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    logs = [folder / f"worker{i}.log" for i in range(1, N_WORKERS + 1)]
    with ExitStack() as daemons:

        def start(log: Path, kind: str, *arguments: str) -> None:
            command = ("spark-class", f"org.apache.spark.deploy.{kind}", "--host", "127.0.0.1", "--webui-port", "0")
            daemons.enter_context(daemon(log, *command, *arguments))

        start(folder / "master.log", "master.Master", "--port", str(port))
        address = found(folder / "master.log", r"Starting Spark master at (spark://\S+)")
        for log in logs:
            size = ("--cores", str(cores), "--memory", f"{memory_mb}m", "--work-dir", str(log.with_suffix("")))
            start(log, "worker.Worker", *size, address)
        for log in logs:
            found(log, "(Successfully registered) with master")
        yield address


@contextmanager
def connect_server(folder: Path, master: str, settings: Settings, port: int = 15002) -> Iterator[str]:
    """A Spark Connect server that has the cluster's executors and the parameters of the profile `spark`.

    Output: its address; at the next free port where this one is taken.
    """
    settings.export()
    os.environ["SPARK_MASTER"] = master
    parameters = profile_parameters("spark") | {
        "spark.connect.grpc.binding.address": "127.0.0.1",
        "spark.connect.grpc.binding.port": str(port),
        "spark.connect.grpc.port.maxRetries": "16",
        "spark.log.level": "INFO",  # the port is in the log
    }
    options = [option for name, value in parameters.items() for option in ("--conf", f"{name}={value}")]
    server = ("--class", "org.apache.spark.sql.connect.service.SparkConnectServer", "spark-internal")
    with daemon(folder / "connect.log", "spark-submit", *options, *server):
        yield "sc://127.0.0.1:" + found(folder / "connect.log", r"Spark Connect server started at: \S*?:(\d+)")


def main() -> int:
    parser = argparse.ArgumentParser(description="Run a Spark cluster on this machine until it is interrupted.")
    add_arguments(parser)
    parser.add_argument("--connect", action="store_true", help="with a Spark Connect server, which takes all its cores")
    for number in (signal.SIGINT, signal.SIGTERM):  # a shell may have had the first ignored
        signal.signal(number, signal.default_int_handler)
    try:
        arguments = parser.parse_args()
        arguments.target = "spark"
        check_environment()
        run(checked(arguments), arguments.connect)
    except UserError as error:
        print(f"mainpipe: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nmainpipe: the cluster has ended", file=sys.stderr)
    return 0


def run(settings: Settings, with_connect: bool) -> None:
    folder = settings.build / "cluster"
    cores = max(1, settings.threads // N_WORKERS)
    with ExitStack() as daemons:
        address = daemons.enter_context(cluster(folder, cores, int(megabytes(settings.memory))))
        variable = f"SPARK_MASTER={address}"
        print(f"mainpipe: a Spark master with {N_WORKERS} workers at {address}, logs in {folder}")
        if with_connect:
            remote = daemons.enter_context(connect_server(folder, address, settings))
            variable = f"SPARK_REMOTE={remote}"
            print(f"mainpipe: a Spark Connect server on it at {remote}")
        print(f"\n    {settings.make('all')} {variable}\n\nin another terminal; Ctrl-C ends the cluster.", flush=True)
        signal.pause()


if __name__ == "__main__":
    sys.exit(main())
