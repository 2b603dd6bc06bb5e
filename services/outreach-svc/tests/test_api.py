from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import re
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from servicekit.clock import Clock
from servicekit.ids import new_id
from servicekit.testing.mail import Sink

from .conftest import COMPANY, Key, World

pytestmark = pytest.mark.integration


async def test_a_prospect_is_taken_in_once_per_idempotency_key(client: httpx.AsyncClient, api_key: Key) -> None:
    headers = await api_key("prospects:write", "prospects:read") | {"Idempotency-Key": "a"}

    first = await client.post("/api/prospects", json={"website": "brandt.example"}, headers=headers)
    again = await client.post("/api/prospects", json={"website": "brandt.example"}, headers=headers)
    other = await client.post("/api/prospects", json={"website": "b.example"}, headers=headers)

    assert first.status_code == again.status_code == 201
    assert first.json()["id"] == again.json()["id"]
    assert first.json()["website"] == "https://brandt.example/"
    assert first.json()["expected"]["stage"] == "researched"
    assert other.status_code == 409
    assert len((await client.get("/api/prospects", headers=headers)).json()["items"]) == 1


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"website": "no address"}, "/website"),
        ({"website": "a.example", "email": "no"}, "/email"),
        ({"website": "a.example", "company_name": "x" * 256}, "/company_name"),
        ({"website": "a.example", "company_name": "a\nBcc: b"}, "/company_name"),
        ({"website": "a.example", "nmae": "x"}, "/nmae"),
    ],
)
async def test_a_broken_field_is_named_and_nothing_is_stored(
    client: httpx.AsyncClient, api_key: Key, body: dict[str, Any], pointer: str
) -> None:
    headers = await api_key()

    answer = await client.post("/api/prospects", json=body, headers=headers)

    assert answer.status_code == 422
    assert pointer in [error["pointer"] for error in answer.json()["errors"]]
    assert (await client.get("/api/prospects", headers=headers)).json()["items"] == []


async def test_a_table_is_taken_whole_or_not_at_all(client: httpx.AsyncClient, api_key: Key) -> None:
    headers = await api_key()
    bad = await client.post(
        "/api/prospects/bulk",
        content="website;email\na.example;\nb.example;no",
        headers=headers | {"Content-Type": "text/csv"},
    )
    table, once = {"file": ("a.csv", "website\na.example\nb.example\na.example")}, headers | {"Idempotency-Key": "t"}
    good = await client.post("/api/prospects/bulk", files=table, headers=once)
    again = await client.post("/api/prospects/bulk", files=table, headers=once)

    assert bad.status_code == 422
    assert bad.json()["errors"][0]["pointer"] == "/rows/1/email"
    assert len(good.json()["created"]) == 2
    assert again.json() == good.json()
    assert len((await client.get("/api/prospects", headers=headers)).json()["items"]) == 2


async def test_a_site_is_one_prospect_however_it_is_spelt(client: httpx.AsyncClient, api_key: Key) -> None:
    headers, other = await api_key(), await api_key(workspace_id=new_id())
    first = await client.post("/api/prospects", json={"website": "https://www.Ofenbau-Grün.example/"}, headers=headers)

    for spelling in (
        "ofenbau-grün.example",
        "http://xn--ofenbau-grn-2hb.example/index.html",
        "https://ofenbau-grün.example/?utm_source=x#kontakt",
        "https://www.ofenbau-grün.example:443",
    ):
        again = await client.post("/api/prospects", json={"website": spelling}, headers=headers)
        assert (again.status_code, again.json()["id"]) == (200, first.json()["id"]), spelling
    assert first.status_code == 201
    for spelling in ("https://ofenbau-grün.example/filiale-sued", "https://shop.ofenbau-grün.example"):
        assert (await client.post("/api/prospects", json={"website": spelling}, headers=headers)).status_code == 201
    foreign = await client.post("/api/prospects", json={"website": "ofenbau-grün.example"}, headers=other)
    assert (foreign.status_code, foreign.json()["id"] != first.json()["id"]) == (201, True)


