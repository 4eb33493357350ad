"""Moments out of TOML dates and times, in UTC."""

from datetime import UTC, date, datetime, time, tzinfo

from evaluation.core.messages import Message, msg

Moment = datetime
Zone = tzinfo

LAST_SECOND = time(23, 59, 59)


class MomentError(ValueError):
    """The value is not a date or time; the message says what to write."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


def utc(value: object, zone: Zone | None, *, end_of_day: bool) -> datetime:
    """The aware UTC moment of a date or time.

    A time with an offset is taken as it is, one without in `zone` (UTC while that is None, because the zone
    itself was wrong); a plain date means its first second, or its last with `end_of_day`. Raises MomentError.
    """
    if isinstance(value, datetime):
        moment = value
    elif isinstance(value, date):
        moment = datetime.combine(value, LAST_SECOND if end_of_day else time())
    else:
        raise MomentError(
            msg("must be a date or time without quotes, such as 2022-03-31 or 2022-03-31T17:00:00")
        )
    local = moment if moment.tzinfo else moment.replace(tzinfo=zone or UTC)
    try:
        return local.astimezone(UTC)
    except OverflowError:
        raise MomentError(msg("lies outside of the years that can be reckoned with")) from None
