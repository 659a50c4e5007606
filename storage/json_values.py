"""Values of the newsroom as JSON, and back, by their own types."""

from typing import Any

from pydantic import TypeAdapter

from newsroom.claims.claims import Claim
from newsroom.claims.disagreements import Disagreement

_CLAIM: TypeAdapter[Claim] = TypeAdapter(Claim)
_DISAGREEMENT: TypeAdapter[Disagreement] = TypeAdapter(Disagreement)


def claim_json(claim: Claim) -> Any:
    """For the column `claims.body`."""
    return _CLAIM.dump_python(claim, mode="json")


def claim_of(stored: Any) -> Claim:
    """From the column `claims.body`."""
    return _CLAIM.validate_python(stored)


def disagreement_json(disagreement: Disagreement) -> Any:
    """For the column `disagreements.body`."""
    return _DISAGREEMENT.dump_python(disagreement, mode="json")


def disagreement_of(stored: Any) -> Disagreement:
    """From the column `disagreements.body`."""
    return _DISAGREEMENT.validate_python(stored)
