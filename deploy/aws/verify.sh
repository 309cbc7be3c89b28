#!/usr/bin/env bash
# Tries the whole way as an agent goes it: a token, the tools, one call. See --help.
set -euo pipefail
here=$(dirname "$0")
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$here/common.sh"
# shellcheck source-path=SCRIPTDIR source=requests.sh
. "$here/requests.sh"

help() {
  cat <<'HELP'
verify.sh: gets a token, lists the tools through every page, calls one.

  verify.sh [--stack NAME] [--region REGION] [--tool NAME --arguments JSON]
  verify.sh --token-url URL --mcp-url URL --client-id ID [--scope SCOPE] ...

The first form reads all it needs from the stack; the second needs no AWS at all, and takes the
secret from the variable CLIENT_SECRET, or asks for it.

  --stack NAME      default toolrack
  --region REGION   default: the AWS CLI's
  --tool NAME       the tool to call; without the part that the gateway puts before it will do.
                    Default echo_text, which says what it is told
  --arguments JSON  what it is called with; default {}, and {"text": "hello"} for echo_text
  --token-url URL, --mcp-url URL, --client-id ID, --scope SCOPE
                    another login and another server than the stack's
HELP
}

# A server whose list is longer than this, or goes round in a circle, is not followed further.
PAGES=${PAGES:-200}
token_url=''
mcp_url=''
client_id=''
scope=''
tool=echo_text
arguments=''
secret=${CLIENT_SECRET:-}
unset CLIENT_SECRET

read_arguments() {
  while (($#)); do
    case $1 in
      -h | --help) help && exit ;;
      --stack | --region | --tool | --arguments | --token-url | --mcp-url | --client-id | --scope)
        value "$1" "$@"
        set_option "$1" "$2"
        ;;
      *) misused "$1 is not an option" ;;
    esac
    shift 2
  done
  if [[ ! $arguments ]]; then
    arguments='{}'
    [[ $tool != *echo_text ]] || arguments='{"text": "hello"}'
  fi
  jq -e 'type == "object"' >/dev/null 2>&1 <<<"$arguments" ||
    misused '--arguments takes a JSON object'
}

set_option() {
  case $1 in
    --stack) name=$2 ;;
    --region) region=$2 ;;
    --tool) tool=$2 ;;
    --arguments) arguments=$2 ;;
    --token-url) token_url=$2 ;;
    --mcp-url) mcp_url=$2 ;;
    --client-id) client_id=$2 ;;
    --scope) scope=$2 ;;
  esac
}

# Where to go and as whom, from the options or from the stack.
choose_server() {
  if [[ $token_url || $mcp_url || $client_id ]]; then
    [[ $token_url && $mcp_url && $client_id ]] ||
      misused '--token-url, --mcp-url and --client-id belong together'
    if [[ ! $secret ]]; then
      read -r -s -p "Secret of $client_id: " secret || true
      echo
    fi
  else
    need_tools aws
    choose_region
    read_stack
    [[ $stack ]] || fail "there is no stack $name in $region; run deploy.sh first"
    token_url=$(output TokenUrl) mcp_url=$(output GatewayUrl)
    client_id=$(output ClientId) scope=${scope:-$(output Scope)}
    [[ $mcp_url ]] || fail "the stack $name has no gateway yet; run deploy.sh"
    secret=$(aws cognito-idp describe-user-pool-client --user-pool-id "$(output UserPoolId)" \
      --client-id "$client_id" --output json | jq -r '.UserPoolClient.ClientSecret // ""')
  fi
  [[ $secret ]] || fail "there is no secret for $client_id"
  refuse_open_way "$token_url"
  refuse_open_way "$mcp_url"
}

check_refusal_without_token() {
  local status
  status=$(mcp_request tools/list '{}' '')
  case $status in
    401) echo 'without a token: refused (401), as it should be' ;;
    403) echo "without a token: refused (403)$(said)" ;;
    200)
      messages | jq -e .error >/dev/null 2>&1 ||
        fail "$mcp_url answers without a token: everybody may call its tools"
      echo 'without a token: refused, by an error'
      ;;
    *) explain_mcp "$status" ;;
  esac
}

# Sets `names` to all tools, by following nextCursor from page to page.
list_tools() {
  local cursor='' next pages=0 parameters
  names=()
  while true; do
    parameters=$(CURSOR=$cursor jq -nc 'if env.CURSOR == "" then {} else {cursor: env.CURSOR} end')
    mcp_result tools/list "$parameters"
    jq -e '.tools | type == "array"' "$work/result" >/dev/null ||
      fail "the answer to tools/list has no list of tools"
    mapfile -t -O "${#names[@]}" names < <(jq -r '.tools[].name' "$work/result")
    pages=$((pages + 1))
    next=$(jq -r '.nextCursor // ""' "$work/result")
    [[ $next ]] || break
    [[ $next != "$cursor" ]] || fail 'tools/list gives the same page again and again'
    ((pages < PAGES)) || fail "tools/list has more than $PAGES pages"
    cursor=$next
  done
  ((${#names[@]})) || fail 'there are no tools: has the gateway read them? deploy.sh --keep-image' \
    'has it do so'
  echo "${#names[@]} tools on $pages pages:"
  printf '  %s\n' "${names[@]}"
}

# The name in the list that is --tool, or ends with it after a target's name and ___.
find_tool() {
  local listed
  for listed in "${names[@]}"; do
    if [[ $listed == "$tool" || $listed == *___"$tool" ]]; then
      found=$listed
      return
    fi
  done
  fail "there is no tool $tool in this list; name one that does no harm by --tool"
}

call_tool() {
  local parameters
  parameters=$(TOOL=$found ARGUMENTS=$arguments jq -nc \
    '{name: env.TOOL, arguments: (env.ARGUMENTS | fromjson)}')
  mcp_result tools/call "$parameters"
  if jq -e '.isError == true' "$work/result" >/dev/null; then
    fail "$found says: $(tool_text)"
  fi
  echo "$found: $(tool_text)"
}

tool_text() { jq -r '[.content[]? | .text // "(\(.type))"] | join(" ")' "$work/result"; }

main() {
  read_arguments "$@"
  need_tools curl jq
  make_work_folder
  choose_server
  say "Token from $token_url"
  get_token
  say "Tools of $mcp_url"
  check_refusal_without_token
  list_tools
  find_tool
  say 'One call'
  call_tool
  say 'All of it works'
}

# On one line, so that nothing is read of this file any more when main has ended.
main "$@"; exit
