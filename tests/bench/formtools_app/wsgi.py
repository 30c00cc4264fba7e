"""What gunicorn loads; the table of sessions is made first."""

import os

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.formtools_app.settings"

from django.core.management import call_command
from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
call_command("migrate", verbosity=0)
