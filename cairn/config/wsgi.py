"""The WSGI application; which settings it runs with is decided by DJANGO_SETTINGS_MODULE."""

import atexit
import gc
import os

from django.core.wsgi import get_wsgi_application

from cairn.web.warming import warm

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cairn.config.settings.desk")
application = get_wsgi_application()
warm()

# What was loaded by now stays: workers share it, and no search for garbage goes through it again.
# An answer of many rows makes many objects, of which none is garbage: it is looked for less often.
gc.collect()
gc.freeze()
atexit.register(gc.unfreeze)  # at the end everything is taken apart as usual
gc.set_threshold(20_000, 20, 20)
