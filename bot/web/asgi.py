import os
import sys

from django.core.asgi import get_asgi_application

from bot.doctor.checks import Place, refuse_unless_safe
from knowledge.errors import HoliError
from knowledge.settings import environment, load_settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bot.web.settings")
try:
    refuse_unless_safe(Place(load_settings(), environment()))
except HoliError as error:
    sys.exit(str(error))
django_application = get_asgi_application()

from django.conf import settings  # noqa: E402 - once Django is set up

from bot.status.logs import name_process  # noqa: E402
from bot.web.bodies import within_limits  # noqa: E402
from bot.web.lifespan import with_lifespan  # noqa: E402
from knowledge.observing import traces  # noqa: E402

name_process("web")
traces.start("web", settings.HOLI_OBSERVING.otlp_url)
application = with_lifespan(within_limits(django_application))
if settings.HOLI_TEAMS is not None:
    import bot.teams.receiving  # noqa: F401 - the library takes seconds to load, and nobody should wait for that
