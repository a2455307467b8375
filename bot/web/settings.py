"""Django's settings, from Holi's own (see knowledge/settings.py)."""

from django.core.exceptions import ImproperlyConfigured

from bot.accounts.configuration import SIGNED_IN, local_accounts, read_provider, who_may_ask
from bot.status.logs import log_configuration
from bot.teams.configuration import read_configuration
from bot.web.addresses import read_proxies
from bot.web.email import email_backend
from bot.web.headers import policy
from bot.web.limits import read_limits
from bot.web.reach import exposed, https_settings, session_samesite
from bot.web.stores import caches, databases
from knowledge.observing.configuration import read_observing
from knowledge.observing.logs import ours_through_structlog
from knowledge.settings import ROOT, environment, load_settings

_values = environment()
_holi = load_settings()


def _listed(name: str, default: str = "") -> list[str]:
    return [item.strip() for item in _values.get(name, default).split(",") if item.strip()]


HOLI_HOME = _holi.home
HOLI_RASA_URL = (_values.get("HOLI_RASA_URL") or f"http://127.0.0.1:{_values.get('HOLI_RASA_PORT') or 5005}").rstrip(
    "/"
) + "/webhooks/holi/webhook"
HOLI_ACTIONS_URL = (
    _values.get("HOLI_ACTIONS_URL") or f"http://127.0.0.1:{_values.get('HOLI_ACTIONS_PORT') or 5055}"
).rstrip("/")
HOLI_RASA_TOKEN = _values.get("HOLI_RASA_TOKEN", "")
HOLI_QUESTIONS = _holi.questions
HOLI_RELEASES_KEPT = _holi.releases_kept
HOLI_SECOND_APPROVAL = _values.get("HOLI_SECOND_APPROVAL", "").lower() in ("yes", "true", "1")
HOLI_PUBLIC_URL = (_values.get("HOLI_PUBLIC_URL") or f"http://127.0.0.1:{_values.get('HOLI_PORT') or 8000}").rstrip("/")
DEFAULT_FROM_EMAIL = _values.get("HOLI_EMAIL_FROM") or "holi@localhost"
globals().update(email_backend(_values.get("HOLI_SMTP_URL", ""), _values.get("HOLI_EMAIL_FOLDER", "")))
HOLI_EMAIL_DOMAINS = _listed("HOLI_EMAIL_DOMAINS")
HOLI_EMBED_ORIGINS = _listed("HOLI_EMBED_ORIGINS")
HOLI_TEAMS = read_configuration(_values)
HOLI_LIMITS = read_limits(_values.get("HOLI_LIMITS", ""))
HOLI_TRUSTED_PROXIES = read_proxies(_values.get("HOLI_TRUSTED_PROXIES", ""))
RATELIMIT_IP_META_KEY = "bot.web.addresses.address_of"
RATELIMIT_FAIL_OPEN = True  # where the cache has lost a count between two steps
HOLI_OBSERVING = read_observing(_values)
HOLI_PROVIDER = read_provider(_values)
HOLI_LINKS = local_accounts(_values) or not exposed(_values)
HOLI_ASKING = who_may_ask(_values)
globals().update(https_settings(_values, behind_proxy=bool(HOLI_TRUSTED_PROXIES)))
try:
    HOLI_TURN_SECONDS = float(_values.get("HOLI_TURN_SECONDS") or 5)
except ValueError:
    raise ImproperlyConfigured("HOLI_TURN_SECONDS isn't a number of seconds, like 5. Correct it.") from None
try:
    HOLI_RETENTION_MONTHS = int(_values.get("HOLI_RETENTION_MONTHS") or 12)
except ValueError:
    HOLI_RETENTION_MONTHS = 0
if HOLI_RETENTION_MONTHS < 1:
    raise ImproperlyConfigured("HOLI_RETENTION_MONTHS isn't a number of months, like 12. Correct it.")

SECRET_KEY = _values.get("HOLI_SECRET_KEY", "")
if not SECRET_KEY:
    raise ImproperlyConfigured("HOLI_SECRET_KEY isn't set. 'make run' sets it; elsewhere set a long random text.")
DEBUG = False
ALLOWED_HOSTS = _listed("HOLI_ALLOWED_HOSTS", "localhost, 127.0.0.1")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "corsheaders",
    "bot.web",
    "bot.chat",
    "bot.accounts",
    "bot.editorial",
    "bot.review",
    "bot.privacy",
    "bot.teams",
    "bot.figures",
    "bot.status",
]
MIDDLEWARE = [
    "bot.status.middleware.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "bot.web.headers.PermissionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "django.middleware.common.CommonMiddleware",
    "bot.web.language.PageLanguageMiddleware",
    "bot.web.bodies.BodyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
CORS_ALLOWED_ORIGINS = HOLI_EMBED_ORIGINS
CORS_ALLOW_CREDENTIALS = HOLI_ASKING == SIGNED_IN
CORS_ALLOW_HEADERS = ["content-type"]
CORS_URLS_REGEX = r"^/(api/.*|embed\.js)$"

ROOT_URLCONF = "bot.web.urls"
ASGI_APPLICATION = "bot.web.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "bot.accounts.context.held",
            ]
        },
    }
]

DATABASES = databases(_values.get("HOLI_DATABASE_URL", ""), HOLI_HOME)
CACHES = caches(_values.get("HOLI_REDIS_URL", ""))
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "cy"
LANGUAGES = [("cy", "Cymraeg"), ("en", "English")]
LOCALE_PATHS = [_holi.built / "locale"]
TIME_ZONE = "Europe/London"
USE_TZ = True

STATIC_URL = "static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
BASE_DIR = ROOT

DATA_UPLOAD_MAX_MEMORY_SIZE = 64 * 1024
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = policy(HOLI_PROVIDER.issuer if HOLI_PROVIDER else "")
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
# Lists of sites for browsers to know beforehand are made of whole domains; a council's isn't Holi's to put there.
SILENCED_SYSTEM_CHECKS = ["security.W021"]

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = session_samesite(_values, asked_for=CORS_ALLOW_CREDENTIALS)
SESSION_COOKIE_AGE = 12 * 60 * 60
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "bot.web.pages.forged"
LOGIN_URL = "sign-in"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend", "bot.accounts.oidc.ProviderBackend"]

# What people ask stands in the question log and nowhere else.
LOGGING = log_configuration(HOLI_OBSERVING.log)
ours_through_structlog()
