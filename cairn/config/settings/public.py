"""The public process: published files, reference data and nothing operational.

It has no sessions, no accounts and no path to an operational record; a test starts it and looks for
operational modules in `sys.modules`.
"""

from cairn.config.settings.base import *  # noqa: F403
from cairn.config.settings.base import PUBLIC_APPS, PUBLIC_MIDDLEWARE

INSTALLED_APPS = PUBLIC_APPS
MIDDLEWARE = PUBLIC_MIDDLEWARE
ROOT_URLCONF = "cairn.config.urls.public"
