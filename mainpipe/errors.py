"""The one exception that is meant for the user's eyes, and the words for what others raise."""

from pathlib import Path


class UserError(Exception):
    """A problem that the user can mend: printed as its one line, without a stack trace."""


def explain(message: str, database: Path) -> str:
    """One line for what a user can mend of a database that is built or opened; else dbt's own words."""
    if "No space left" in message:
        return f"no space is left on the disk of {database.parent}"
    if "lock" in message.lower() and "conflicting" in message.lower():
        return f"{database} is open in another process (a build, a DuckDB prompt): close that, then try again"
    return first_line(message)


def first_line(message: str) -> str:
    lines = [line.strip() for line in message.splitlines() if line.strip()]
    return " ".join(lines[:3])[:400]
