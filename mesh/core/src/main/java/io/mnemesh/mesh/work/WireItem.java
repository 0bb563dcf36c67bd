package io.mnemesh.mesh.work;

import io.mnemesh.mesh.tenancy.TenantId;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request as it lies in a lane's stream.
 *
 * @param entry       id in the stream, {@code ms-seq}
 * @param correlation what the asker knows it by
 * @param replyTo     key of the asker's reply stream
 * @param expiresAt   milliseconds of Redis's clock; from then on nobody waits for the reply
 */
record WireItem(
        String entry,
        Lane lane,
        String correlation,
        String replyTo,
        String kind,
        TenantId tenant,
        long expiresAt,
        @Nullable String traceparent,
        byte[] body) {

    private static final String CORRELATION = "id";
    private static final String REPLY_TO = "reply";
    private static final String KIND = "kind";
    private static final String TENANT = "tenant";
    private static final String TTL = "ttl";
    private static final String TRACEPARENT = "traceparent";
    private static final String BODY = "body";

    /** The command that appends a request to its lane. */
    static Request append(WorkRequest work, String correlation, String replyTo, @Nullable String traceparent) {
        var add = Request.cmd(Command.XADD)
                .arg(WorkKeys.lane(work.service(), work.lane()))
                .arg("*")
                .arg(CORRELATION)
                .arg(correlation)
                .arg(REPLY_TO)
                .arg(replyTo)
                .arg(KIND)
                .arg(work.kind())
                .arg(TENANT)
                .arg(work.tenant().value())
                .arg(TTL)
                .arg(work.deadline().toMillis());
        if (traceparent != null) {
            add.arg(TRACEPARENT).arg(traceparent);
        }
        return add.arg(BODY).arg(work.body());
    }

    /** Reads an entry {@code [id, [field, value, …]]}; null if it is not a request. */
    static @Nullable WireItem read(Lane lane, Response entry) {
        Map<String, Response> fields = fields(entry.get(1));
        String id = entry.get(0).toString();
        Response correlation = fields.get(CORRELATION);
        Response replyTo = fields.get(REPLY_TO);
        Response kind = fields.get(KIND);
        Response tenant = fields.get(TENANT);
        Response ttl = fields.get(TTL);
        Response body = fields.get(BODY);
        Response trace = fields.get(TRACEPARENT);
        if (correlation == null || replyTo == null || kind == null || tenant == null || ttl == null || body == null) {
            return null;
        }
        try {
            long added = Long.parseLong(id.substring(0, id.indexOf('-')));
            return new WireItem(
                    id,
                    lane,
                    correlation.toString(),
                    replyTo.toString(),
                    kind.toString(),
                    new TenantId(tenant.toString()),
                    added + Long.parseLong(ttl.toString()),
                    trace == null ? null : trace.toString(),
                    body.toBytes());
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Fields by name of a flat list; empty for none, as of an entry that was deleted. */
    static Map<String, Response> fields(@Nullable Response flat) {
        var fields = new HashMap<String, Response>();
        if (flat != null) {
            for (int i = 0; i + 1 < flat.size(); i += 2) {
                fields.put(flat.get(i).toString(), flat.get(i + 1));
            }
        }
        return fields;
    }

    boolean isExpired(long now) {
        return now >= expiresAt;
    }

    WorkHandler.Item item() {
        return new WorkHandler.Item(lane, tenant, Instant.ofEpochMilli(expiresAt), body);
    }
}
