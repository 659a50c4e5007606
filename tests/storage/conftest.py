import pytest


@pytest.fixture(params=["sqlite", "postgresql"])
def kind_of_database(request: pytest.FixtureRequest) -> str:
    """Every test here that takes a database takes each kind."""
    kind: str = request.param
    return kind
