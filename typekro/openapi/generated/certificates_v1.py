"""Shapes and kinds of certificates/v1, written by tools/generate_openapi.py."""

from __future__ import annotations

from typing import ClassVar

from typekro.openapi import k8s
from typekro.openapi.kind import Kind
from typekro.schema.shape import Shape, optional as _optional, read_only as _read_only


class CertificateSigningRequest(Kind):
    """CertificateSigningRequest objects provide a mechanism to obtain x509 certificates by submitting a certificate signing request, and
    having it asynchronously approved and issued.
    """

    api_version: ClassVar[str] = "certificates.k8s.io/v1"
    kind: ClassVar[str] = "CertificateSigningRequest"

    metadata: k8s.meta_v1.ObjectMeta
    spec: CertificateSigningRequestSpec
    """spec contains the certificate request, and is immutable after creation."""
    status: CertificateSigningRequestStatus = _read_only()
    """status contains information about whether the request is approved or denied, and the certificate issued by the signer, or the failure
    condition indicating signer failure.
    """


class CertificateSigningRequestCondition(Shape):
    """CertificateSigningRequestCondition describes a condition of a CertificateSigningRequest object."""

    last_transition_time: str = _optional()
    """lastTransitionTime is the time the condition last transitioned from one status to another."""
    last_update_time: str = _optional()
    """lastUpdateTime is the time of the last update to this condition."""
    message: str = _optional()
    """message contains a human readable message with details about the request state."""
    reason: str = _optional()
    """reason indicates a brief reason for the request state."""
    status: str
    """status of the condition, one of True, False, Unknown."""
    type: str
    """type of the condition."""


class CertificateSigningRequestSpec(Shape):
    """CertificateSigningRequestSpec contains the certificate request."""

    expiration_seconds: int = _optional()
    """expirationSeconds is the requested duration of validity of the issued certificate."""
    extra: dict[str, list[str]] = _optional()
    """extra contains extra attributes of the user that created the CertificateSigningRequest."""
    groups: list[str] = _optional()
    """groups contains group membership of the user that created the CertificateSigningRequest."""
    request: str
    """request contains an x509 certificate signing request encoded in a "CERTIFICATE REQUEST" PEM block."""
    signer_name: str
    """signerName indicates the requested signer, and is a qualified name."""
    uid: str = _optional()
    """uid contains the uid of the user that created the CertificateSigningRequest."""
    usages: list[str] = _optional()
    """usages specifies a set of key usages requested in the issued certificate."""
    username: str = _optional()
    """username contains the name of the user that created the CertificateSigningRequest."""


class CertificateSigningRequestStatus(Shape):
    """CertificateSigningRequestStatus contains conditions used to indicate approved/denied/failed status of the request, and the issued
    certificate.
    """

    certificate: str = _optional()
    """certificate is populated with an issued certificate by the signer after an Approved condition is present."""
    conditions: list[CertificateSigningRequestCondition] = _optional()
    """conditions applied to the request."""
