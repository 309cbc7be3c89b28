# shellcheck shell=bash
# The requests of verify.sh, and what their refusals mean. Needs common.sh. Secrets and tokens go
# to curl through its standard input, since everybody on this machine can read arguments.

REQUEST_SECONDS=120

# What verify.sh sets.
token_url=''
mcp_url=''
client_id=''
scope=''
secret=''
token=''
request_id=0
work=${work:-}

# As a text in curl's configuration.
quoted() {
  local text=${1//\\/\\\\}
  text=${text//\"/\\\"}
  text=${text//$'\n'/\\n}
  printf '"%s"' "${text//$'\r'/\\r}"
}

# A secret does not go through a network that others can read.
refuse_open_way() {
  [[ $1 == https://* || $1 =~ ^http://(127\.0\.0\.1|localhost|\[::1\])(:[0-9]+)?(/|$) ]] ||
    fail "$1 is not https, and the secret would be readable on its way"
}

# request URL <CONFIGURATION: prints the status; the answer is in the files body and head of $work.
request() {
  local status=0
  : >"$work/body"
  : >"$work/head"
  { printf 'url = %s\n' "$(quoted "$1")" && cat; } |
    curl --config - --silent --show-error --max-time "$REQUEST_SECONDS" --connect-timeout 15 \
      --output "$work/body" --dump-header "$work/head" --write-out '%{http_code}' \
      2>"$work/error" || status=$?
  ((status == 0)) || fail "$1 cannot be reached: $(tr -s '\n' ' ' <"$work/error")"
}

# The last value of a header field, whose name is given in small letters.
field() {
  tr -d '\r' <"$work/head" | awk -v name="$1:" \
    'tolower($1) == name { $1 = ""; sub(/^ /, ""); value = $0 } END { print value }'
}

body_start() { head -c 300 "$work/body" | tr -s '\r\n' ' '; }

get_token() {
  local status
  status=$(
    request "$token_url" <<CONFIGURATION
user = $(quoted "$client_id:$secret")
data-urlencode = "grant_type=client_credentials"
${scope:+data-urlencode = $(quoted "scope=$scope")}
CONFIGURATION
  )
  [[ $status == 200 ]] || explain_token "$status"
  token=$(jq -r '.access_token // ""' "$work/body" 2>"$work/error") || token=''
  [[ $token ]] || fail "$token_url answers without an access_token; is it the token URL?"
  echo "a token for $(jq -r '.expires_in // "?"' "$work/body") s"
}

explain_token() {
  local error
  error=$(jq -r '.error // ""' "$work/body" 2>"$work/error") || error=''
  case $1:$error in
    429:*) fail "the login is asked too often; try again in $(retry_after) s" ;;
    *:invalid_client) fail "the login knows no client $client_id with this secret" ;;
    *:invalid_scope) fail "$client_id may not have the scope $scope" ;;
    *:unauthorized_client | *:unsupported_grant_type)
      fail "$client_id may not log in by client_credentials ($error)"
      ;;
    *:invalid_*) fail "the login refuses the request: $(jq -r \
      '[.error, .error_description // empty] | join(": ")' "$work/body")" ;;
    404:*) fail "nothing is at $token_url: a new domain needs a minute, or the path is" \
      'not that of the login (/oauth2/token)' ;;
    *) fail "the login answers $1: $(body_start)" ;;
  esac
}

retry_after() {
  local seconds
  seconds=$(field retry-after)
  printf '%s' "${seconds:-60}"
}

# mcp_request METHOD PARAMETERS TOKEN: one JSON-RPC request; prints the status.
mcp_request() {
  local body
  body=$(METHOD=$1 PARAMETERS=$2 ID=$request_id jq -nc '{jsonrpc: "2.0",
    id: (env.ID | tonumber), method: env.METHOD, params: (env.PARAMETERS | fromjson)}')
  request "$mcp_url" <<CONFIGURATION
header = "Content-Type: application/json"
header = "Accept: application/json, text/event-stream"
${3:+header = $(quoted "Authorization: Bearer $3")}
data-raw = $(quoted "$body")
CONFIGURATION
}

# mcp_result METHOD PARAMETERS: the result is in $work/result; every refusal ends here.
mcp_result() {
  local status
  request_id=$((request_id + 1))
  status=$(mcp_request "$1" "$2" "$token")
  messages >"$work/messages"
  ID=$request_id jq -c 'select((.id == (env.ID | tonumber)) or (.id == null and .error))' \
    "$work/messages" >"$work/answer" 2>"$work/error" || true
  if [[ $status == 4* || ! -s $work/answer ]]; then
    explain_mcp "$status"
  elif jq -e .error "$work/answer" >/dev/null; then
    explain_error "$status"
  fi
  jq -c .result "$work/answer" >"$work/result"
}

# The messages of an answer, one JSON text after the other, whichever of the two forms it has.
messages() {
  case $(field content-type) in
    text/event-stream*) tr -d '\r' <"$work/body" | sed -n 's/^data: \{0,1\}//p' ;;
    *) cat "$work/body" ;;
  esac
}

# The first line of an answer's body, to be put behind what was found out; or nothing.
said() {
  local line
  line=$(head -c 300 "$work/body" | head -n 1 | tr -d '\r')
  echo "${line:+; it says: $line}"
}

# What a refusal by its status means, and an answer that is no JSON-RPC message.
explain_mcp() {
  local challenge
  challenge=$(field www-authenticate)
  case $1 in
    401) fail "the server does not take the token (401)${challenge:+: $challenge}$(said). Is its" \
      'client among allowedClients, and is the discovery URL that of the pool which gave it?' ;;
    403) fail "the token is taken and not enough (403)${challenge:+: $challenge}$(said). Has it" \
      'one of allowedScopes? A runtime that is asked without the gateway answers 403 too' ;;
    404) fail "nothing is at $mcp_url (404); its path is /mcp" ;;
    406) fail 'the server refuses the Accept field (406)' ;;
    429) fail "the server is asked too often (429); try again in $(retry_after) s" ;;
    200) fail "the answer is no MCP: $(body_start)" ;;
    *) fail "the server answers $1: $(body_start)" ;;
  esac
}

# What a JSON-RPC error means; AgentCore sends most of its own with status 200.
explain_error() {
  local code message
  code=$(jq -r '.error.code // 0' "$work/answer")
  message=$(jq -r '.error.message // "no message"' "$work/answer")
  case $code in
    -32001) fail "not let in ($code): $message. Behind a gateway: does the target have" \
      'iamCredentialProvider with the service bedrock-agentcore?' ;;
    -32002) fail "not allowed ($code): $message. Behind a gateway: may its role call" \
      'InvokeAgentRuntime on the runtime and on its endpoint?' ;;
    -32003) fail "too many requests or a quota ($code): $message" ;;
    -32004) fail "not found ($code): $message. Does the target name an endpoint that is there?" ;;
    -32005) fail "busy ($code): $message; try again" ;;
    -32006) fail "refused as malformed ($code): $message" ;;
    -32010) fail "the container failed ($code): $message; its log group says more, and it has to" \
      'listen on 0.0.0.0:8000' ;;
    -32011) fail "the Accept field is refused ($code): $message" ;;
    *) fail "the server answers with the error $code (HTTP status $1): $message" ;;
  esac
}
