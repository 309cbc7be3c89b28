"""What docker and buildah do here: they log in, and push an image to moto's registry."""

import hashlib
import json

import boto3


def act(program, arguments, given, moto):
    """One command of docker or buildah; its exit status."""
    if arguments[0] == "login":
        # What moto gives as a password; an empty one is none.
        return 0 if given.strip() else 1
    if program == "docker" and arguments[:2] == ["buildx", "build"] and "--push" in arguments:
        push(arguments[arguments.index("--tag") + 1], moto)
    elif program == "buildah" and arguments[0] == "push":
        push(arguments[-1].removeprefix("docker://"), moto)
    return 0


def push(image, moto):
    address, _, tag = image.rpartition(":")
    digest = "sha256:" + hashlib.sha256(tag.encode()).hexdigest()
    manifest = {
        "schemaVersion": 2, "mediaType": "application/vnd.docker.distribution.manifest.v2+json",
        "config": {"mediaType": "application/vnd.docker.container.image.v1+json", "size": 2,
                   "digest": digest},
        "layers": [],
    }
    ecr = boto3.client("ecr", endpoint_url=moto, region_name="us-east-1",
                       aws_access_key_id="a", aws_secret_access_key="b")
    ecr.put_image(repositoryName=address.partition("/")[2], imageTag=tag,
                  imageDigest=digest, imageManifest=json.dumps(manifest))
