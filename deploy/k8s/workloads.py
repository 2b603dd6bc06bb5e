"""What runs: for each service its account, init job, deployments, service and disruption budget."""

from __future__ import annotations

from typing import Any

from local_stack.paths import CONSOLE

PORT = 8000
OWNER = "empfang.example/service"
"""The label that says to which service a pod belongs."""
IMAGE = "empfang/{service}"
AUTHORITIES = "/etc/empfang/authorities"
"""Where pods find the certificates of authorities that signed the other parts' keys, if there are such."""

SHARE = {"chat-svc": "500m", "ingest-svc": "50m"}
"""What a pod is sure of; a busy node shares the rest out in the same proportion. Visitors wait for chat-svc alone."""

COMMON = {
    "ENVIRONMENT": "production",
    "KAFKA_BOOTSTRAP_SERVERS": "empfang-kafka-bootstrap.kafka:9092",
    "KAFKA_SECURITY_PROTOCOL": "PLAINTEXT",
    "KAFKA_SASL_MECHANISM": "PLAIN",
    "KAFKA_SSL_CAFILE": "",
    "TOPIC_REPLICATION": "3",
    "VALKEY_URL": "valkey://valkey.valkey:6379",
    "VALKEY_SSL_CAFILE": "",
    "WEAVIATE_URL": "http://weaviate.weaviate:8080",
    "OBJECTS_URL": "s3://empfang-objects",
    "PUBLIC_URL": "https://empfang.example",
    "STAGING_URL": "https://staging.empfang.example",
    "PREVIEW_URL": "https://preview.empfang.example",
    "TRUSTED_PROXIES": "[]",  # the overlay names the gateway's addresses: nobody else may say who a visitor is
    "DATABASE_POOL_SIZE": "5",  # replicas add up: see the README's figure for `max_connections`
    "MODEL_BASE_URL": "",
    "MODEL_NAME": "gpt-4o-mini",
    "MODEL_FALLBACKS": "",
    "SMTP_HOST": "smtp.empfang.example",
    "SMTP_PORT": "587",
    "SMTP_TLS": "starttls",
    "OIDC_ISSUER": "",  # whose accounts members sign in with, and what the console is called there
    "OIDC_CLIENT_ID": "",
    "LOG_LEVEL": "info",
}
"""What all services are told; an overlay replaces single values."""

SECRETS: dict[str, tuple[str, ...]] = {
    "config-svc": ("DATABASE_URL", "IDEMPOTENCY_KEY", "LINK_KEY"),
    "ingest-svc": ("DATABASE_URL", "IDEMPOTENCY_KEY"),
    "chat-svc": ("DATABASE_URL", "IDEMPOTENCY_KEY", "VISITOR_SIGNING_KEY", "TRANSCRIPT_KEY"),
    "lead-svc": (
        "DATABASE_URL",
        "IDEMPOTENCY_KEY",
        "LEAD_MASTER_KEY",
        "LEAD_INDEX_KEY",
        "ERASURE_ADDRESS_KEY",
        "VISITOR_PUBLIC_KEY",
    ),
    "analytics-svc": ("DATABASE_URL", "IDEMPOTENCY_KEY"),
    "outreach-svc": (
        "DATABASE_URL",
        "IDEMPOTENCY_KEY",
        "SUPPRESSION_KEY",
        "ERASURE_ADDRESS_KEY",
        "OUTREACH_TOKEN_KEY",
        "INBOUND_KEY",
    ),
    CONSOLE: ("CONSOLE_KEY",),
}
"""Keys that the Secret `<service>` must have."""

ACCESS = ("KAFKA_SASL_USERNAME", "KAFKA_SASL_PASSWORD", "VALKEY_URL")
"""How to get into parts that ask who comes; the Secret's address of Valkey, with a password in it, goes first."""
OPTIONAL_SECRETS: dict[str, tuple[str, ...]] = {
    "config-svc": ACCESS,
    "ingest-svc": (*ACCESS, "WEAVIATE_API_KEY", "EMBEDDINGS_API_KEY"),
    "chat-svc": (*ACCESS, "WEAVIATE_API_KEY", "EMBEDDINGS_API_KEY", "MODEL_API_KEY", "SMTP_USERNAME", "SMTP_PASSWORD"),
    "lead-svc": (*ACCESS, "LEAD_PREVIOUS_KEYS", "SMTP_USERNAME", "SMTP_PASSWORD"),
    "analytics-svc": ACCESS,
    "outreach-svc": (*ACCESS, "SMTP_USERNAME", "SMTP_PASSWORD"),
    CONSOLE: ("VALKEY_URL", "OIDC_CLIENT_SECRET"),
}
"""Keys that it may have."""

MEMORY = {
    CONSOLE: ("192Mi", "768Mi"),
    "ingest-svc": ("384Mi", "1536Mi"),
    "chat-svc": ("384Mi", "1Gi"),
    "analytics-svc": ("192Mi", "768Mi"),
}
"""Request and limit; the two that embed load a model when no embedding service is set."""

WORKERS = {"analytics-svc": ("analytics-worker", ["serve", "--only", "worker"])}
"""A second process of a service."""


def workloads(service: str) -> list[dict[str, Any]]:
    """Everything of one service but its network policy."""
    processes = [(service, ["serve"], "api")]
    if service in WORKERS:
        processes.append((*WORKERS[service], "worker"))
    found: list[dict[str, Any]] = [_account(service), _init(service)]
    for name, arguments, component in processes:
        found += [_deployment(service, name, arguments, component), _budget(name)]
    return [*found, _service(service)]


