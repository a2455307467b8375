from django.apps import AppConfig


class StatusConfig(AppConfig):
    name = "bot.status"

    def ready(self) -> None:
        import bot.status.failures  # noqa: F401 - it listens
