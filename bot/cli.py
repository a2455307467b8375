"""The `holi` command: what `knowledge` offers, and what needs the question log or belongs to a channel."""

from bot.privacy.commands import app as privacy_commands
from bot.teams.package import app as teams_commands
from knowledge.cli import app, main

app.add_typer(privacy_commands)
app.add_typer(teams_commands)

if __name__ == "__main__":
    main()
