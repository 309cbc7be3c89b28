#!/usr/bin/env bash
# Starts a local Lark and Toolrack with the Echo and Lark plugins; ends both on Ctrl-C.
#
# PORT and SANDBOX_PORT choose the ports on the loopback. `make run` builds first.
set -euo pipefail
cd "$(dirname "$0")/.."

port=${PORT:-8080}
sandbox_port=${SANDBOX_PORT:-9399}
build=${TOOLRACK_BIN_DIR:-.build/release}
plugins=${TOOLRACK_PLUGINS:-plugins}
configuration=deploy/demo/toolrack.json
url=http://127.0.0.1:$port

export LARK_SANDBOX_ADDRESS=127.0.0.1:$sandbox_port
export LARK_SANDBOX_URL=http://$LARK_SANDBOX_ADDRESS

source scripts/processes.sh

start "$sandbox_port" /sandbox "make run SANDBOX_PORT=9400" \
  "$build/lark-sandbox" --listen "$LARK_SANDBOX_ADDRESS"

"$build/toolrack" list --config "$configuration" --plugins "$plugins"

start "$port" /health "make run PORT=8081" \
  "$build/toolrack" serve --config "$configuration" --plugins "$plugins" \
  --listen "127.0.0.1:$port"

cat <<EOF

Toolrack serves MCP at $url/mcp. In another terminal, send a message:

curl -s $url/mcp \\
  -H 'Content-Type: application/json' -H 'Accept: application/json, text/event-stream' \\
  -H 'MCP-Protocol-Version: 2026-07-28' -H 'Mcp-Method: tools/call' \\
  -H 'Mcp-Name: lark_send_message' \\
  -d '{"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {
        "name": "lark_send_message",
        "arguments": {"to": "chen.siyuan@yunshan.example", "text": "Hello from Toolrack"},
        "_meta": {"io.modelcontextprotocol/protocolVersion": "2026-07-28",
                  "io.modelcontextprotocol/clientCapabilities": {}}}}'

Ctrl-C ends it.
EOF

wait -n "${started[@]}"
