# Toolrack in a container: the host, and the Echo, Lark, Postgres and Remote plugins.
#
#   docker build --tag toolrack .
#   docker run --publish 8080:8080 --volume ./plugins:/plugins:ro toolrack
#
# The bases may be replaced by others with the same toolchain and the same libraries. The stage
# `sandbox` is the local Lark, for deploy/compose.
ARG BUILD_IMAGE=swift:6.3-bookworm
ARG RUNTIME_IMAGE=debian:bookworm-slim

FROM ${BUILD_IMAGE} AS build
WORKDIR /source
COPY . .
RUN swift build --configuration release --product toolrack \
 && swift build --configuration release --product lark \
 && swift build --configuration release --product pg \
 && swift build --configuration release --product remote
RUN deploy/image-files.sh toolrack .build/release /image

FROM build AS build-sandbox
RUN swift build --configuration release --product lark-sandbox
RUN deploy/image-files.sh sandbox .build/release /sandbox

FROM ${RUNTIME_IMAGE} AS base
RUN apt-get update \
 && DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends \
      ca-certificates libcurl4 libpq5 libssl3 libstdc++6 tzdata \
 && rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/log/dpkg.log /var/log/apt
RUN useradd --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin toolrack \
 && install --directory --owner toolrack --group toolrack --mode 700 /var/lib/toolrack
WORKDIR /

FROM base AS sandbox
COPY --from=build-sandbox /sandbox /
RUN ldconfig
USER 10001:10001
EXPOSE 9399
ENTRYPOINT ["/usr/local/bin/lark-sandbox"]
CMD ["--listen", "0.0.0.0:9399"]

FROM base AS toolrack
COPY --from=build /image /
RUN ldconfig
USER 10001:10001
# Where it listens, and is asked for its health.
ENV TOOLRACK_PORT=8080
EXPOSE 8000 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=5s --retries=3 \
  CMD ["/usr/local/bin/toolrack-health"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["/usr/local/bin/toolrack"]
CMD ["serve", "--config", "/etc/toolrack/toolrack.json", "--plugins", "/plugins"]