def console() -> list[dict[str, Any]]:
    """The operator's console: no database, no metrics. Who is signed in every replica knows; a tab stays with one."""
    found = _deployment(CONSOLE, CONSOLE, [], "console")
    template = found["spec"]["template"]
    del template["metadata"]["annotations"]
    for container in template["spec"]["containers"]:
        container["envFrom"] = [{"configMapRef": {"name": "empfang"}}, {"secretRef": {"name": CONSOLE}}]
    service = _service(CONSOLE)
    service["spec"]["sessionAffinity"] = "ClientIP"  # files go to the process that holds the tab's socket
    return [_account(CONSOLE), found, _budget(CONSOLE), service]


def _labels(service: str, component: str, name: str | None = None) -> dict[str, str]:
    return {"app.kubernetes.io/name": name or service, "app.kubernetes.io/component": component, OWNER: service}


def _account(service: str) -> dict[str, Any]:
    return {
        "apiVersion": "v1",
        "kind": "ServiceAccount",
        "metadata": {"name": service},
        "automountServiceAccountToken": False,
    }


def _pod(service: str, container: dict[str, Any], **more: Any) -> dict[str, Any]:
    request, limit = MEMORY.get(service, ("192Mi", "512Mi"))
    return {
        "serviceAccountName": service,
        "automountServiceAccountToken": False,
        "enableServiceLinks": False,
        "securityContext": {
            "runAsNonRoot": True,
            "runAsUser": 10001,
            "runAsGroup": 10001,
            "fsGroup": 10001,
            "seccompProfile": {"type": "RuntimeDefault"},
        },
        **more,
        "containers": [
            {
                "name": service,
                "image": IMAGE.format(service=service),
                **container,
                "envFrom": [{"configMapRef": {"name": "empfang"}}, {"secretRef": {"name": service}}],
                "resources": {
                    "requests": {"cpu": SHARE.get(service, "100m"), "memory": request},
                    "limits": {"memory": limit},  # no CPU limit: throttling would cost the first token
                },
                "securityContext": {
                    "allowPrivilegeEscalation": False,
                    "readOnlyRootFilesystem": True,
                    "capabilities": {"drop": ["ALL"]},
                },
                "volumeMounts": [
                    {"name": "tmp", "mountPath": "/tmp"},  # noqa: S108  (the container's)
                    {"name": "authorities", "mountPath": AUTHORITIES, "readOnly": True},
                ],
            }
        ],
        "volumes": [
            {"name": "tmp", "emptyDir": {"sizeLimit": "512Mi"}},
            {"name": "authorities", "configMap": {"name": "empfang-authorities", "optional": True}},
        ],
    }


def _init(service: str) -> dict[str, Any]:
    labels = _labels(service, "init", f"{service}-init")
    return {
        "apiVersion": "batch/v1",
        "kind": "Job",
        "metadata": {"name": f"{service}-init", "labels": labels},
        "spec": {
            "backoffLimit": 10,
            "ttlSecondsAfterFinished": 3600,
            "template": {
                "metadata": {"labels": labels},
                "spec": _pod(service, {"args": ["init"]}, restartPolicy="OnFailure"),
            },
        },
    }


def _deployment(service: str, name: str, arguments: list[str], component: str) -> dict[str, Any]:
    labels = _labels(service, component, name)
    health = {"httpGet": {"path": "/healthz", "port": "http"}}
    container = {
        "args": arguments,
        "ports": [{"name": "http", "containerPort": PORT}],
        "startupProbe": {**health, "periodSeconds": 2, "failureThreshold": 60},
        "livenessProbe": {**health, "periodSeconds": 10, "timeoutSeconds": 5, "failureThreshold": 3},
        "readinessProbe": {
            "httpGet": {"path": "/readyz", "port": "http"},
            "periodSeconds": 5,
            "timeoutSeconds": 4,
            "failureThreshold": 2,
        },
        # the gateway learns of the end before the process does
        "lifecycle": {"preStop": {"sleep": {"seconds": 5}}},
    }
    spread = {
        "maxSkew": 1,
        "topologyKey": "kubernetes.io/hostname",
        "whenUnsatisfiable": "ScheduleAnyway",
        "labelSelector": {"matchLabels": {"app.kubernetes.io/name": name}},
    }
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": name, "labels": labels},
        "spec": {
            "replicas": 1,
            "revisionHistoryLimit": 5,
            "strategy": {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": 1, "maxUnavailable": 0}},
            "selector": {"matchLabels": {"app.kubernetes.io/name": name}},
            "template": {
                "metadata": {
                    "labels": labels,
                    "annotations": {
                        "prometheus.io/scrape": "true",
                        "prometheus.io/port": str(PORT),
                        "prometheus.io/path": "/metrics",
                    },
                },
                "spec": _pod(service, container, terminationGracePeriodSeconds=45, topologySpreadConstraints=[spread]),
            },
        },
    }


def _budget(name: str) -> dict[str, Any]:
    return {
        "apiVersion": "policy/v1",
        "kind": "PodDisruptionBudget",
        "metadata": {"name": name},
        "spec": {"maxUnavailable": 1, "selector": {"matchLabels": {"app.kubernetes.io/name": name}}},
    }


def _service(service: str) -> dict[str, Any]:
    return {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {"name": service, "labels": _labels(service, "api")},
        "spec": {
            "selector": {"app.kubernetes.io/name": service},
            "ports": [{"name": "http", "port": PORT, "targetPort": "http"}],
        },
    }
