"""What concerns everything stored about a chat: its move and its end."""

from sqlalchemy import ColumnElement, Connection, bindparam, delete, exists, select, update

from bot.model import ChatId, SubscriberStatus
from storage.columns import AnyRow
from storage.inbox import forget_chat
from storage.tables import PERSONAL, digests, messages, outbox, pending, subscribers


def move(connection: Connection, old: ChatId, new: ChatId, bot: int) -> None:
    """The group keeps what it had; what was begun anew in the new chat gives way."""
    mine = subscribers.c.bot == bot
    query = select(subscribers.c.id, subscribers.c.thread_id, subscribers.c.status).where(mine)
    arrived = connection.execute(query.where(subscribers.c.chat_id == new)).all()
    leaving = connection.execute(query.where(subscribers.c.chat_id == old)).all()
    there = {row.thread_id: row for row in arrived}
    losers = [_loser(row, there[row.thread_id]) for row in leaving if row.thread_id in there]
    if losers:
        _forget(connection, subscribers.c.id.in_(losers))
    subscriber = update(subscribers).where(subscribers.c.chat_id == old, mine)
    connection.execute(subscriber.values(chat_id=new, kind="supergroup"))
    owed = update(outbox).where(outbox.c.chat_id == old, outbox.c.bot == bot, pending(outbox))
    connection.execute(owed.values(chat_id=new))


def forget(connection: Connection, chat_id: ChatId, bot: int) -> None:
    _forget(connection, (subscribers.c.chat_id == chat_id) & (subscribers.c.bot == bot))
    # The wish to be forgotten is at work itself; its text must not outlive it.
    forget_chat(connection, bot, chat_id)


def _loser(leaving: AnyRow, arrived: AnyRow) -> int:
    unchosen = SubscriberStatus.SETUP.value
    keeps_new = leaving.status == unchosen and arrived.status != unchosen
    loser: int = leaving.id if keeps_new else arrived.id
    return loser


def _forget(connection: Connection, whose: ColumnElement[bool]) -> None:
    """Digests and messages go too, unless another chat shares them: they name own topics."""
    ids = select(subscribers.c.id).where(whose)
    for table in PERSONAL:
        connection.execute(delete(table).where(table.c.subscriber_id.in_(ids)))
    mine = outbox.c.subscriber_id.in_(ids)
    query = select(outbox.c.digest_id, outbox.c.message_id).where(mine)
    rows = connection.execute(query).all()
    connection.execute(delete(outbox).where(mine))
    delete_unused(connection, {row.digest_id for row in rows}, {row.message_id for row in rows})
    connection.execute(delete(subscribers).where(whose))


def delete_unused(connection: Connection, digest_ids: set[int], message_ids: set[int]) -> None:
    """Of these digests and messages, those that no outbox row names."""
    for table, column, ids in (
        (digests, outbox.c.digest_id, digest_ids),
        (messages, outbox.c.message_id, message_ids),
    ):
        if ids:
            named = exists().where(column == table.c.id)
            unused = delete(table).where(table.c.id == bindparam("row"), ~named)
            connection.execute(unused, [{"row": identity} for identity in sorted(ids)])
