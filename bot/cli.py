"""The `holi` command with everything: what `knowledge` has, and what needs the question log or belongs to a channel.

A command here of the same name takes the place of one there. Nothing here imports Django before its command runs.
"""

from bot.accounts.commands import app as accounts_commands
from bot.backup.commands import app as backup_commands
from bot.commands import app as process_commands
from bot.doctor.commands import app as doctor_commands
from bot.figures.commands import app as figures_commands
from bot.privacy.commands import app as privacy_commands
from bot.teams.package import app as teams_commands
from knowledge.cli import app, main

for commands in (
    process_commands,
    accounts_commands,
    privacy_commands,
    teams_commands,
    figures_commands,
    doctor_commands,
    backup_commands,
):
    app.add_typer(commands)

if __name__ == "__main__":
    main()
