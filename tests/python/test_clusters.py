"""Who stands for whom, by the two materialisations on random graphs, against a union-find and a greedy pass by hand."""

import random
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import duckdb
import pytest
from conftest import PROJECT

Edge = tuple[int, int]


def union_find(edges: list[Edge]) -> dict[int, int]:
    parents: dict[int, int] = {}

    def find(vertex: int) -> int:
        while parents.setdefault(vertex, vertex) != vertex:
            vertex = parents[vertex]
        return vertex

    for a, b in edges:
        low, high = sorted((find(a), find(b)))
        parents[high] = low
    return {vertex: find(vertex) for vertex in parents}


def greedy(edges: list[Edge]) -> dict[int, int]:
    neighbours: dict[int, set[int]] = {}
    for a, b in edges:
        neighbours.setdefault(a, set()).add(b)
        neighbours.setdefault(b, set()).add(a)
    roots: dict[int, int] = {}
    for vertex in sorted(neighbours):
        survivors = [other for other in neighbours[vertex] if roots.get(other) == other and other < vertex]
        roots[vertex] = min(survivors, default=vertex)
    return roots


def random_graphs(seed: int) -> list[Edge]:
    """Graphs of every density side by side, among them paths in and out of order, a star, a cycle and a clique."""
    rng = random.Random(seed)
    edges: list[Edge] = []
    first = 0
    for _ in range(60):
        n = rng.randint(2, 30)
        names = rng.sample(range(first, first + n), n)
        wanted = rng.randint(1, n * (n - 1) // 2)
        edges += [tuple(rng.sample(names, 2)) for _ in range(wanted)]
        first += n
    for shape in ("path", "shuffled path", "star", "cycle", "clique"):
        n = 150 if "path" in shape else 20
        names = list(range(first, first + n))
        if shape == "shuffled path":
            rng.shuffle(names)
        pairs = {
            "star": [(names[7], name) for name in names if name != names[7]],
            "cycle": [*pairwise(names), (names[-1], names[0])],
            "clique": [(a, b) for a in names for b in names if a < b],
        }
        edges += pairs.get(shape, list(pairwise(names)))
        first += n
    return edges


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("clusters")
    (folder / "models").mkdir()
    (folder / "macros").symlink_to(PROJECT / "macros")
    (folder / "dbt_project.yml").write_text(
        "{name: clusters, profile: clusters, flags: {send_anonymous_usage_stats: false}}"
    )
    (folder / "profiles.yml").write_text(
        f"clusters: {{target: t, outputs: {{t: {{type: duckdb, path: '{folder}/c.duckdb', threads: 1}}}}}}"
    )
    names = {"greedy_survivors": greedy, "connected_components": union_find}
    with duckdb.connect(str(folder / "c.duckdb")) as connection:
        connection.execute("create table edges (name varchar, a bigint, b bigint)")
        for seed in range(2):
            connection.executemany(
                "insert into edges values (?, ?, ?)", [(f"graphs_{seed}", a, b) for a, b in random_graphs(seed)]
            )
    for materialization in names:
        for graphs in ("graphs_0", "graphs_1", "nothing"):
            (folder / "models" / f"{materialization}_{graphs}.sql").write_text(
                f"{{{{ config(materialized='{materialization}') }}}}\n"
                f"select a, b from {{{{ target.schema }}}}.edges where name = '{graphs}'\n"
            )
    command = [sys.executable, "-m", "dbt.cli.main", "run", "--no-partial-parse", "--project-dir", folder]
    finished = subprocess.run([*command, "--profiles-dir", folder], cwd=folder, capture_output=True, text=True)
    assert finished.returncode == 0, finished.stdout
    return folder


@pytest.mark.parametrize(
    ("materialization", "twin"), [("greedy_survivors", greedy), ("connected_components", union_find)]
)
def test_roots_are_those_of_the_twin(project, materialization, twin) -> None:
    with duckdb.connect(str(project / "c.duckdb"), read_only=True) as connection:
        for seed in range(2):
            found = dict(connection.execute(f"select id, root from {materialization}_graphs_{seed}").fetchall())
            assert found == twin(random_graphs(seed))
        assert connection.execute(f"select count(*) from {materialization}_nothing").fetchone() == (0,)
        assert not connection.execute(
            "select table_name from duckdb_tables() where contains(table_name, '__')"
        ).fetchall()
