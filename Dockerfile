# Two stages: uv builds the environment from the lock; the image carries only what runs.
# BASE is any Debian with Python >= 3.11 as `python3`; `scripts/container-test` builds its own.
ARG BASE=docker.io/library/python:3.13-slim-bookworm
FROM ${BASE} AS build
ENV UV_LINK_MODE=copy UV_PYTHON_DOWNLOADS=never UV_PROJECT_ENVIRONMENT=/opt/sariwarta
RUN python3 -m venv /opt/uv && /opt/uv/bin/pip install --no-cache-dir uv==0.13.9
WORKDIR /src
COPY pyproject.toml uv.lock README.md LICENSE ./
RUN /opt/uv/bin/uv sync --frozen --no-dev --no-install-project --extra cluster --extra sentry
COPY bot ./bot
COPY storage ./storage
COPY samples ./samples
RUN /opt/uv/bin/uv sync --frozen --no-dev --no-editable --extra cluster --extra sentry
# Byte-code is made once, after what is never loaded is gone: the root is read-only at run time.
COPY deploy/prune.py /src/deploy/prune.py
RUN python3 deploy/prune.py /opt/sariwarta \
    && /opt/sariwarta/bin/python -W ignore -m compileall -q -j 0 /opt/sariwarta/lib

FROM ${BASE}
LABEL org.opencontainers.image.title="Sariwarta" \
      org.opencontainers.image.description="A calm Telegram news digest in Indonesian" \
      org.opencontainers.image.source="https://github.com/sariwarta/sariwarta" \
      org.opencontainers.image.licenses="MIT"
RUN useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin sariwarta \
    && mkdir -p /data /config && chown sariwarta /data
COPY --from=build /opt/sariwarta /opt/sariwarta
COPY feeds.yaml /config/feeds.yaml
ENV PATH=/opt/sariwarta/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    SARIWARTA_DATA_DIR=/data SARIWARTA_FEEDS_FILE=/config/feeds.yaml SARIWARTA_LOG_FORMAT=json
USER 10001
WORKDIR /data
VOLUME /data
STOPSIGNAL SIGTERM
# Healthy = every role makes progress, the outbox is not late, Telegram answers.
HEALTHCHECK --interval=60s --timeout=30s --start-period=60s CMD ["sariwarta", "health"]
ENTRYPOINT ["sariwarta"]
CMD ["run"]
