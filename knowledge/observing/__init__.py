"""How every process says what it does: log lines, request ids, metrics, traces. Nothing in them that somebody wrote."""
