"""The desk's settings for tests: the same parts, quicker passwords, plain static files."""

from cairn.config.settings.desk import *  # noqa: F403
from cairn.config.settings.desk import DATABASES, ENVIRONMENT

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
if not ENVIRONMENT.database:
    # a file, so that a second connection or process sees the same rows
    DATABASES["default"]["TEST"] = {"NAME": str(DATABASES["default"]["NAME"]) + ".test"}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
