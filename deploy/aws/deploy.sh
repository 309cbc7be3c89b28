#!/usr/bin/env bash
# Puts Toolrack on Amazon Bedrock AgentCore; see --help and docs/aws.md.
set -euo pipefail
cd "$(dirname "$0")"
# shellcheck source-path=SCRIPTDIR source=common.sh
. ./common.sh
# shellcheck source-path=SCRIPTDIR source=agentcore.sh
. ./agentcore.sh

help() {
  cat <<'HELP'
deploy.sh: Toolrack on Amazon Bedrock AgentCore, by one CloudFormation stack.

  deploy.sh [--stack NAME] [--region REGION] [--parameter NAME=VALUE]...

Makes the repository and the login, builds the image for arm64 and pushes it, makes the runtime, the
gateway and its target, waits until each is ready, and has the gateway read the tools again. Run it
again after any change: what is as it should be is left as it is.

  --stack NAME            the stack, the runtime and the gateway; default toolrack
  --region REGION         default: the AWS CLI's
  --parameter NAME=VALUE  of template.yaml, for instance SecretArns=arn:...; those of the last time
                          are kept
  --tag NAME=VALUE        of everything in the stack
  --image URI             an image that is in the stack's repository; nothing is built
  --keep-image            what runs now; nothing is built
  --without-image         the repository and the login, and no more
  --builder PROGRAM       docker (with buildx) or buildah; default: the first that is there
  --wait SECONDS          how long each part may take to get ready; default 900
HELP
}

parameters=()
tags=()
image=''
mode=build
builder=''

read_arguments() {
  while (($#)); do
    case $1 in
      -h | --help) help && exit ;;
      --keep-image) mode=keep && shift && continue ;;
      --without-image) mode=none && shift && continue ;;
      --stack | --region | --parameter | --tag | --image | --builder | --wait)
        value "$1" "$@"
        set_option "$1" "$2"
        ;;
      *) misused "$1 is not an option" ;;
    esac
    shift 2
  done
  # The gateway's id is its name and eleven characters, of which AgentCore takes 48.
  [[ $name =~ ^[a-z][a-z0-9]*(-[a-z0-9]+)*$ && ${#name} -le 37 ]] ||
    misused "--stack $name: small letters, digits and single hyphens, at most 37, are needed"
  [[ $wait_seconds =~ ^[1-9][0-9]{0,5}$ ]] || misused '--wait takes a number of seconds'
  check_pairs --parameter "${parameters[@]}"
  check_pairs --tag "${tags[@]}"
}

set_option() {
  case $1 in
    --stack) name=$2 ;;
    --region) region=$2 ;;
    --parameter) parameters+=("$2") ;;
    --tag) tags+=("$2") ;;
    --image) image=$2 mode=given ;;
    --builder) builder=$2 ;;
    --wait) wait_seconds=$2 ;;
  esac
}

# check_pairs OPTION PAIR...
check_pairs() {
  local option=$1 pair
  shift
  for pair in "$@"; do
    [[ $pair =~ ^[A-Za-z][A-Za-z0-9]*= || ($option == --tag && $pair == ?*=*) ]] ||
      misused "$option $pair: NAME=VALUE is needed"
    [[ $pair != ImageUri=* ]] || misused 'the image is given by --image, not as a parameter'
  done
}

choose_builder() {
  if [[ ! $builder ]]; then
    if command -v docker >/dev/null && docker buildx version >/dev/null 2>&1; then
      builder=docker
    elif command -v buildah >/dev/null; then
      builder=buildah
    else
      fail 'docker with buildx, or buildah, is needed to build the image; or give one by --image'
    fi
  fi
  case $builder in
    docker) need_tools docker ;;
    buildah) need_tools buildah ;;
    *) misused "--builder $builder: docker or buildah is needed" ;;
  esac
}

refuse_unusable_stack() {
  case $(stack_status) in
    '' | CREATE_COMPLETE | UPDATE_COMPLETE | UPDATE_ROLLBACK_COMPLETE | REVIEW_IN_PROGRESS) ;;
    ROLLBACK_COMPLETE | ROLLBACK_FAILED | CREATE_FAILED | DELETE_FAILED)
      fail "the stack $name is $(stack_status) and cannot be changed any more; run teardown.sh" \
        "--stack $name, then this again"
      ;;
    *) fail "the stack $name is $(stack_status); wait until that has ended, then run this again" ;;
  esac
}

# update_stack PARAMETER...: makes the stack what the template and these parameters say.
update_stack() {
  if ! aws cloudformation deploy --stack-name "$name" --template-file template.yaml \
    --capabilities CAPABILITY_IAM --no-fail-on-empty-changeset \
    ${1:+--parameter-overrides "$@"} --tags "Application=$name" "${tags[@]}"; then
    stack_failures "$name" >&2 || true
    fail "the stack $name could not be made so; what failed is above"
  fi
  read_stack
}

