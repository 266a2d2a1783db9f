from tests.secret_service import secret_service

__all__ = ["secret_service"]
