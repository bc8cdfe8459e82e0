"""Settings that the public and the desk process share. Nothing here knows an operational part."""

import os
from pathlib import Path

from csp.constants import NONE, SELF

from cairn.config.environment import REPOSITORY, Environment
from cairn.kernel.languages import LANGUAGES as SIX

ENVIRONMENT = Environment.read(os.environ)
PACKAGE = Path(__file__).resolve().parents[2]

CAIRN_DATA = ENVIRONMENT.data
PUBLISHED_ROOT = ENVIRONMENT.published  # None: beside the desk's own snapshots
DEBUG = ENVIRONMENT.debug
SECRET_KEY = ENVIRONMENT.read_secret_key()
ALLOWED_HOSTS = ENVIRONMENT.host_names
CSRF_TRUSTED_ORIGINS = [ENVIRONMENT.origin]
DATABASES = {"default": ENVIRONMENT.django_database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
WSGI_APPLICATION = "cairn.config.wsgi.application"

PUBLIC_APPS = [
    "django.contrib.staticfiles",
    "csp",
    "django_htmx",
    "cairn.published",
    "cairn.knowledge",
    "cairn.knowledge.asking",
    "cairn.web",
    "cairn.web.explore",
    "cairn.web.library",
    "cairn.web.public",
]

PUBLIC_MIDDLEWARE = [
    "cairn.web.tracing.TracingMiddleware",
    "cairn.web.health.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "cairn.web.middleware.SentencesMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "cairn.web.context.page",
            ],
        },
    },
]

# Languages: the six of the United Nations. The address carries the language, so that a page can be
# sent to someone else, cached, and switched without losing its place.
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
LANGUAGES = list(SIX.items())
LOCALE_PATHS = [PACKAGE / "locale"]
FORMAT_MODULE_PATH = []

SEARCHED = ["cairn.knowledge.searching"]  # who makes documents for the index (search/providers)
SEARCH_INDEX: Path | None = None  # where this process reads the index; None: below CAIRN_DATA
SEARCH_SHADOW: Path | None = None  # a folder of one that may not write there

STATIC_URL = "/static/"
STATIC_ROOT = CAIRN_DATA / "static"
STATICFILES_DIRS = [PACKAGE / "web" / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "cairn.web.assets.PackagesFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = False  # MapLibre asks for its worker by its plain name
NODE_MODULES = REPOSITORY / "node_modules"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF, "blob:"],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = False  # the proxy that ends TLS redirects; `cairn check` says so
SECURE_HSTS_SECONDS = 31_536_000 if ENVIRONMENT.secure else 0
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if ENVIRONMENT.trusted_proxies else None
)

DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
FILE_UPLOAD_TEMP_DIR = None

READY = {  # what `/ready` asks, by name: functions that say yes or no
    "database": "cairn.web.health.database",
    "disk": "cairn.web.health.disk",
    "published": "cairn.web.health.published",
}
METRICS = ""  # what tells numbers to the holder of CAIRN_METRICS_TOKEN; here nothing does

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}
        if DEBUG
        else {"()": "cairn.config.logs.Lines"},
        "json": {"()": "cairn.config.logs.Json"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": ENVIRONMENT.log}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "cairn": {"level": "INFO"},
        "django.request": {"level": "ERROR"},  # what was refused is no event of the machinery
        "cairn.request": {"level": "INFO" if ENVIRONMENT.log == "json" else "WARNING"},
    },
}
