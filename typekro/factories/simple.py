"""The workloads that people start with, each a function that gives a node: `simple.deployment(name="web", image="nginx:1.29")`."""

from typekro.factories.containers import Resources
from typekro.factories.deployments import Deployment, deployment
from typekro.factories.secrets import SecretKey, secret_key
from typekro.factories.services import Service, ServiceType, service

__all__ = ["Deployment", "Resources", "SecretKey", "Service", "ServiceType", "deployment", "secret_key", "service"]
