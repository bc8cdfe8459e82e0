"""The desk in server mode: signing in and the desk, without the public pages beside it.

These have a process, a host name and a key of their own (ADR 31). Over TLS a cookie that another
host of the same domain has set is not taken for ours: that is what `__Host-` is for.
"""

from cairn.config.settings.desk import *  # noqa: F403
from cairn.config.settings.desk import ENVIRONMENT

ROOT_URLCONF = "cairn.config.urls.desk_alone"
LOGOUT_REDIRECT_URL = "account_login"

if ENVIRONMENT.secure:
    SESSION_COOKIE_NAME = "__Host-cairn_desk"
    CSRF_COOKIE_NAME = "__Host-cairn_csrf"
