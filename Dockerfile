# Toolrack in a container: the host, and the Echo and Lark plugins.
#
#   docker build --tag toolrack .
#   docker run --publish 8080:8080 --volume ./plugins:/plugins:ro toolrack
#
# The bases may be replaced by others with the same toolchain and the same libraries.
ARG BUILD_IMAGE=swift:6.3-bookworm
ARG RUNTIME_IMAGE=debian:bookworm-slim

FROM ${BUILD_IMAGE} AS build
WORKDIR /source
COPY . .
RUN swift build --configuration release --product toolrack \
 && swift build --configuration release --product lark
RUN deploy/image-files.sh .build/release /image

FROM ${RUNTIME_IMAGE}
RUN apt-get update \
 && DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends \
      ca-certificates libcurl4 libssl3 libstdc++6 tzdata \
 && rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/log/dpkg.log /var/log/apt
COPY --from=build /image /
RUN ldconfig \
 && useradd --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin toolrack
USER 10001:10001
WORKDIR /
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=5s --retries=3 \
  CMD ["/usr/local/bin/toolrack-health"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["/usr/local/bin/toolrack"]
CMD ["serve", "--config", "/etc/toolrack/toolrack.json", "--plugins", "/plugins"]
