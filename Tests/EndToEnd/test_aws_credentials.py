"""The host's own AWS credentials: found where botocore finds them, with the same result."""

import json
import os
import re
import subprocess
import sys

import pytest
from aws_services import ROLE, Services, expiry, secret_of, token_of
from toolrack import EXECUTABLE, FIXTURES, plugin_folder, write_configuration

REGION = "eu-central-1"
BOTOCORE = """
import botocore.session
found = botocore.session.get_session().get_credentials()
print(found.get_frozen_credentials().access_key if found else "none")
"""


@pytest.fixture
def services():
    with Services() as running:
        yield running
        assert not running.faults


class Place:
    """A home of its own, with what a process in it finds."""

    def __init__(self, folder, services):
        self.folder = folder
        self.services = services
        self.environment = {
            "HOME": str(folder),
            "PATH": os.environ["PATH"],
            "AWS_DEFAULT_REGION": REGION,
            "AWS_ENDPOINT_URL_STS": services.url,
            "AWS_EC2_METADATA_DISABLED": "true",
        }
        plugins = plugin_folder(folder, FIXTURES / "signs.so")
        self.configuration = {"plugins": str(plugins), "plugin": {"signs": {"aws": ["sts"]}}}

    def set(self, **variables):
        self.environment.update(variables)

    def file(self, name, text):
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
        return str(path)

    def config(self, text):
        self.file(".aws/config", text)

    def credentials(self, text):
        self.file(".aws/credentials", text)

    def ours(self, **aws):
        """What a signature is made with, or why there is none: standard output and error."""
        whole = {**self.configuration, **({"aws": aws} if aws else {})}
        path = write_configuration(self.folder, whole)
        asked = {"method": "GET", "url": "https://sts.example/", "service": "sts"}
        done = subprocess.run(
            [EXECUTABLE, "call", "--config", path, "signs_sign", json.dumps(asked)],
            env=self.environment, capture_output=True, text=True, timeout=60,
        )
        return done.stdout + done.stderr

    def key(self, **aws):
        said = self.ours(**aws)
        found = re.search(r"Credential=([^/]+)/\d{8}/([^/]+)/", said)
        assert found, said
        assert found[2] == REGION
        token = re.search(r"X-Amz-Security-Token: (\S+)", said)
        assert (token and token[1]) == (
            token_of(found[1]) if found[1].startswith("ASIA") else None
        ), said
        return found[1]

    def botocore(self):
        done = subprocess.run(
            [sys.executable, "-c", BOTOCORE],
            env=self.environment, capture_output=True, text=True, timeout=60,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()


@pytest.fixture
def place(tmp_path, services):
    return Place(tmp_path, services)


def keys(key):
    token = f"aws_session_token={token_of(key)}\n" if key.startswith("ASIA") else ""
    return f"aws_access_key_id = {key}\naws_secret_access_key={secret_of(key)}\n{token}"


def environment_keys(place, key="AKIAENV"):
    place.set(AWS_ACCESS_KEY_ID=key, AWS_SECRET_ACCESS_KEY=secret_of(key))
    if key.startswith("ASIA"):
        place.set(AWS_SESSION_TOKEN=token_of(key))


def everything(place):
    """All that the environment and the files can hold at a time, the later ones to be passed."""
    place.credentials(f"[default]\n{keys('AKIASHARED')}")
    place.config(f"[default]\n{keys('AKIACONFIG')}region = us-west-2\n")
    place.set(AWS_CONTAINER_CREDENTIALS_FULL_URI=place.services.url + "/container")


def environment(place):
    everything(place)
    environment_keys(place)
    return "AKIAENV"


def temporary_environment(place):
    environment_keys(place, "ASIAENV")
    return "ASIAENV"


def shared_file(place):
    everything(place)
    return "AKIASHARED"


def config_file(place):
    place.config(f"[default]\n{keys('AKIACONFIG')}")
    return "AKIACONFIG"


def other_files(place):
    shared = f"[x]\n{keys('AKIAX')}[y]\n{keys('ASIAY')}"
    place.set(
        AWS_SHARED_CREDENTIALS_FILE=place.file("shared", shared),
        AWS_CONFIG_FILE=place.file("configured", "[profile x]\nregion=us-east-1\n"),
        AWS_PROFILE="y",
    )
    return "ASIAY"


def odd_file(place):
    place.config(
        "# a comment\n; another\n\n[preview]\nx = y\n[profile 'two words']\n"
        f"s3 =\n  max_concurrency = 2\n  addressing_style=path\n{keys('AKIAODD')}"
        "output: json\n[sso-session s]\nsso_region=x\n"
    )
    place.set(AWS_PROFILE="two words")
    return "AKIAODD"


def role_of_a_profile(place):
    place.credentials(f"[base]\n{keys('AKIABASE')}[default]\n{keys('AKIASHARED')}")
    place.config(
        f"[default]\nrole_arn = {ROLE}first\nsource_profile = base\nexternal_id = x&y\n"
        "role_session_name = me\nduration_seconds = 900\n"
    )
    return "ASIAFIRST"


def roles_one_after_the_other(place):
    place.credentials(f"[base]\n{keys('AKIABASE')}")
    place.config(
        f"[profile last]\nrole_arn = {ROLE}last\nsource_profile = middle\n"
        f"[profile middle]\nrole_arn = {ROLE}middle\nsource_profile = base\n"
    )
    place.set(AWS_PROFILE="last")
    return "ASIALAST"


def role_of_its_own_keys(place):
    place.config(
        f"[default]\nrole_arn = {ROLE}own\nsource_profile = default\n{keys('AKIAOWN')}"
    )
    return "ASIAOWN"


def role_of_the_environment(place):
    place.config(f"[profile p]\nrole_arn = {ROLE}env\ncredential_source = EcsContainer\n")
    place.set(
        AWS_PROFILE="p", AWS_CONTAINER_CREDENTIALS_FULL_URI=place.services.url + "/container"
    )
    return "ASIAENV"


def role_of_the_instance(place):
    place.config(f"[default]\nrole_arn = {ROLE}inst\ncredential_source = Ec2InstanceMetadata\n")
    instance(place)
    return "ASIAINST"


def web_identity(place):
    everything(place)
    place.set(
        AWS_WEB_IDENTITY_TOKEN_FILE=place.file("token", place.services.web_token),
        AWS_ROLE_ARN=ROLE + "web",
        AWS_ROLE_SESSION_NAME="me",
    )
    return "ASIAWEB"


def web_identity_of_a_profile(place):
    token = place.file("token", place.services.web_token)
    place.config(f"[profile w]\nrole_arn = {ROLE}webp\nweb_identity_token_file = {token}\n")
    place.set(AWS_PROFILE="w")
    return "ASIAWEBP"


def role_of_a_web_identity(place):
    token = place.file("token", place.services.web_token)
    place.config(
        f"[profile w]\nrole_arn = {ROLE}webp\nweb_identity_token_file = {token}\n"
        f"[default]\nrole_arn = {ROLE}after\nsource_profile = w\n"
    )
    return "ASIAAFTER"


def container(place):
    place.services.container_token = "Bearer now"
    place.set(
        AWS_CONTAINER_CREDENTIALS_FULL_URI=place.services.url + "/container",
        AWS_CONTAINER_AUTHORIZATION_TOKEN="Bearer other",
        AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE=place.file("authorization", "Bearer now"),
    )
    return "ASIACONTAINER"


def instance(place):
    del place.environment["AWS_EC2_METADATA_DISABLED"]
    place.set(AWS_EC2_METADATA_SERVICE_ENDPOINT=place.services.url)
    return "ASIAINSTANCE"


@pytest.mark.parametrize(
    "arrange",
    [
        environment, temporary_environment, shared_file, config_file, other_files, odd_file,
        role_of_a_profile, roles_one_after_the_other, role_of_its_own_keys,
        role_of_the_environment, role_of_the_instance, web_identity, web_identity_of_a_profile,
        role_of_a_web_identity, container, instance,
    ],
    ids=lambda arrange: arrange.__name__,
)
def test_found_as_botocore_finds_them(place, arrange):
    expected = arrange(place)
    assert place.key() == expected
    assert place.botocore() == expected


def test_a_profile_of_the_configuration_passes_the_environment(place):
    environment_keys(place)
    place.credentials(f"[mine]\n{keys('AKIAMINE')}")
    assert place.key(profile="mine") == "AKIAMINE"


def test_the_region_of_the_profile(place):
    del place.environment["AWS_DEFAULT_REGION"]
    place.config(f"[default]\nregion = {REGION}\n{keys('AKIACONFIG')}")
    assert place.key() == "AKIACONFIG"
    place.config(f"[default]\n{keys('AKIACONFIG')}")
    assert "There is no region to sign for; set AWS_REGION" in place.ours()
    assert place.key(region=REGION) == "AKIACONFIG"


def test_proxies_are_not_asked_for_what_is_local(place):
    with Services() as proxy:
        proxy.container_key = "ASIAPROXY"
        place.set(http_proxy=proxy.url, all_proxy=proxy.url, HTTP_PROXY=proxy.url)
        container(place)
        assert place.key() == "ASIACONTAINER"
        del place.environment["AWS_CONTAINER_CREDENTIALS_FULL_URI"]
        instance(place)
        assert place.key() == "ASIAINSTANCE"
        assert not proxy.requests


def incomplete_keys(place):
    place.set(AWS_ACCESS_KEY_ID="AKIAHALF")
    return "AWS_SECRET_ACCESS_KEY is not"


def incomplete_profile(place):
    place.credentials("[default]\naws_access_key_id = AKIAHALF\n")
    return "has aws_access_key_id without aws_secret_access_key"


def no_such_profile(place):
    place.set(AWS_PROFILE="absent")
    return "There is no profile absent in "


def a_process(place):
    place.config("[default]\ncredential_process = /bin/true\n")
    return "Profile default has credential_process, which asks for a program"


def single_sign_on(place):
    place.config("[default]\nsso_account_id = 1\nsso_role_name = r\nsso_start_url = https://x\n")
    return "asks for a login in a browser"


def a_code_of_a_person(place):
    place.credentials(f"[base]\n{keys('AKIABASE')}")
    place.config(f"[default]\nrole_arn={ROLE}x\nsource_profile=base\nmfa_serial=1\n")
    return "asks a person for a code"


def a_circle(place):
    place.config(
        f"[default]\nrole_arn={ROLE}x\nsource_profile=b\n"
        f"[profile b]\nrole_arn={ROLE}y\nsource_profile=default\n"
    )
    return "leads back or too far: default, b, default"


def no_source(place):
    place.config(f"[default]\nrole_arn={ROLE}x\n")
    return "without source_profile or credential_source"


def a_file_that_is_none(place):
    place.credentials(f"[default\n{keys('AKIAX')}")
    return "line 1: a section lacks"


def a_setting_twice(place):
    place.credentials(f"[default]\n{keys('AKIAX')}{keys('AKIAY')}")
    return "line 4: a setting has no name, or stands twice"


def a_refusal_of_sts(place):
    place.credentials(f"[base]\n{keys('AKIABASE')}")
    place.config(f"[default]\nrole_arn={ROLE}forbidden\nsource_profile=base\n")
    return f"AssumeRole of {ROLE}forbidden failed: AWS says 403 AccessDenied: may not & must not"


def a_token_of_another(place):
    web_identity(place)
    place.set(AWS_WEB_IDENTITY_TOKEN_FILE=place.file("token", "another"))
    return "AWS says 400 InvalidIdentityToken"


def no_token(place):
    web_identity(place)
    place.set(AWS_WEB_IDENTITY_TOKEN_FILE="absent")
    return "The web identity token absent cannot be read"


def no_role(place):
    web_identity(place)
    del place.environment["AWS_ROLE_ARN"]
    return "and no role for it; set AWS_ROLE_ARN"


def an_endpoint_elsewhere(place):
    place.set(AWS_CONTAINER_CREDENTIALS_FULL_URI="http://credentials.example/x")
    return "leads to credentials.example over plain HTTP"


def a_line_break_in_a_token(place):
    container(place)
    place.file("authorization", "Bearer now\n")
    return "holds a line break"


def an_endpoint_that_refuses(place):
    container(place)
    place.services.container_token = "Bearer later"
    return "The container's endpoint of credentials gives none: it answers 401"


def an_endpoint_without_credentials(place):
    container(place)
    place.services.answers = [(200, json.dumps({"Code": "Failed", "SecretAccessKey": "hidden"}))]
    return "answers without credentials: Failed."


def expired_credentials(place):
    environment_keys(place, "ASIAENV")
    place.set(AWS_CREDENTIAL_EXPIRATION=expiry(-60))
    return "The AWS credentials of the environment have expired."


def nothing(place):
    return "There are no AWS credentials: none in the environment"


def an_instance_that_refuses(place):
    instance(place)
    place.services.answers = [(403, "")]
    return "none of the instance's metadata service (it answers 403)"


def an_instance_that_is_not_there(place):
    instance(place)
    place.set(AWS_EC2_METADATA_SERVICE_ENDPOINT="http://127.0.0.1:9")
    return "connect to server)"


@pytest.mark.parametrize(
    "arrange",
    [
        incomplete_keys, incomplete_profile, no_such_profile, a_process, single_sign_on,
        a_code_of_a_person, a_circle, no_source, a_file_that_is_none, a_setting_twice,
        a_refusal_of_sts, a_token_of_another, no_token, no_role, an_endpoint_elsewhere,
        a_line_break_in_a_token, an_endpoint_that_refuses, an_endpoint_without_credentials,
        expired_credentials, nothing, an_instance_that_refuses, an_instance_that_is_not_there,
    ],
    ids=lambda arrange: arrange.__name__,
)
def test_what_is_wrong_is_said(place, arrange):
    expected = arrange(place)
    said = place.ours()
    assert expected in said
    for hidden in ("secret/of", "hidden", "Bearer", "token//of"):
        assert hidden not in said
    place.services.faults.clear()
