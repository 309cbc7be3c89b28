#!/usr/bin/env bash
# Starts the whole chain on this machine: a gateway that issues and checks tokens, a runtime that
# takes signed requests and runs the tools, and a local Lark; ends them on Ctrl-C.
#
# PORT, RUNTIME_PORT and SANDBOX_PORT choose the ports on the loopback. `make chain` builds first.
set -euo pipefail
cd "$(dirname "$0")/.."

port=${PORT:-8080}
runtime_port=${RUNTIME_PORT:-8000}
sandbox_port=${SANDBOX_PORT:-9399}
build=${TOOLRACK_BIN_DIR:-.build/release}
plugins=$(realpath "${TOOLRACK_PLUGINS:-plugins}")

for plugin in remote echo lark; do
  [[ -e $plugins/$plugin.so ]] || {
    echo "$plugins/$plugin.so is missing; run: make plugins" >&2
    exit 1
  }
done
folder=$(mktemp -d)

source scripts/processes.sh
trap 'finish; rm -rf "$folder"' EXIT

export CHAIN_FOLDER=$folder
export GATEWAY_URL=http://127.0.0.1:$port
export RUNTIME_ADDRESS=127.0.0.1:$runtime_port
# As AgentCore has it: the runtime's ARN, percent-encoded.
arn=arn%3Aaws%3Abedrock-agentcore%3Aus-east-1%3A123456789012%3Aruntime%2Ftoolrack-0123456789
export RUNTIME_URL="http://$RUNTIME_ADDRESS/runtimes/$arn/invocations?qualifier=DEFAULT"
export LARK_SANDBOX_ADDRESS=127.0.0.1:$sandbox_port

# Each part has its own plugins: the gateway those of others, the runtime the tools.
mkdir "$folder/gateway" "$folder/runtime"
ln -s "$plugins/remote.so" "$folder/gateway/"
ln -s "$plugins"/{echo,lark}.so "$folder/runtime/"

# A key pair for the gateway, as an IAM role would give it: the gateway signs, the runtime checks.
# Ends by SIGPIPE where `head` has enough, which is no failure.
random() { LC_ALL=C tr -dc "$1" </dev/urandom | head -c "$2" || true; }
key=AKIA$(random A-Z2-7 16)
secret=$(random A-Za-z0-9 40)

start "$sandbox_port" /sandbox "make chain SANDBOX_PORT=9400" \
  "$build/lark-sandbox" --listen "$LARK_SANDBOX_ADDRESS"

GATEWAY_ACCESS_KEY_ID=$key GATEWAY_SECRET_ACCESS_KEY=$secret \
  start "$runtime_port" /health "make chain RUNTIME_PORT=8001" \
  "$build/toolrack" serve --config deploy/compose/runtime.json --plugins "$folder/runtime" \
  --listen "$RUNTIME_ADDRESS"

login=$("$build/toolrack" client add agent --secret --scope toolrack/invoke \
  --config deploy/compose/gateway.json)
AWS_ACCESS_KEY_ID=$key AWS_SECRET_ACCESS_KEY=$secret \
  start "$port" /health "make chain PORT=8081" \
  "$build/toolrack" serve --config deploy/compose/gateway.json --plugins "$folder/gateway" \
  --listen "127.0.0.1:$port"

cat <<EOF

agent -> token -> gateway ($GATEWAY_URL) -> signature -> runtime ($RUNTIME_ADDRESS) -> Lark

In another terminal, get a token, then list the tools:

TOKEN=\$(curl -s -u 'agent:$login' -d grant_type=client_credentials \\
  $GATEWAY_URL/oauth2/token | sed 's/.*"access_token":"\([^"]*\)".*/\1/')

curl -s $GATEWAY_URL/mcp -H "Authorization: Bearer \$TOKEN" \\
  -H 'Content-Type: application/json' -H 'Accept: application/json, text/event-stream' \\
  -d '{"jsonrpc": "2.0", "id": 1, "method": "tools/list"}'

Ctrl-C ends it.
EOF

wait -n "${started[@]}"
