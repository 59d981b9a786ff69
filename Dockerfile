# Two stages: uv builds the environment from the lock; the image carries only what runs.
ARG PYTHON=3.13
FROM docker.io/library/python:${PYTHON}-slim-bookworm AS build
ENV UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy UV_PYTHON_DOWNLOADS=never UV_PROJECT_ENVIRONMENT=/opt/sariwarta
RUN pip install --no-cache-dir uv==0.13.9
WORKDIR /src
COPY pyproject.toml uv.lock README.md LICENSE ./
RUN uv sync --frozen --no-dev --no-install-project --extra postgres
COPY bot ./bot
COPY storage ./storage
COPY samples ./samples
RUN uv sync --frozen --no-dev --no-editable --extra postgres

FROM docker.io/library/python:${PYTHON}-slim-bookworm
LABEL org.opencontainers.image.title="Sariwarta" \
      org.opencontainers.image.description="A calm Telegram news digest in Indonesian" \
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
HEALTHCHECK --interval=60s --timeout=10s --start-period=60s CMD ["sariwarta", "health"]
ENTRYPOINT ["sariwarta"]
CMD ["run"]
