"""Every error as RFC 9457 problem+json."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ValidationError
from starlette.exceptions import HTTPException

from servicekit.errors import FieldError, Invalid, Problem
from servicekit.http.incoming import pointer
from servicekit.telemetry import current_trace_id

MEDIA_TYPE = "application/problem+json"


class FieldProblem(BaseModel):
    """What is wrong with one field."""

    pointer: str
    message: str


class ProblemOut(BaseModel):
    """An error as callers see it (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[FieldProblem] = []
    trace_id: str | None = None


def problem_response(
    status: int,
    slug: str,
    title: str,
    detail: str,
    *,
    errors: Sequence[FieldError] = (),
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    """An answer of media type `application/problem+json`."""
    body = ProblemOut(
        type=f"https://schemas.empfang.example/problems/{slug}",
        title=title,
        status=status,
        detail=detail,
        errors=[FieldProblem(pointer=error.pointer, message=error.message) for error in errors],
        trace_id=current_trace_id(),
    )
    return JSONResponse(body.model_dump(), status, headers=dict(headers or {}), media_type=MEDIA_TYPE)


def of_problem(problem: Problem) -> JSONResponse:
    """The answer to a raised `Problem`."""
    return problem_response(
        problem.status, problem.slug, problem.title, problem.detail, errors=problem.errors, headers=problem.headers
    )


def invalid(error: ValidationError) -> Invalid:
    """What pydantic says of a body that an endpoint reads by itself."""
    found = [FieldError(pointer(("body", *item["loc"])), _message(item)) for item in error.errors(include_url=False)]
    return Invalid(_summary(found), errors=found)


def install(app: FastAPI) -> None:
    """Map the kit's errors, FastAPI's validation and Starlette's own errors."""

    async def on_problem(_: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, Problem)  # noqa: S101  (registered for this class only)
        return of_problem(error)

    async def on_validation(_: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, RequestValidationError)  # noqa: S101
        found = [FieldError(pointer(item["loc"]), _message(item)) for item in error.errors()]
        return of_problem(Invalid(_summary(found), errors=found))

    async def on_http(_: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, HTTPException)  # noqa: S101
        slug = {404: "not-found", 405: "method-not-allowed"}.get(error.status_code, "bad-request")
        return problem_response(error.status_code, slug, str(error.detail), str(error.detail), headers=error.headers)

    app.add_exception_handler(Problem, on_problem)
    app.add_exception_handler(RequestValidationError, on_validation)
    app.add_exception_handler(HTTPException, on_http)


def _summary(errors: Sequence[FieldError]) -> str:
    return "; ".join(f"{error.pointer}: {error.message}" for error in errors[:3])


def _message(item: Mapping[str, Any]) -> str:
    if item["type"] == "uuid_parsing":
        return "must be a UUID"  # pydantic's own words show what was found instead
    return str(item["msg"]).removeprefix("Value error, ")
