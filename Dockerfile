# Hymnsheet as one container: unprivileged, with a read-only root but for /data.
#   docker build -t hymnsheet . && docker run -p 3000:3000 -v hymnsheet:/data hymnsheet
FROM python:3.13-slim

RUN useradd --system --uid 10001 --home-dir /app hymnsheet \
    && install --directory --owner=hymnsheet --mode=0700 /data
WORKDIR /app

COPY requirements.lock ./
RUN python -m pip install --no-cache-dir --require-hashes --no-deps -r requirements.lock

COPY app.py platforms.py LICENSE ./
COPY bot bot
COPY adapters adapters
COPY storage storage

ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    HYMNSHEET_DATA_DIR=/data \
    HYMNSHEET_HOST=0.0.0.0 \
    HYMNSHEET_LOG=json
USER hymnsheet
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:3000/readyz', timeout=4)"]
STOPSIGNAL SIGTERM
CMD ["python", "app.py", "serve"]