async def test_a_site_sent_twenty_times_at_once_is_one_prospect(client: httpx.AsyncClient, api_key: Key) -> None:
    headers = await api_key()
    body = {"website": "https://schmiede-hart.example"}

    answers = await asyncio.gather(*(client.post("/api/prospects", json=body, headers=headers) for _ in range(20)))

    assert sorted(answer.status_code for answer in answers) == [200] * 19 + [201]
    assert len({answer.json()["id"] for answer in answers}) == 1


async def test_each_row_of_a_table_tells_what_became_of_it(client: httpx.AsyncClient, api_key: Key) -> None:
    headers = await api_key()
    known = await client.post("/api/prospects", json={"website": "https://b.example"}, headers=headers)
    table = "website;email\na.example;\nwww.b.example;\nc.example;no\nhttp://a.example/;\n;info@d.example"
    once = headers | {"Content-Type": "text/csv", "Idempotency-Key": "rows"}

    made = await client.post("/api/prospects/bulk?each=true", content=table, headers=once)
    again = await client.post("/api/prospects/bulk?each=true", content=table, headers=once)

    assert made.status_code == 201
    out = made.json()
    assert [row["result"] for row in out["rows"]] == ["created", "known", "invalid", "known", "invalid"]
    assert out["rows"][1]["prospect_id"] == known.json()["id"]
    assert [row["problems"][0]["column"] for row in out["rows"] if row["problems"]] == ["email", "website"]
    assert out["created"] == [out["rows"][0]["prospect_id"]]
    assert again.json() == out
    of_table = await client.get(f"/api/prospects?batch={out['batch_id']}", headers=headers)
    assert [one["id"] for one in of_table.json()["items"]] == out["created"]


async def test_another_workspace_sees_nothing(client: httpx.AsyncClient, api_key: Key, world: World) -> None:
    prospect, _ = await world.demo()
    message = await world.message(prospect)
    headers = await api_key(workspace_id=new_id())
    base = f"/api/prospects/{prospect.id}"
    basis = {"kind": "enquiry", "email": COMPANY, "occurred_at": "2026-01-01T10:00:00Z"}

    answers = [
        await client.get(base, headers=headers),
        await client.post(f"{base}/basis", json=basis, headers=headers),
        await client.post(f"{base}/opt-in", headers=headers),
        await client.post(f"{base}/stage", json={"stage": "won"}, headers=headers),
        await client.post(f"{base}/retry", headers=headers),
        await client.get(f"{base}/letter.pdf", headers=headers),
        await client.post(f"{base}/letter-posted", headers=headers),
        await client.get(f"{base}/call-sheet", headers=headers),
        await client.post(f"/api/outreach/messages/{message.id}/approve", headers=headers),
        await client.post(f"/api/outreach/messages/{message.id}/reject", headers=headers),
        await client.put(f"/api/outreach/messages/{message.id}", json={"subject": "a", "body": "b"}, headers=headers),
    ]

    assert {answer.status_code for answer in answers} == {404}
    assert (await client.get("/api/outreach/messages", headers=headers)).json()["items"] == []


async def test_a_customers_key_has_no_access(client: httpx.AsyncClient, api_key: Key) -> None:
    headers = await api_key("prospects:read", bots=(new_id(),))

    assert (await client.get("/api/prospects", headers=headers)).status_code == 403


