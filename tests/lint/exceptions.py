"""Stands in for dbt's `exceptions` while sqlfluff renders the models with made-up variables: nothing is raised."""


def raise_compiler_error(_message: str) -> str:
    return ""
