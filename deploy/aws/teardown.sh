#!/usr/bin/env bash
# Takes away what deploy.sh has made; see --help.
set -euo pipefail
cd "$(dirname "$0")"
# shellcheck source-path=SCRIPTDIR source=common.sh
. ./common.sh

help() {
  cat <<'HELP'
teardown.sh: deletes the stack that deploy.sh made, with its images and its login.

  teardown.sh [--stack NAME] [--region REGION] [--yes]

  --stack NAME     default toolrack
  --region REGION  default: the AWS CLI's
  --yes            does not ask first
  --wait SECONDS   how long the deletion may take; default 1800
HELP
}

confirmed=''
wait_seconds=1800
POLL_SECONDS=${POLL_SECONDS:-5}
# How many images one request may name.
IMAGES_AT_ONCE=100

read_arguments() {
  while (($#)); do
    case $1 in
      -h | --help) help && exit ;;
      --yes) confirmed=yes && shift && continue ;;
      --stack) value "$1" "$@" && name=$2 ;;
      --region) value "$1" "$@" && region=$2 ;;
      --wait) value "$1" "$@" && wait_seconds=$2 ;;
      *) misused "$1 is not an option" ;;
    esac
    shift 2
  done
  [[ $wait_seconds =~ ^[1-9][0-9]{0,5}$ ]] || misused '--wait takes a number of seconds'
}

# Asks for the name of the stack; anything else ends here.
confirm() {
  local answer=''
  [[ ! $confirmed ]] || return 0
  echo "Agents that use $(output GatewayUrl) will fail at once, and their client id and secret"
  echo 'will never come back.'
  printf 'Type the name of the stack to delete it: '
  read -r answer || true
  [[ $answer == "$name" ]] || fail 'nothing was deleted'
}

# A repository with images in it is not deleted. Each turn deletes what one request may name.
empty_repository() {
  local repository=$1 images count
  [[ $repository ]] || return 0
  while true; do
    if ! images=$(aws ecr list-images --repository-name "$repository" \
      --max-items "$IMAGES_AT_ONCE" --output json 2>"$work/error"); then
      grep -q RepositoryNotFoundException "$work/error" && return
      fail "the repository $repository cannot be read: $(tr -s '\n' ' ' <"$work/error")"
    fi
    jq '{repositoryName: $ENV.REPOSITORY, imageIds: (.imageIds | map({imageDigest}) | unique)}' \
      <<<"$images" >"$work/images.json"
    count=$(jq '.imageIds | length' "$work/images.json")
    ((count)) || return 0
    aws ecr batch-delete-image --cli-input-json "file://$work/images.json" --output json |
      refuse_failures
    echo "deleted $count images of $repository"
  done
}

refuse_failures() {
  local failures
  failures=$(jq -r '.failures // [] | map(.failureReason) | unique | join("; ")')
  [[ ! $failures ]] || fail "images could not be deleted: $failures"
}

# Asks by the stack's id: by its name, a stack that is gone is none.
wait_until_deleted() {
  local id=$1 deadline=$((SECONDS + wait_seconds)) status=''
  while [[ $status != DELETE_COMPLETE ]]; do
    status=$(aws cloudformation describe-stacks --stack-name "$id" --output json |
      jq -r '.Stacks[0].StackStatus')
    case $status in
      DELETE_COMPLETE) return ;;
      DELETE_IN_PROGRESS) ;;
      *)
        stack_failures "$id" >&2 || true
        fail "the stack is $status; what failed is above. Mend that, then run this again"
        ;;
    esac
    ((SECONDS < deadline)) || fail "the stack is still $status after $wait_seconds s"
    sleep "$POLL_SECONDS"
  done
}

tell_what_remains() {
  local runtime=$1 groups
  say 'What remains, and is yours to delete'
  groups=$(aws logs describe-log-groups --output json --log-group-name-prefix \
    "/aws/bedrock-agentcore/runtimes/${runtime:-${name//-/_}-}" |
    jq -r '.logGroups // [] | .[] | "  log group \(.logGroupName)"') ||
    groups="  log groups of /aws/bedrock-agentcore/runtimes/${name//-/_}-*"
  echo "${groups:-  no log group of the runtime}"
  cat <<'REMAINS'
  the secrets in Secrets Manager, and their KMS key
  with subnets: their network interfaces, which AgentCore deletes itself within eight hours
  AgentCore's service-linked roles of the account, which others may use too
Tokens that are out hold until they end, for a gateway that is no more.
REMAINS
}

main() {
  local id runtime
  read_arguments "$@"
  need_tools aws jq
  make_work_folder
  choose_region
  read_stack
  if [[ ! $stack ]]; then
    echo "There is no stack $name in $region."
    return
  fi
  id=$(jq -r .StackId <<<"$stack")
  runtime=$(output RuntimeId)
  confirm
  say "Deleting $name"
  REPOSITORY=$(output RepositoryName)
  export REPOSITORY
  empty_repository "$REPOSITORY"
  aws cloudformation delete-stack --stack-name "$id"
  wait_until_deleted "$id"
  echo 'deleted'
  tell_what_remains "$runtime"
}

# On one line, so that nothing is read of this file any more when main has ended.
main "$@"; exit