async def test_from_a_recorded_enquiry_to_confirmed_consent_and_back(
    client: httpx.AsyncClient, api_key: Key, world: World, sink: Sink
) -> None:
    headers = await api_key()
    prospect, _ = await world.demo()
    base, draft = f"/api/prospects/{prospect.id}", await world.message(prospect)

    refused = await client.post(f"/api/outreach/messages/{draft.id}/approve", headers=headers)
    assert refused.status_code == 409
    assert (await client.post(f"{base}/opt-in", headers=headers)).status_code == 409
    basis = {"kind": "enquiry", "email": COMPANY, "occurred_at": "2026-01-01T10:00:00Z", "channel": "phone"}
    assert (await client.post(f"{base}/basis", json=basis, headers=headers)).status_code == 201
    asked = await client.post(f"{base}/opt-in", headers=headers)
    assert asked.status_code == 202
    assert (await client.post(f"{base}/opt-in", headers=headers)).status_code == 409
    assert await world.send(await world.message(prospect, "opt_in")) == "dispatched"
    link = re.search(r"http://localhost:8080(/confirm/\S+)", asked.json()["body"])
    assert link is not None

    page = await client.get(link[1])
    assert "Ja, bestätigen" in page.text
    assert (await client.get(base, headers=headers)).json()["mail"]["allowed"] is False
    done = await client.post(link[1])
    assert "ist bestätigt" in done.text
    assert (await client.get(base, headers=headers)).json()["mail"] == {
        "allowed": True,
        "basis": "consent",
        "reasons": [],
    }
    assert (await client.post(f"/api/outreach/messages/{draft.id}/approve", headers=headers)).status_code == 200
    assert await world.send(draft) == "dispatched"

    stop = (
        (sink.received[-1].field("List-Unsubscribe") or b"").decode().strip("<>").removeprefix("http://localhost:8080")
    )
    assert "keine Mails mehr erhalten" in (await client.get(stop)).text
    assert (await client.get(base, headers=headers)).json()["mail"]["allowed"] is True
    one_click = await client.post(stop, data={"List-Unsubscribe": "One-Click"})
    assert one_click.status_code == 200
    shown = (await client.get(base, headers=headers)).json()
    assert shown["mail"]["allowed"] is False
    assert "recipient_suppressed" in shown["mail"]["reasons"]
    assert [step["step"] for step in shown["timeline"]][-1] == "unsubscribed"


async def test_an_invented_token_opens_nothing(client: httpx.AsyncClient) -> None:
    for path in ("/unsubscribe/abc", "/confirm/" + "A" * 43):
        assert (await client.get(path)).status_code == 404
        assert (await client.post(path)).status_code == 404


async def test_a_letter_needs_no_consent_and_starts_the_demo(
    client: httpx.AsyncClient, api_key: Key, world: World, clock: Clock
) -> None:
    headers = await api_key()
    prospect, _ = await world.demo()
    base = f"/api/prospects/{prospect.id}"

    pdf = await client.get(f"{base}/letter.pdf", headers=headers)
    assert pdf.content.startswith(b"%PDF-")
    posted = await client.post(f"{base}/letter-posted", headers=headers)
    assert posted.status_code == 200
    shown = (await client.get(base, headers=headers)).json()
    assert shown["stage"] == "contacted"
    assert shown["demo_ends_at"] == posted.json()["demo_ends_at"]
    assert (await client.post(f"{base}/letter-posted", headers=headers)).status_code == 409


async def test_a_draft_is_edited_under_its_version(client: httpx.AsyncClient, api_key: Key, world: World) -> None:
    headers = await api_key()
    prospect, _ = await world.demo()
    message = await world.message(prospect)
    url, body = f"/api/outreach/messages/{message.id}", {"subject": "Neu", "body": "Text"}

    assert (await client.put(url, json=body, headers=headers | {"If-Match": '"1"'})).headers["etag"] == '"2"'
    assert (await client.put(url, json=body, headers=headers | {"If-Match": '"1"'})).status_code == 412


