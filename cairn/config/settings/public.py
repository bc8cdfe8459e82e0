"""The public process: published files, reference data and nothing operational.

It has no sessions, no accounts and no path to an operational record; a test starts it and looks for
operational modules in `sys.modules`. On PostgreSQL its transactions are short, and read-only
but for the one in which it adds what somebody asks of a record: what it may read and add at all is
decided by its role (`console.roles`).
"""

from cairn.config.settings.base import *  # noqa: F403
from cairn.config.settings.base import (
    CAIRN_DATA,
    DATABASES,
    ENVIRONMENT,
    PUBLIC_APPS,
    PUBLIC_MIDDLEWARE,
    PUBLISHED_ROOT,
)

INSTALLED_APPS = PUBLIC_APPS
MIDDLEWARE = PUBLIC_MIDDLEWARE
ROOT_URLCONF = "cairn.config.urls.public"

# Numbers of what one address sent, under digests; shared by the workers of this process.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": CAIRN_DATA / "cache" / "public",
    }
}

if PUBLISHED_ROOT:
    SEARCH_INDEX = PUBLISHED_ROOT / "search" / "open"
    SEARCH_SHADOW = CAIRN_DATA / "search"

if ENVIRONMENT.database:
    DATABASES["default"]["OPTIONS"] = {
        "application_name": "cairn-public",
        "options": "-c default_transaction_read_only=on -c statement_timeout=15000",
    }
