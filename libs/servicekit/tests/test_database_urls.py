"""Which URLs of databases are admitted, and what is said of the others."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from psycopg.conninfo import conninfo_to_dict
from servicekit.database import check_url, of_database

PASSWORD = "gehe!m"


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://somebody@postgres/there",
        "postgres://postgres",
        "postgresql://somebody:pass%40w%23rd@postgres:5433/there?sslmode=require&application_name=here",
        "postgresql://somebody@one,two:5433,[::1]:5434/there?target_session_attrs=read-write",
        "postgresql://somebody@/there?host=/run/postgresql",
        "postgresql://somebody@%2Frun%2Fpostgresql/there",
        "postgresql://somebody@/there?host=one,two&port=5432,5433&sslmode=disable",
    ],
)
def test_what_libpq_and_asyncpg_read_alike_is_admitted(url: str) -> None:
    check_url(url)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("there", "must be postgresql://"),
        ("x", "must be postgresql://"),
        (f"mysql://somebody:{PASSWORD}@postgres/there", "must be postgresql://"),
        (f"postgresql+asyncpg://somebody:{PASSWORD}@postgres/there", "must be postgresql://"),
        (f"host=postgres password={PASSWORD}", "must be postgresql://"),
        (f"postgresql://somebody:{PASSWORD}#@postgres/there", "percent-encoded"),
        (f"postgresql://somebody:{PASSWORD}@@postgres/there", "percent-encoded"),
        (f"postgresql://somebody:{PASSWORD}?@postgres/there", "percent-encoded"),
        (f"postgresql://somebody:{PASSWORD}%zz@postgres/there", "percent sign"),
        (f"postgresql://somebody:{PASSWORD}@postgres:port/there", "the port is not a number"),
        (f"postgresql://somebody:{PASSWORD}@postgres/there?channel_binding=require", "channel_binding cannot be set"),
        (f"postgresql://somebody@postgres/there?password={PASSWORD}", "password cannot be set"),
        (f"postgresql://somebody:{PASSWORD}@postgres/there?host=/run", "twice"),
        (f"postgresql://somebody:{PASSWORD}@postgres/there?sslmode=on", "sslmode must be one of"),
        (f"postgresql://somebody:{PASSWORD}@postgres/there?sslmode=verify-full", "needs sslrootcert"),
        (f"postgresql://somebody:{PASSWORD}@postgres/there?sslrootcert={__file__}", "sslrootcert needs sslmode"),
        (
            f"postgresql://{PASSWORD}@postgres/there?sslmode=require&sslrootcert=/no/such",
            "sslrootcert: there is no file",
        ),
        (f"postgresql://somebody:{PASSWORD}@postgres/there?sslcert=/no/such", "go together"),
    ],
)
def test_the_others_are_refused_with_a_reason_and_without_the_password(url: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason) as refused:
        check_url(url)
    assert PASSWORD not in str(refused.value)
    assert refused.value.__cause__ is None
    assert refused.value.__suppress_context__ or refused.value.__context__ is None


def test_files_that_are_there_are_taken(tmp_path: Path) -> None:
    authority = tmp_path / "ca.pem"
    authority.touch()
    check_url(f"postgresql://postgres/there?sslmode=verify-full&sslrootcert={authority}")


@given(st.text(alphabet=st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1))
def test_every_password_can_be_written_percent_encoded(password: str) -> None:
    url = f"postgresql://somebody:{quote(password, safe='')}@postgres/there"
    check_url(url)
    assert conninfo_to_dict(url)["password"] == password


@pytest.mark.parametrize(
    ("url", "other"),
    [
        ("postgresql://a@b", "postgresql://a@b/chat"),
        ("postgresql://a@b/", "postgresql://a@b/chat"),
        ("postgresql://a@b/postgres?sslmode=require", "postgresql://a@b/chat?sslmode=require"),
        ("postgresql:///?host=/run", "postgresql:///chat?host=/run"),
    ],
)
def test_a_url_leads_to_another_database_of_its_server(url: str, other: str) -> None:
    assert of_database(url, "chat") == other