async def test_a_refused_mail_is_edited_and_released_again(
    client: httpx.AsyncClient, api_key: Key, world: World, sink: Sink
) -> None:
    headers = await api_key()
    prospect, _ = await world.demo()
    await world.customer(prospect)
    message = await world.message(prospect)
    url = f"/api/outreach/messages/{message.id}"
    assert (await client.post(f"{url}/approve", headers=headers)).status_code == 200
    sink.at["END"] = "554 looks like spam"
    assert await world.send(message) == "failed"
    failed = (await client.get(f"/api/prospects/{prospect.id}", headers=headers)).json()["messages"][0]
    assert (failed["state"], failed["body"]) == ("failed", message.body)  # the date to come is not in it yet

    new = {"subject": "Ein neuer Betreff", "body": "Ihre Demo: {demo_end}"}
    edited = await client.put(url, json=new, headers=headers)
    assert edited.status_code == 200
    shown = edited.json()
    assert (shown["state"], shown["reason"], shown["subject"]) == ("draft", "", "Ein neuer Betreff")
    released = await client.post(f"{url}/approve", headers=headers)
    assert (released.status_code, released.json()["state"]) == (200, "approved")
    sink.at.clear()
    assert await world.send(message, job=2) == "dispatched"
    assert sink.received[-1].field("Subject") == b"Ein neuer Betreff"
    assert (await client.put(url, json=new, headers=headers)).status_code == 409
    assert (await client.post(f"{url}/approve", headers=headers)).status_code == 409


async def test_a_mail_to_a_wrong_address_is_released_again_once_that_was_corrected(
    client: httpx.AsyncClient, api_key: Key, world: World, sink: Sink, clock: Clock
) -> None:
    headers = await api_key()
    prospect, _ = await world.demo()
    await world.customer(prospect, "inof@tischlerei-brandt.example")
    message = await world.message(prospect)
    url = f"/api/outreach/messages/{message.id}"
    await client.post(f"{url}/approve", headers=headers)
    sink.at["RCPT"] = "550 no such user"
    assert await world.send(message) == "failed"

    basis = {
        "kind": "existing_customer",
        "email": COMPANY,
        "occurred_at": "2026-01-01T10:00:00Z",
        "address_from_sale": True,
        "similar_goods": True,
        "informed_of_objection": True,
    }
    assert (await client.post(f"/api/prospects/{prospect.id}/basis", json=basis, headers=headers)).status_code == 201
    assert (await client.post(f"{url}/approve", headers=headers)).status_code == 200
    sink.at.clear()
    assert await world.send(message, job=2) == "dispatched"
    assert sink.received[-1].recipients == (COMPANY,)


async def test_a_request_for_consent_is_not_released_to_another_address(
    client: httpx.AsyncClient, api_key: Key, world: World, sink: Sink
) -> None:
    headers = await api_key()
    prospect, _ = await world.demo()
    base = f"/api/prospects/{prospect.id}"
    basis = {"kind": "enquiry", "email": "inof@tischlerei-brandt.example", "occurred_at": "2026-01-01T10:00:00Z"}
    assert (await client.post(f"{base}/basis", json=basis, headers=headers)).status_code == 201
    asked = (await client.post(f"{base}/opt-in", headers=headers)).json()
    sink.at["RCPT"] = "550 no such user"
    assert await world.send(await world.message(prospect, "opt_in")) == "failed"
    corrected = await client.post(f"{base}/basis", json=basis | {"email": COMPANY}, headers=headers)
    assert corrected.status_code == 201

    released = await client.post(f"/api/outreach/messages/{asked['id']}/approve", headers=headers)
    assert released.status_code == 409
    assert (await client.post(f"{base}/opt-in", headers=headers)).status_code == 202


async def test_an_address_that_the_mail_server_cannot_take_is_refused_when_it_is_typed_in(
    client: httpx.AsyncClient, api_key: Key, world: World
) -> None:
    headers, special = await api_key(), "jürgen@müller.example"
    prospect, _ = await world.demo()
    basis = {"kind": "enquiry", "email": special, "occurred_at": "2026-01-01T10:00:00Z"}
    answers = {
        "/email": [
            await client.post("/api/prospects", json={"website": "a.example", "email": special}, headers=headers),
            await client.post(f"/api/prospects/{prospect.id}/basis", json=basis, headers=headers),
        ],
        "/rows/1/email": [
            await client.post(
                "/api/prospects/bulk",
                content=f"website;email\na.example;a@müller.example\nb.example;{special}".encode(),
                headers=headers | {"Content-Type": "text/csv"},
            )
        ],
    }
    for pointer, given in answers.items():
        for answer in given:
            assert answer.status_code == 422
            assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]


