"""The database's versions: one line of Alembic migrations, applied by `lumbung migrate` under the owner's role."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory


def configuration(owner_url: str = "", application_role: str = "") -> Config:
    """Alembic's configuration for the database at `owner_url`; rights are given to `application_role`."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["url"] = owner_url.replace("postgresql://", "postgresql+psycopg://", 1)
    config.attributes["application_role"] = application_role
    return config


def migrate(owner_url: str, application_role: str, revision: str = "head") -> None:
    """Bring the database at `owner_url` to `revision`. Runs beside itself wait for one another."""
    command.upgrade(configuration(owner_url, application_role), revision)


def heads() -> list[str]:
    """The newest revisions; there must be one."""
    return list(ScriptDirectory.from_config(configuration()).get_heads())
