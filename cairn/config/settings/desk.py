"""The desk: what signed-in people use, and (in laptop mode) the public pages beside it.

The console, the job runner and migrations run with these settings too.
"""

from cairn.config.settings.base import *  # noqa: F403
from cairn.config.settings.base import (
    CAIRN_DATA,
    ENVIRONMENT,
    PUBLIC_APPS,
    PUBLIC_MIDDLEWARE,
    READY,
    TEMPLATES,
)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "django_tasks",
    "django_tasks_db",
    *PUBLIC_APPS,
    "cairn.audit",
    "cairn.history",
    "cairn.files",
    "cairn.jobs",
    "cairn.accounts",
    "cairn.sharing",
    "cairn.sharing.reads",
    "cairn.search.outbox",
    "cairn.search.guarded",
    "cairn.search.saved",
    "cairn.knowledge.editing",
    "cairn.reporting",
    "cairn.reporting.devices",
    "cairn.reporting.filings",
    "cairn.reporting.findings",
    "cairn.reporting.observations",
    "cairn.reporting.sheets",
    "cairn.rights",
    "cairn.corrections",
    "cairn.access",
    "cairn.observatory",
    "cairn.releases",
    "cairn.erasure",
    "cairn.web.desk",
    "cairn.console",
]

_before = PUBLIC_MIDDLEWARE.index("django.middleware.locale.LocaleMiddleware")
MIDDLEWARE = [
    *PUBLIC_MIDDLEWARE[:_before],
    "django.contrib.sessions.middleware.SessionMiddleware",
    *PUBLIC_MIDDLEWARE[_before:-1],
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "cairn.web.desk.middleware.SignInMiddleware",
    "cairn.web.desk.once.KeptTextMiddleware",
    "cairn.web.desk.middleware.DeskMiddleware",
    "cairn.web.desk.rates.RatesMiddleware",
    "cairn.web.middleware.SentencesMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "cairn.config.urls.desk"
READY = READY | {
    "migrations": "cairn.web.desk.metrics.migrations",
    "runner": "cairn.web.desk.metrics.runner",
}
METRICS = "cairn.web.desk.metrics.lines"

TEMPLATES[0]["OPTIONS"]["context_processors"] += [  # type: ignore[index]
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
    "cairn.web.desk.context.desk",
]

SEARCHED_AT_DESK = [  # who makes entries for the guarded index (search/guarded/providers)
    "cairn.reporting.filings.searching",
    "cairn.reporting.findings.searching",
    "cairn.reporting.searching_accounts",
    "cairn.reporting.searching_sets",
    "cairn.knowledge.editing.searching",
]

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk:home"
LOGOUT_REDIRECT_URL = "public:home"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_ADAPTER = "cairn.accounts.adapter.ClosedDoor"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_USER_MODEL_EMAIL_FIELD = None  # no e-mail address is kept
MFA_ADAPTER = "cairn.accounts.adapter.SecondFactor"  # secrets are sealed in the database
MFA_FORMS = {
    "activate_totp": "cairn.accounts.second_step.FirstCodeForm",
    "authenticate": "cairn.accounts.second_step.CodeForm",
    "reauthenticate": "cairn.accounts.second_step.CodeAgainForm",
}
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip"}  # by name and address: `second_step`, axes
MFA_TOTP_TOLERANCE = 1  # a clock may be half a minute off
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not ENVIRONMENT.secure
MFA_TOTP_ISSUER = "Cairn"
RECOVERY_HOURS = ENVIRONMENT.recovery_hours
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"

AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 1  # hour
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_ENABLE_ADMIN = False

SESSION_COOKIE_NAME = "cairn_desk"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = ENVIRONMENT.secure
SESSION_COOKIE_AGE = 8 * 3600
CSRF_COOKIE_SECURE = ENVIRONMENT.secure
CSRF_COOKIE_HTTPONLY = False
CSRF_FAILURE_VIEW = "cairn.web.errors.csrf_failure"

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

# Shared by all processes: a code that was used in one is used in all.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": CAIRN_DATA / "cache" / "desk",
    }
}

FILES_ROOT = CAIRN_DATA / "files"
