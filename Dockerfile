# Hymnsheet as one container: unprivileged, with a read-only root but for /data.
#   docker build -t hymnsheet . && docker run -p 3000:3000 -v hymnsheet:/data hymnsheet
FROM python:3.13-slim

RUN useradd --uid 10001 --no-create-home --home-dir /app --shell /usr/sbin/nologin hymnsheet \
    && install --directory --owner=hymnsheet --mode=0700 /data
WORKDIR /app

COPY requirements.lock ./
RUN python -m pip install --no-cache-dir --require-hashes --no-deps -r requirements.lock

COPY app.py LICENSE ./
COPY bot bot
COPY adapters adapters
COPY storage storage

ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    HYMNSHEET_DATA_DIR=/data \
    HYMNSHEET_HOST=0.0.0.0 \
    HYMNSHEET_PORT=3000 \
    HYMNSHEET_LOG=json
# By number: whoever may run no root sees that this is none.
USER 10001
VOLUME /data
EXPOSE 3000
# Whatever port is set, and past any proxy that is set.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "import os, sys, http.client as http; there = http.HTTPConnection('127.0.0.1', int(os.environ['HYMNSHEET_PORT']), timeout=4); there.request('GET', '/readyz'); sys.exit(there.getresponse().status != 200)"]
STOPSIGNAL SIGTERM
CMD ["python", "app.py", "serve"]
