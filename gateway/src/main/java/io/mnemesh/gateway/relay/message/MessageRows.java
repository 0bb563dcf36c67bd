package io.mnemesh.gateway.relay.message;

import io.mnemesh.gateway.relay.balance.Priority;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** Reads rows of the table of messages. */
final class MessageRows {

    static final String RECEIPT =
            "id, service, method, path, priority, state, attempts, created_at, expires_at, due_at, ended_at, status, last_error";

    private MessageRows() {}

    static MessageReceipt receipt(Row row) {
        MessageState state = MessageState.of(row.getString("state"));
        return new MessageReceipt(
                row.getUUID("id"),
                row.getString("service"),
                row.getString("method"),
                row.getString("path"),
                Priority.of(row.getInteger("priority")).key(),
                state,
                row.getInteger("attempts"),
                row.getOffsetDateTime("created_at").toInstant(),
                row.getOffsetDateTime("expires_at").toInstant(),
                state == MessageState.QUEUED ? instant(row, "due_at") : null,
                instant(row, "ended_at"),
                row.getInteger("status"),
                row.getString("last_error"));
    }

    private static @Nullable Instant instant(Row row, String column) {
        OffsetDateTime time = row.getOffsetDateTime(column);
        return time == null ? null : time.toInstant();
    }
}
