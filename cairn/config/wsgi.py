"""The WSGI application; which settings it runs with is decided by DJANGO_SETTINGS_MODULE."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cairn.config.settings.desk")
application = get_wsgi_application()
