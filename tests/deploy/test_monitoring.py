"""Alert rules and dashboard ask for nothing that the services do not expose."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from local_stack.paths import SERVICES

from tests.deploy.measured import asked, exposed, unknown

DEPLOY = Path(__file__).parents[2] / "deploy"
PROMETHEUS = DEPLOY / "prometheus"
DASHBOARD = json.loads((DEPLOY / "grafana" / "dashboards" / "empfang.json").read_text())
RULES = [rule for group in yaml.safe_load((PROMETHEUS / "alerts.yml").read_text())["groups"] for rule in group["rules"]]
PANELS = [panel for panel in DASHBOARD["panels"] if panel["type"] != "row"]


def test_metrics_are_found_in_the_code() -> None:
    there = exposed()
    assert there["http_requests_total"] == {"service", "method", "route", "status"}
    assert there["consumer_seconds_bucket"] == {"service", "type"}
    assert there["analytics_batch_events_count"] == set()
    assert "consumer_seconds" not in there, "a histogram has no series of its plain name"


def test_expressions_are_understood() -> None:
    assert asked('sum by (le, a) (rate(x_bucket{job="empfang", b=~"c|d"}[5m])) > 1 and y unless y offset 15m') == {
        "x_bucket": {"job", "b", "le", "a"},
        "y": {"le", "a"},
    }
    assert unknown('sum by (service) (consumer_lags{job="empfang"})') == ["consumer_lags"]
    assert unknown('consumer_lag{job="empfang", group="a"}') == ["consumer_lag{group}"]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["alert"])
def test_alerts_ask_for_what_is_exposed(rule: dict[str, Any]) -> None:
    assert asked(rule["expr"])
    assert unknown(rule["expr"]) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["alert"])
def test_alerts_say_how_bad_it_is_and_what_to_do(rule: dict[str, Any]) -> None:
    assert rule["labels"]["severity"] in ("page", "ticket")
    assert rule["annotations"].keys() == {"summary", "description"}


def test_what_must_be_watched_is_watched() -> None:
    watched = {name for rule in RULES for name in asked(rule["expr"])}
    assert watched >= {
        "up",
        "service_ready",
        "consumer_lag",
        "analytics_lag",
        "outbox_oldest_seconds",
        "consumer_events_total",
        "chat_first_token_seconds_bucket",
        "outreach_overdue_prospects",
    }


@pytest.mark.parametrize("panel", PANELS, ids=lambda panel: str(panel["title"]))
def test_panels_ask_for_what_is_exposed(panel: dict[str, Any]) -> None:
    assert panel["targets"]
    for target in panel["targets"]:
        assert asked(target["expr"])
        assert unknown(target["expr"]) == []


def test_panels_do_not_overlap() -> None:
    taken: set[tuple[int, int]] = set()
    for panel in DASHBOARD["panels"]:
        at = panel["gridPos"]
        assert at["x"] + at["w"] <= 24
        cells = {(x, y) for x in range(at["x"], at["x"] + at["w"]) for y in range(at["y"], at["y"] + at["h"])}
        assert not cells & taken
        taken |= cells


def test_panels_use_the_datasource_that_is_provisioned() -> None:
    sources = yaml.safe_load((DEPLOY / "grafana/provisioning/datasources/prometheus.yml").read_text())["datasources"]
    assert {panel["datasource"]["uid"] for panel in PANELS} == {source["uid"] for source in sources}


def test_the_dashboard_is_mounted_where_grafana_looks() -> None:
    folder = yaml.safe_load((DEPLOY / "grafana/provisioning/dashboards/empfang.yml").read_text())["providers"][0]
    grafana = yaml.safe_load((DEPLOY.parent / "docker-compose.yml").read_text())["services"]["grafana"]
    assert f"./deploy/grafana/dashboards:{folder['options']['path']}:ro" in grafana["volumes"]
    assert grafana["environment"]["GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH"].startswith(folder["options"]["path"])


def test_every_process_of_compose_is_scraped() -> None:
    jobs = yaml.safe_load((PROMETHEUS / "prometheus.yml").read_text())["scrape_configs"]
    (job,) = [job for job in jobs if job["job_name"] == "empfang"]
    scraped = {group["labels"]["process"]: group["targets"] for group in job["static_configs"]}
    assert scraped == {name: [f"{name}:8000"] for name in (*SERVICES, "analytics-worker")}


def test_pods_carry_what_the_cluster_scrape_goes_by() -> None:
    (job,) = yaml.safe_load((PROMETHEUS / "kubernetes.yml").read_text())["scrape_configs"]
    assert job["job_name"] == "empfang"
    rules = {rule["source_labels"][0]: rule for rule in job["relabel_configs"]}
    assert rules["__meta_kubernetes_pod_label_app_kubernetes_io_name"]["target_label"] == "process"
    manifest = list(yaml.safe_load_all((DEPLOY / "k8s/base/chat-svc.yaml").read_text()))
    (pod,) = [found["spec"]["template"] for found in manifest if found["kind"] == "Deployment"]
    assert pod["metadata"]["annotations"]["prometheus.io/scrape"] == "true"
    port = pod["spec"]["containers"][0]["ports"][0]["name"]
    assert rules["__meta_kubernetes_pod_container_port_name"]["regex"] == port


def promtool(*arguments: str) -> subprocess.CompletedProcess[str]:
    program = shutil.which("promtool")
    if program is None:
        pytest.skip("promtool is not installed (Debian: apt install prometheus)")
    return subprocess.run([program, *arguments], capture_output=True, text=True, check=False, cwd=PROMETHEUS)


def test_promtool_takes_the_rules() -> None:
    result = promtool("check", "rules", "alerts.yml")
    assert result.returncode == 0, result.stdout + result.stderr


def test_alerts_fire_when_they_should() -> None:
    result = promtool("test", "rules", "alerts_test.yml")
    assert result.returncode == 0, result.stdout + result.stderr


def test_every_alert_has_a_case() -> None:
    cases = (PROMETHEUS / "alerts_test.yml").read_text()
    assert [rule["alert"] for rule in RULES if rule["alert"] not in cases] == []


def test_promtool_takes_the_scrape_configuration(tmp_path: Path) -> None:
    text = (PROMETHEUS / "prometheus.yml").read_text()
    assert "- /etc/prometheus/alerts.yml" in text, "where compose mounts it"
    path = tmp_path / "prometheus.yml"
    path.write_text(text.replace("/etc/prometheus/", f"{PROMETHEUS}/"))
    result = promtool("check", "config", str(path))
    assert result.returncode == 0, result.stdout + result.stderr


def test_promtool_takes_the_expressions_of_the_dashboard(tmp_path: Path) -> None:
    expressions = [target["expr"] for panel in PANELS for target in panel["targets"]]
    rules = [{"record": f"panel:{n}", "expr": expression} for n, expression in enumerate(expressions)]
    path = tmp_path / "rules.yml"
    path.write_text(yaml.safe_dump({"groups": [{"name": "dashboard", "rules": rules}]}))
    result = promtool("check", "rules", str(path))
    assert result.returncode == 0, result.stdout + result.stderr