async def test_templates_are_previewed_checked_and_versioned(client: httpx.AsyncClient, api_key: Key) -> None:
    headers = await api_key()
    url = "/api/outreach/templates/follow_up_low"
    new = {"subject": "Hallo {{ company }}", "body": "Nur {{ days_left }} Tage"}

    assert (await client.put(url, json=new | {"only_preview": True}, headers=headers)).json()["preview_subject"]
    assert (await client.get(url, headers=headers)).json()["version"] == 0
    saved = await client.put(url, json=new, headers=headers | {"If-Match": '"0"'})
    assert saved.json()["preview_text"] == "Nur 7 Tage"
    broken = await client.put(url, json=new | {"body": "{{ nope }}"}, headers=headers)
    assert broken.status_code == 422
    assert (await client.put("/api/outreach/templates/opt_in", json=new, headers=headers)).status_code == 422
    assert (await client.get("/api/outreach/templates/none", headers=headers)).status_code == 404


async def test_a_prospect_tells_what_is_to_come_and_why(client: httpx.AsyncClient, world: World, api_key: Key) -> None:
    headers = await api_key()

    async def planned(prospect_id: UUID) -> list[tuple[str, bool, str]]:
        found = (await client.get(f"/api/prospects/{prospect_id}", headers=headers)).json()["plan"]
        return [(one["what"], one["comes"], one["because"]) for one in found]

    follow_ups = [("follow_up", True, "days_after_contact")] * 2
    assert await planned((await world.prospect()).id) == [("first_contact", True, "when_demo_is_live"), *follow_ups]
    drafted, _ = await world.demo()
    assert await planned(drafted.id) == follow_ups
    contacted, _ = await world.contacted()
    assert (await planned(contacted.id))[:2] == follow_ups
    await client.post(f"/api/prospects/{contacted.id}/stage", json={"stage": "lost"}, headers=headers)
    assert await planned(contacted.id) == [("follow_up", False, "lost")]


async def test_what_prospects_are_worth_is_summed_by_stage(
    client: httpx.AsyncClient, world: World, api_key: Key
) -> None:
    headers = await api_key()
    first, second, third = await world.prospect("Werk Huber GmbH"), await world.prospect(), await world.prospect()
    for prospect, value in ((first, 1200), (second, 300)):
        changed = await client.patch(f"/api/prospects/{prospect.id}", json={"value": value}, headers=headers)
        assert changed.json()["value"] == value
    counted = (await client.get("/api/prospects/counts", headers=headers)).json()
    assert (counted["stages"], counted["values"]) == ({"new": 3}, {"new": 1500})
    narrowed = (await client.get("/api/prospects/counts", params={"search": "huber"}, headers=headers)).json()
    assert (narrowed["stages"], narrowed["values"]) == ({"new": 1}, {"new": 1200})
    hot = (await client.get("/api/prospects/counts", params={"engagement_min": 9}, headers=headers)).json()
    assert (hot["stages"], hot["values"]) == ({}, {})
    assert (await client.get(f"/api/prospects/{third.id}", headers=headers)).json()["value"] is None

    url, seen = f"/api/prospects/{first.id}", changed.headers["ETag"]
    late = await client.patch(f"/api/prospects/{second.id}", json={"value": 1}, headers=headers | {"If-Match": '"0"'})
    assert late.status_code == 412
    gone = await client.patch(url, json={"value": None}, headers=headers | {"If-Match": seen})
    assert gone.json()["value"] is None
    for wrong in (-1, 1.5, "viel", 10**9):
        assert (await client.patch(url, json={"value": wrong}, headers=headers)).status_code == 422


