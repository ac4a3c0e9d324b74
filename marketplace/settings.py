"""Every setting, from the environment. docs/reference/settings.md lists them, and a test keeps that list true."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any


def _setting(variable: str, default: Any = None) -> Any:
    return field(default=default, metadata={"variable": variable})


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What an operator may decide. Each field's `variable` is the environment variable it is read from."""

    data_folder: Path = _setting("LUMBUNG_DATA", Path("var"))
    environment: str = _setting("LUMBUNG_ENVIRONMENT", "production")
    database_url: str = _setting("DATABASE_URL", "")
    owner_database_url: str = _setting("OWNER_DATABASE_URL", "")
    redis_url: str = _setting("REDIS_URL", "")
    secret_key: str = _setting("SECRET_KEY", "")
    public_url: str = _setting("PUBLIC_URL", "http://127.0.0.1:8000")
    upload_bytes: int = _setting("UPLOAD_BYTES", 50_000_000)
    smtp_url: str = _setting("SMTP_URL", "")
    proxies: int = _setting("PROXIES", 0)
    rate_limits: bool = _setting("RATE_LIMITS", True)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Read every setting from `environment` (default: the process's own); unknown variables are left alone."""
        source = os.environ if environment is None else environment
        return cls(**{item.name: _read(item, source) for item in fields(cls) if item.metadata["variable"] in source})

    @property
    def is_development(self) -> bool:
        return self.environment == "development"

    def sqlalchemy_url(self) -> str:
        """`database_url` in SQLAlchemy's spelling, with psycopg 3 as the driver."""
        return self.database_url.replace("postgresql://", "postgresql+psycopg://", 1)


def _read(item: Any, source: Mapping[str, str]) -> Any:
    text = source[item.metadata["variable"]]
    match item.default:
        case bool():
            return text.lower() not in {"0", "false", "no", "off", ""}
        case int():
            return int(text)
        case Path():
            return Path(text)
        case _:
            return text


def stored_secret(data_folder: Path) -> str:
    """The installation's secret key: made once, kept in the data folder, readable by its owner only."""
    path = data_folder / "secret_key"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(descriptor, "w") as file:
        key = secrets.token_urlsafe(48)
        file.write(key)
    return key
