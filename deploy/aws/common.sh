# shellcheck shell=bash
# What the scripts of this folder share: messages, tools, the stack. Read by them, not run.

shopt -s inherit_errexit
umask 077
export AWS_PAGER=''

# What the scripts' options set, and where the work folder and the stack's description are.
name=toolrack
region=''
work=''
stack=''

say() { printf '\n== %s\n' "$*"; }
warn() { printf 'note: %s\n' "$*" >&2; }

fail() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

# For what is wrong with the command line.
misused() {
  printf 'error: %s; --help says more\n' "$*" >&2
  exit 2
}

# value OPTION "$@": fails where an option has nothing after it.
value() { (($# >= 3)) || misused "$1 needs a value"; }

# A folder for what must not outlive the script; `work` names it.
make_work_folder() {
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
}

need_tools() {
  local tool missing=()
  for tool in "$@"; do
    command -v "$tool" >/dev/null || missing+=("$tool")
  done
  ((${#missing[@]} == 0)) || fail "${missing[*]} missing; install what is named here first"
}

# Asks the command itself, since its versions 1 and 2 learnt AgentCore at different times.
need_agentcore_commands() {
  aws bedrock-agentcore-control synchronize-gateway-targets --generate-cli-skeleton \
    >/dev/null 2>&1 && return
  fail "$(aws --version 2>&1 | cut -d ' ' -f 1) does not know the commands of" \
    "bedrock-agentcore-control; install a newer AWS CLI: 1.45 or later, or a version 2 of 2026"
}

# The region: --region, else what the AWS CLI would take.
choose_region() {
  region=${region:-${AWS_REGION:-${AWS_DEFAULT_REGION:-$(aws configure get region || true)}}}
  [[ $region ]] || fail 'no region; say --region, for instance --region us-east-1'
  export AWS_REGION=$region AWS_DEFAULT_REGION=$region
}

# Reads the stack $name into `stack`; an empty text where there is none.
read_stack() {
  local found
  if found=$(aws cloudformation describe-stacks --stack-name "$name" --output json \
    2>"$work/error"); then
    stack=$(jq -c '.Stacks[0]' <<<"$found")
  elif grep -q 'does not exist' "$work/error"; then
    stack=''
  else
    fail "CloudFormation does not tell of the stack $name: $(tr -s '\n' ' ' <"$work/error")"
  fi
}

stack_status() { jq -r '.StackStatus // ""' <<<"$stack"; }

# output NAME: what the stack says of itself, or nothing.
output() {
  OUTPUT=$1 jq -r '.Outputs // [] | map(select(.OutputKey == env.OUTPUT))
    | .[0].OutputValue // ""' <<<"$stack"
}

# Why the newest change of the stack failed, one resource a line, the first failure first.
stack_failures() {
  aws cloudformation describe-stack-events --stack-name "$1" --max-items 100 --output json |
    jq -r '.StackEvents | map(select(.ResourceStatus | endswith("_FAILED"))) | reverse | .[]
      | "  \(.LogicalResourceId) (\(.ResourceType)): " + (.ResourceStatusReason // "no reason")' |
    tail -n 12
}
