"""Text inside a statement that takes no parameters."""


def sql_literal(value: object) -> str:
    """The value's text as a literal of SQL, in its quotes."""
    return "'" + str(value).replace("'", "''") + "'"
