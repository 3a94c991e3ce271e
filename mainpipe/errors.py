"""The one exception that is meant for the user's eyes."""


class UserError(Exception):
    """A problem that the user can mend: printed as its one line, without a stack trace."""
