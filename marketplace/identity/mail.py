"""E-mail through the operator's server: `smtp://user:password@host:587?from=lumbung@example.id`, or `smtps://`."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Self
from urllib.parse import parse_qs, unquote, urlsplit

SECONDS = 20


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail is handed in, and in whose name. `secure`: `tls`, `starttls`, or `none` (a server on this machine)."""

    host: str
    port: int
    user: str
    password: str
    sender: str
    secure: str

    @classmethod
    def from_url(cls, url: str) -> Self:
        """Read SMTP_URL. Without `?from=` the user is the sender; `?security=none` for a server on this machine."""
        parts = urlsplit(url)
        query = parse_qs(parts.query)
        user = unquote(parts.username or "")
        secure = "tls" if parts.scheme == "smtps" else query.get("security", ["starttls"])[0]
        return cls(
            host=parts.hostname or "localhost",
            port=parts.port or (465 if secure == "tls" else 587),
            user=user,
            password=unquote(parts.password or ""),
            sender=query.get("from", [user])[0],
            secure=secure,
        )

    def send(self, to: str, subject: str, text: str) -> None:
        """Hand in one message; raises smtplib.SMTPException or OSError when the server does not take it."""
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = self.sender, to, subject
        message.set_content(text)
        with self._connect() as connection:
            if self.user:
                connection.login(self.user, self.password)
            connection.send_message(message)

    def _connect(self) -> smtplib.SMTP:
        safe = ssl.create_default_context()
        if self.secure == "tls":
            return smtplib.SMTP_SSL(self.host, self.port, timeout=SECONDS, context=safe)
        connection = smtplib.SMTP(self.host, self.port, timeout=SECONDS)
        if self.secure != "none":
            connection.starttls(context=safe)
        return connection
