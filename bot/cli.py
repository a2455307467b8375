"""The `holi` command: what `knowledge` offers, and what needs the question log."""

from bot.privacy.commands import app as privacy_commands
from knowledge.cli import app, main

app.add_typer(privacy_commands)

if __name__ == "__main__":
    main()
