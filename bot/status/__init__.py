"""What works now, and what happens: the status page, metrics, request ids and log lines of the web app."""
