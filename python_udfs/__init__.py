"""Text in, numbers out: the functions that the SQL models call. No engine is imported here but in the two adapters."""
