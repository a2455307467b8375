"""The `holi` command with everything: what `knowledge` has, and what needs the question log.

A command here of the same name takes the place of one there. Nothing here imports Django before its command runs.
"""

from bot.figures.commands import app as figures
from knowledge.cli import app, main

app.add_typer(figures)

if __name__ == "__main__":
    main()