async def test_templates_are_listed_shown_for_a_prospect_and_taken_back(
    client: httpx.AsyncClient, world: World, api_key: Key
) -> None:
    headers, url = await api_key(), "/api/outreach/templates/follow_up_low"
    prospect, _ = await world.contacted()
    new = {"subject": "Hallo {{ company }}", "body": "Bis zum {{ demo_end }}: {{ demo_link }}"}

    one = {"only_preview": True, "prospect_id": str(prospect.id)}
    shown = (await client.put(url, json=new | one, headers=headers)).json()
    assert shown["preview_subject"] == "Hallo Tischlerei Brandt GmbH"
    assert prospect.demo_link in shown["preview_text"]
    assert "[[" not in shown["preview_text"]
    assert "/unsubscribe/…" in shown["preview_footer"]
    assert "/unsubscribe/…" in shown["preview_html"]
    assert (await client.put(url, json=new | one | {"prospect_id": str(new_id())}, headers=headers)).status_code == 404

    await client.put(url, json=new, headers=headers)
    listed = (await client.get("/api/outreach/templates", headers=headers)).json()
    assert len(listed) == 14
    own = [(row["name"], row["language"], row["subject"]) for row in listed if row["version"]]
    assert own == [("follow_up_low", "de", "Hallo {{ company }}")]
    assert {row["name"] for row in listed if row["fixed"]} == {"opt_in"}
    late = await client.delete(url, headers=headers | {"If-Match": '"7"'})
    assert late.status_code == 412
    back = await client.delete(url, headers=headers | {"If-Match": '"1"'})
    assert (back.json()["version"], "Einsatz" in back.json()["subject"]) == (0, True)
    assert (await client.get(url, headers=headers)).json()["version"] == 0


async def test_suppressions_come_in_as_addresses_and_out_as_hashes(client: httpx.AsyncClient, api_key: Key) -> None:
    headers, url = await api_key(), "/api/outreach/suppressions"

    assert (await client.post(url, json={"emails": [COMPANY, COMPANY.upper()]}, headers=headers)).json()["added"] == 1
    listed = await client.get(url, headers=headers)
    assert COMPANY not in listed.text
    assert len(listed.json()["items"]) == 1
    assert (await client.delete(url, params={"email": COMPANY}, headers=headers)).status_code == 204
    assert (await client.delete(url, params={"email": COMPANY}, headers=headers)).status_code == 404


