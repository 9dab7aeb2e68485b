# syntax=docker/dockerfile:1
# kafka-lint with everything that an audit needs, as a user without rights:
#   docker build -t kafka-lint .
#   docker run --rm -v "$PWD:/work:ro" kafka-lint check
FROM rust:1.95-slim-bookworm AS build
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends g++ make perl \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY . .
RUN cargo build --release --locked

FROM debian:bookworm-slim
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates git \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --no-create-home kafka-lint \
    # What is mounted belongs to somebody else, and Git is only asked what has changed.
    && git config --system --add safe.directory '*'
COPY --from=build /src/target/release/kafka-lint /usr/local/bin/
COPY --from=build /src/LICENSE /usr/share/doc/kafka-lint/
USER 10001
WORKDIR /work
ENTRYPOINT ["kafka-lint"]
CMD ["check"]
