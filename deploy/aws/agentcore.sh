# shellcheck shell=bash
# Waiting for what AgentCore makes, and having its gateway read the tools again. Needs common.sh.

# How long each part may take to get ready, and the time between two questions.
wait_seconds=900
POLL_SECONDS=${POLL_SECONDS:-5}
# So often in a row a target is asked that says READY and does not say when it was read.
SETTLED_POLLS=6

control() { aws bedrock-agentcore-control "$@" --output json; }

# Each prints a status, a tab and the reasons for it.
runtime_status() { control get-agent-runtime --agent-runtime-id "$1" | status_and_reasons; }

endpoint_status() {
  control get-agent-runtime-endpoint --agent-runtime-id "$1" --endpoint-name "$2" |
    status_and_reasons
}

gateway_status() { control get-gateway --gateway-identifier "$1" | status_and_reasons; }

target_status() {
  control get-gateway-target --gateway-identifier "$1" --target-id "$2" | status_and_reasons
}

status_and_reasons() {
  jq -r '[.status, .failureReason // (.statusReasons // [] | join("; "))] | @tsv'
}

# wait_until_ready WHAT READER...: asks READER until it says READY; fails where that cannot be any
# more, or is not within wait_seconds.
wait_until_ready() {
  local what=$1 deadline=$((SECONDS + wait_seconds)) answer status reasons
  shift
  while true; do
    answer=$("$@")
    IFS=$'\t' read -r status reasons <<<"$answer"
    case $status in
      READY)
        echo "$what: ready"
        return
        ;;
      CREATING | UPDATING | SYNCHRONIZING) ;;
      *) fail "$what is $status: ${reasons:-no reason given}" ;;
    esac
    ((SECONDS < deadline)) || fail "$what is still $status after $wait_seconds s; run this" \
      "again to wait on, with a longer --wait where that is usual"
    sleep "$POLL_SECONDS"
  done
}

# Has the gateway read the tools of one target again, and waits until it has. The call takes
# exactly one id, and only starts the work: afterwards the time of the last synchronisation is
# another one.
synchronize_target() {
  local gateway=$1 target=$2 before now polls=0
  before=$(last_synchronized "$gateway" "$target")
  now=$before
  control synchronize-gateway-targets --gateway-identifier "$gateway" --target-id-list "$target" \
    >/dev/null
  while [[ $now == "$before" ]]; do
    if ((polls == SETTLED_POLLS)); then
      warn 'the gateway does not say that it has read the tools again; verify.sh shows what it has'
      break
    fi
    ((polls == 0)) || sleep "$POLL_SECONDS"
    wait_until_ready "the target's tools" target_status "$gateway" "$target" >/dev/null
    now=$(last_synchronized "$gateway" "$target")
    polls=$((polls + 1))
  done
  echo "the target's tools: read"
}

last_synchronized() {
  control get-gateway-target --gateway-identifier "$1" --target-id "$2" |
    jq -r '.lastSynchronizedAt // ""'
}
