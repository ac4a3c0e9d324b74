"""How often something may be tried before further tries wait; the count lives in Redis, time alone unlocks."""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from datetime import timedelta

from redis import Redis

from .errors import TooManyAttempts


@dataclass(frozen=True, slots=True)
class Allowance:
    """So many tries in so long a time, counted from the first."""

    name: str
    tries: int
    within: timedelta


SIGN_IN = Allowance("sign-in", 10, timedelta(minutes=15))
RECOVERY = Allowance("recovery", 10, timedelta(minutes=30))
RECOVERY_MAIL = Allowance("recovery-mail", 3, timedelta(minutes=30))
PASSWORD = Allowance("password", 10, timedelta(minutes=15))


@dataclass(frozen=True, slots=True)
class Throttle:
    """Counts tries per account. A try is counted before it is made, so that many at once are no way around."""

    connection: Redis
    is_on: bool = True

    def take(self, allowance: Allowance, account: str) -> None:
        """Count one try for `account`; raises TooManyAttempts when the allowance is used up."""
        if not self.is_on:
            return
        key = _key(allowance, account)
        with self.connection.pipeline() as together:
            together.set(key, 0, ex=allowance.within, nx=True)
            together.incr(key)
            together.ttl(key)
            _, tries, seconds = together.execute()
        if tries > allowance.tries:
            raise TooManyAttempts(minutes=max(1, math.ceil(seconds / 60)))

    def forget(self, allowance: Allowance, account: str) -> None:
        """The try succeeded: start counting anew."""
        if self.is_on:
            self.connection.delete(_key(allowance, account))


def _key(allowance: Allowance, account: str) -> str:
    """The account's number or address does not stand in Redis, only its hash."""
    return f"lumbung:throttle:{allowance.name}:{hashlib.sha256(account.encode()).hexdigest()}"
