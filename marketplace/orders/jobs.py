"""What the queue runs for orders."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from ..database import transaction
from .comparison.indexing import index_articles


def index_published(key: str, content: dict[str, Any]) -> None:
    """Make the articles of the version named in `content` ready to be found; nothing new, nothing done."""
    with transaction() as session:
        index_articles(session, [UUID(content["version_id"])])
