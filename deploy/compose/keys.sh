#!/usr/bin/env bash
# Writes a new key pair for the gateway into .env beside compose.yaml, as an IAM role would give it.
set -euo pipefail
cd "$(dirname "$0")"

if [[ -e .env ]]; then
  echo "deploy/compose/.env is there already; remove it to make another key pair." >&2
  exit 1
fi
# Ends by SIGPIPE where `head` has enough, which is no failure.
random() { LC_ALL=C tr -dc "$1" </dev/urandom | head -c "$2" || true; }
umask 077
cat >.env <<EOF
GATEWAY_ACCESS_KEY_ID=AKIA$(random A-Z2-7 16)
GATEWAY_SECRET_ACCESS_KEY=$(random A-Za-z0-9 40)
EOF
echo "deploy/compose/.env holds a key pair for the gateway."
