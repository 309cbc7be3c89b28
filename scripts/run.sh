#!/usr/bin/env bash
# Starts a local Lark, a throw-away PostgreSQL with a sample database, and Toolrack with every
# plugin; ends all of them on Ctrl-C.
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
folder=$(mktemp -d)
trap 'finish; rm -rf "$folder"' EXIT

launch scripts/postgres.sh "$folder"
postgres=$!

start "$sandbox_port" /sandbox "make run SANDBOX_PORT=9400" \
  "$build/lark-sandbox" --listen "$LARK_SANDBOX_ADDRESS"

if await_file "$postgres" "$folder/url"; then
  SHOP_URL=$(<"$folder/url")
else
  echo "Without PostgreSQL, pg_query and its like have nothing to ask." >&2
  started=("${started[@]:1}")
  SHOP_URL=
fi
export SHOP_URL

"$build/toolrack" list --config "$configuration" --plugins "$plugins"

start "$port" /health "make run PORT=8081" \
  "$build/toolrack" serve --config "$configuration" --plugins "$plugins" \
  --listen "127.0.0.1:$port"

# Prints the command that calls a tool: show TOOL ARGUMENTS
show() {
  cat <<EOF

curl -s $url/mcp \\
  -H 'Content-Type: application/json' -H 'Accept: application/json, text/event-stream' \\
  -H 'MCP-Protocol-Version: 2026-07-28' -H 'Mcp-Method: tools/call' \\
  -H 'Mcp-Name: $1' \\
  -d '{"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {
        "name": "$1",
        "arguments": $2,
        "_meta": {"io.modelcontextprotocol/protocolVersion": "2026-07-28",
                  "io.modelcontextprotocol/clientCapabilities": {}}}}'

EOF
}

echo
echo "Toolrack serves MCP at $url/mcp. In another terminal, send a message:"
show lark_send_message '{"to": "chen.siyuan@yunshan.example", "text": "Hello from Toolrack"}'
if [[ $SHOP_URL ]]; then
  echo "Or ask the sample database:"
  show pg_query '{"sql": "SELECT customer, total FROM order_totals ORDER BY total DESC"}'
fi
echo "Ctrl-C ends it."

wait -n "${started[@]}"
