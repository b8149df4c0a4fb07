"""The workloads that people start with, each a function that gives a node: `simple.deployment(name="web", image="nginx:1.29")`."""

from typekro.factories.accounts import role, role_binding, service_account
from typekro.factories.autoscalers import Target, horizontal_pod_autoscaler
from typekro.factories.claims import AccessMode, persistent_volume_claim
from typekro.factories.configs import config_map, secret
from typekro.factories.containers import PullPolicy, Resources, Workload
from typekro.factories.daemon_sets import daemon_set
from typekro.factories.deployments import deployment
from typekro.factories.environment import ConfigKey, EnvValue, SecretKey, config_key, secret_key
from typekro.factories.ingresses import Backend, PathType, ingress
from typekro.factories.jobs import ConcurrencyPolicy, RestartPolicy, Work, cron_job, job
from typekro.factories.metadata import About
from typekro.factories.policies import Peer, network_policy
from typekro.factories.probes import Timing, command_probe, http_probe, tcp_probe
from typekro.factories.services import ServiceType, service
from typekro.factories.stateful_sets import stateful_set
from typekro.factories.volumes import Volume, volume

__all__ = [
    "About",
    "AccessMode",
    "Backend",
    "ConcurrencyPolicy",
    "ConfigKey",
    "EnvValue",
    "PathType",
    "Peer",
    "PullPolicy",
    "Resources",
    "RestartPolicy",
    "SecretKey",
    "ServiceType",
    "Target",
    "Timing",
    "Volume",
    "Work",
    "Workload",
    "command_probe",
    "config_key",
    "config_map",
    "cron_job",
    "daemon_set",
    "deployment",
    "horizontal_pod_autoscaler",
    "http_probe",
    "ingress",
    "job",
    "network_policy",
    "persistent_volume_claim",
    "role",
    "role_binding",
    "secret",
    "secret_key",
    "service",
    "service_account",
    "stateful_set",
    "tcp_probe",
    "volume",
]
