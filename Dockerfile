# The service in one image: pages, documents and static files. Nothing for tests.

# --- what Python needs, built apart so that pip's leftovers stay behind ----------------------------
FROM python:3.11-slim-bookworm AS packages
RUN python -m venv /opt/venv
COPY requirements.txt /tmp/requirements.txt
RUN /opt/venv/bin/pip install --no-cache-dir --disable-pip-version-check \
        --require-hashes --only-binary :all: -r /tmp/requirements.txt

# --- the service ----------------------------------------------------------------------------------
FROM python:3.11-slim-bookworm
# The text-layout libraries that make the PDF. Debian's own security updates decide their versions.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        fontconfig libharfbuzz-subset0 libpango-1.0-0 libpangoft2-1.0-0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin aid
COPY --from=packages /opt/venv /opt/venv

ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    BIND=0.0.0.0:8000

WORKDIR /app
COPY . .
# The key is needed by Django to start at all and signs nothing here; the folder is thrown away.
RUN SECRET_KEY=only-for-this-one-step-of-the-build-and-never-used-again-after-it VAR_FOLDER=/tmp/var \
        python manage.py collectstatic --no-input --verbosity 0 \
    && rm -rf /tmp/var \
    && install -d -o aid -g aid -m 0700 /app/var

USER 10001
VOLUME /app/var
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]

# Temporary files of the workers stay in memory. Migrating first costs nothing when nothing changed. A
# database that is down does not keep patients out: their pages ask it nothing. PostgreSQL is spoken to by
# psycopg's own library, so no package of Debian's is needed for it.
CMD ["sh", "-c", "python manage.py migrate --verbosity 0 || echo 'The database could not be brought up to date: staff pages may fail until the next start.' >&2; exec python -m gunicorn --config decision_aid/gunicorn_conf.py --worker-tmp-dir /dev/shm decision_aid.wsgi:application"]