# The image's tag: the commit, where there is one, and the time, since no tag is used twice.
new_tag() {
  local commit
  commit=$(git rev-parse --short=12 HEAD 2>/dev/null) || commit=build
  printf '%s-%s' "$commit" "$(date -u +%Y%m%dT%H%M%SZ)"
}

# Builds and pushes; `image` is then the new one, by its digest.
build_image() {
  local repository=$1 host=${1%%/*} tag digest
  tag=$(new_tag)
  say "Image $tag for linux/arm64, by $builder"
  case $(uname -m) in
    aarch64 | arm64) ;;
    *) warn 'this is not an arm64 machine: the build needs QEMU for it (binfmt), and much time' ;;
  esac
  case $builder in
    docker) build_with_docker "$repository:$tag" "$host" ;;
    buildah) build_with_buildah "$repository:$tag" "$host" ;;
  esac
  digest=$(aws ecr describe-images --repository-name "$(output RepositoryName)" \
    --image-ids "imageTag=$tag" --output json | jq -r '.imageDetails[0].imageDigest')
  [[ $digest == sha256:* ]] || fail "the repository does not have $tag after the push"
  image=$repository@$digest
}

# Passwords go from one program to the other through a pipe, never through arguments. Without
# provenance, what is pushed is an image and not an index of several.
build_with_docker() {
  aws ecr get-login-password | docker login --username AWS --password-stdin "$2"
  if ! docker buildx build --platform linux/arm64 --provenance=false --tag "$1" --push ../..; then
    docker logout "$2"
    fail 'the image could not be built and pushed; what failed is above'
  fi
  docker logout "$2"
}

build_with_buildah() {
  local login=$work/registry.json
  aws ecr get-login-password |
    buildah login --authfile "$login" --username AWS --password-stdin "$2"
  buildah build --authfile "$login" --platform linux/arm64 --format docker --tag "$1" ../..
  buildah push --authfile "$login" "$1" "docker://$1"
}

# Sets `image` by what was asked for.
choose_image() {
  local repository
  repository=$(output RepositoryUri)
  case $mode in
    build) build_image "$repository" ;;
    given)
      [[ $image == "$repository"[:@]?* ]] ||
        fail "$image is not in this stack's repository, $repository, and the runtime may read" \
          'no other; push it there first'
      ;;
    keep)
      image=$(jq -r '.Parameters // [] | map(select(.ParameterKey == "ImageUri"))
        | .[0].ParameterValue // ""' <<<"$stack")
      [[ $image ]] || fail "the stack $name has no image yet; run this without --keep-image"
      ;;
  esac
}

wait_for_everything() {
  local runtime gateway target endpoint
  runtime=$(output RuntimeId) gateway=$(output GatewayId)
  target=$(output TargetId) endpoint=$(output RuntimeEndpointName)
  say 'Waiting'
  wait_until_ready 'the runtime' runtime_status "$runtime"
  wait_until_ready "the runtime's endpoint" endpoint_status "$runtime" "$endpoint"
  wait_until_ready 'the gateway' gateway_status "$gateway"
  wait_until_ready 'the target' target_status "$gateway" "$target"
  say 'Tools'
  synchronize_target "$gateway" "$target"
}

tell() {
  say 'Ready'
  cat <<TELL
MCP server  $(output GatewayUrl)
token URL   $(output TokenUrl)
scope       $(output Scope)
client id   $(output ClientId)
The client's secret is shown by
  aws cognito-idp describe-user-pool-client --region $region --user-pool-id $(output UserPoolId) \\
    --client-id $(output ClientId) --query UserPoolClient.ClientSecret --output text
and the whole way is tried by
  deploy/aws/verify.sh --stack $name --region $region
TELL
}

main() {
  local account
  read_arguments "$@"
  need_tools aws jq
  need_agentcore_commands
  [[ $mode != build ]] || choose_builder
  make_work_folder
  choose_region
  account=$(aws sts get-caller-identity --output json | jq -r .Account) ||
    fail 'AWS does not say who you are; log in first, for instance with aws configure'
  say "Stack $name, account $account, $region"
  read_stack
  refuse_unusable_stack
  if [[ $mode == none || ! $(output RepositoryUri) ]]; then
    update_stack "${parameters[@]}"
  fi
  if [[ $mode == none ]]; then
    echo "The repository is $(output RepositoryUri)"
    return
  fi
  choose_image
  say "Image $image"
  update_stack "${parameters[@]}" "ImageUri=$image"
  wait_for_everything
  tell
}

# On one line, so that nothing is read of this file any more when main has ended.
main "$@"; exit