async def test_only_signed_reports_are_taken(client: httpx.AsyncClient, world: World, clock: Clock) -> None:
    prospect, _ = await world.contacted()
    message = await world.message(prospect)
    report = {"id": "1", "kind": "reply", "message_id": message.message_id, "at": "2026-03-02T10:00:00Z", "text": "Ja."}
    body = json.dumps(report).encode()

    def signed(key: str, at: float) -> dict[str, str]:
        stamp = str(int(at))
        digest = hmac.new(key.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
        return {"X-Signature": f"t={stamp},v1={digest}", "Content-Type": "application/json"}

    async def post(headers: dict[str, str]) -> httpx.Response:
        return await client.post("/api/outreach/inbound", content=body, headers=headers)

    assert (await post({"Content-Type": "application/json"})).status_code == 401
    assert (await post(signed("wrong", time.time()))).status_code == 401
    assert (await post(signed("inbound-test", time.time() - 3600))).status_code == 401
    assert (await post(signed("inbound-test", time.time()))).json() == {"taken": True}
    assert (await post(signed("inbound-test", time.time()))).json() == {"taken": False}
    assert (await world.again(prospect)).stage == "replied"


@pytest.mark.parametrize(
    "more",
    [
        {"subject": "Automatische Antwort: Ihr KI-Assistent"},
        {"subject": "AW: Demo", "headers": {"Auto-Submitted": "auto-replied"}},
        {"subject": "Danke", "automatic": True},
    ],
)
async def test_a_machines_answer_is_noted_and_changes_nothing(
    client: httpx.AsyncClient, world: World, api_key: Key, more: dict[str, Any]
) -> None:
    prospect, _ = await world.contacted()
    message = await world.message(prospect)
    before = await world.again(prospect)
    assert await report(client, message_id=message.message_id, **more) == {"taken": True}
    after = await world.again(prospect)
    assert (after.stage, after.next_follow_up_at, after.stopped_reason) == (
        before.stage,
        before.next_follow_up_at,
        None,
    )
    shown = (await client.get(f"/api/prospects/{prospect.id}", headers=await api_key())).json()
    assert [mail["kind"] for mail in shown["inbound"]] == ["automatic"]
    assert shown["timeline"][-1]["text"] == "Automatische Antwort erhalten"
    url, english = f"/api/prospects/{prospect.id}", {"language": "en"}
    shown = (await client.get(url, params=english, headers=await api_key())).json()
    assert shown["timeline"][-1]["text"] == "Automatic reply received"


@pytest.mark.parametrize(
    "told",
    [
        lambda id: {"message_id": id.strip("<>").upper()},
        lambda id: {"message_id": f"  {id} "},
        lambda id: {"headers": {"In-Reply-To": id}},
        lambda id: {"headers": {"references": f"<first@elsewhere.example>\r\n {id}\r\n <last@elsewhere.example>"}},
        lambda id: {"message_id": "<last@elsewhere.example>", "headers": {"References": id}},
    ],
)
async def test_a_persons_answer_is_known_by_whatever_names_our_mail(
    client: httpx.AsyncClient, world: World, told: Callable[[str], dict[str, Any]]
) -> None:
    prospect, _ = await world.contacted()
    message = await world.message(prospect)
    assert await report(client, subject="AW: Demo", **told(message.message_id or "")) == {"taken": True}
    assert (await world.again(prospect)).stage == "replied"


async def test_a_report_of_a_mail_that_came_back_may_quote_its_id_only(client: httpx.AsyncClient, world: World) -> None:
    prospect, _ = await world.contacted()
    message = await world.message(prospect)
    text = f"The following message could not be delivered.\r\nMessage-ID: {message.message_id}\r\nTo: x"
    assert await report(client, kind="bounce", text=text) == {"taken": True}
    assert (await world.message(prospect)).bounced_at is not None


async def report(client: httpx.AsyncClient, **more: Any) -> Any:
    """Report what came in, signed."""
    found = {"id": str(new_id()), "kind": "reply", "at": "2026-03-02T10:00:00Z", **more}
    body, stamp = json.dumps(found).encode(), str(int(time.time()))
    digest = hmac.new(b"inbound-test", stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    headers = {"X-Signature": f"t={stamp},v1={digest}", "Content-Type": "application/json"}
    answer = await client.post("/api/outreach/inbound", content=body, headers=headers)
    assert answer.status_code == 202, answer.text
    return answer.json()


async def test_the_timeline_says_who_did_what(client: httpx.AsyncClient, api_key: Key, world: World) -> None:
    rita = new_id()
    by_key, by_member = await api_key(), await api_key(member_id=rita)
    prospect, _ = await world.demo()
    draft = await world.message(prospect, "first_contact")
    changed = {"subject": "Guten Tag", "body": "Ihre Vorführung ist bereit."}
    message, url = f"/api/outreach/messages/{draft.id}", f"/api/prospects/{prospect.id}"
    assert (await client.put(message, json=changed, headers=by_member)).status_code == 200
    assert (await client.post(f"{message}/reject", json={"reason": "zu früh"}, headers=by_member)).status_code == 200
    assert (await client.patch(url, json={"value": 12500}, headers=by_key)).status_code == 200
    assert (await client.post(f"{url}/stage", json={"stage": "won"}, headers=by_member)).status_code == 200

    told = [(one["text"], one["actor"]) for one in (await client.get(url, headers=by_key)).json()["timeline"]]
    member = {"kind": "member", "id": str(rita), "name": ""}
    assert told[0][1] is None, "the platform itself"
    by_hand = [(text, actor["name"] if actor["kind"] == "key" else actor) for text, actor in told if actor]
    assert by_hand == [
        ("Entwurf geändert: Guten Tag", member),
        ("Entwurf verworfen", member),
        ("Wert gesetzt: 12.500 €", "test"),
        ("Stand gesetzt: gewonnen", member),
    ]


async def test_stages_by_hand(client: httpx.AsyncClient, api_key: Key, world: World, workspace_id: UUID) -> None:
    headers = await api_key()
    prospect, _ = await world.contacted()
    url = f"/api/prospects/{prospect.id}/stage"

    assert (await client.post(url, json={"stage": "researched"}, headers=headers)).status_code == 422
    seen = prospect.version
    stale = headers | {"If-Match": f'"{seen - 1}"'}
    assert (await client.post(url, json={"stage": "won"}, headers=stale)).status_code == 412
    there = await client.post(url, json={"stage": "contacted"}, headers=stale)
    assert (there.status_code, there.json()["version"]) == (200, seen), "it is there already"
    won = await client.post(url, json={"stage": "won"}, headers=headers | {"If-Match": f'"{seen}"'})
    assert won.json()["stage"] == "won"
    assert won.json()["next_follow_up_at"] is None


async def test_the_openapi_document_lists_every_route(client: httpx.AsyncClient) -> None:
    paths = (await client.get("/api/outreach-svc/openapi.json")).json()["paths"]

    for path in ("/api/prospects/bulk", "/api/prospects/{prospect_id}/call-sheet", "/confirm/{token}"):
        assert path in paths


async def test_prospects_that_are_stuck_are_counted_at_each_scrape(
    client: httpx.AsyncClient, api_key: Key, clock: Clock
) -> None:
    headers = await api_key()

    async def stuck() -> str:
        shown = (await client.get("/metrics")).text
        return next(line for line in shown.splitlines() if line.startswith('outreach_overdue_prospects{stage="new"}'))

    await client.post("/api/prospects", json={"website": "a.example"}, headers=headers)
    assert (await stuck()).endswith(" 0.0")
    clock.move(timedelta(days=3))
    await client.post("/api/prospects", json={"website": "b.example"}, headers=headers)
    assert (await stuck()).endswith(" 1.0"), "only the one that came long ago"


async def test_a_list_of_messages_says_for_whom_each_is(client: httpx.AsyncClient, api_key: Key, world: World) -> None:
    await world.demo()
    headers = await api_key("prospects:read")
    (draft,) = (await client.get("/api/outreach/messages", params={"state": "draft"}, headers=headers)).json()["items"]
    assert draft["company"] == "Tischlerei Brandt GmbH"


async def test_prospects_are_counted_by_stage_and_found_by_interest(
    client: httpx.AsyncClient, api_key: Key, world: World
) -> None:
    headers = await api_key("prospects:write", "prospects:read")
    for site in ("a.example", "b.example", "c.example"):
        last = await client.post("/api/prospects", json={"website": site}, headers=headers)
    async with world.kit.transaction() as unit:
        (await unit.prospects.get(UUID(last.json()["id"]), world.workspace_id)).score = 7.5
    assert (await client.get("/api/prospects/counts", headers=headers)).json()["stages"] == {"new": 3}
    foreign = await api_key("prospects:read", workspace_id=new_id())
    assert (await client.get("/api/prospects/counts", headers=foreign)).json()["stages"] == {}

    hot = await client.get("/api/prospects", params={"engagement_min": 5}, headers=headers)
    assert [one["website"] for one in hot.json()["items"]] == ["https://c.example/"]
