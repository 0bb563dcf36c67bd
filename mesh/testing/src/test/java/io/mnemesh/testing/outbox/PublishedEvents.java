package io.mnemesh.testing.outbox;

import io.mnemesh.mesh.event.EventCodec;
import io.mnemesh.mesh.event.MeshEvent;
import io.mnemesh.mesh.event.payload.TaskPredicted;
import io.mnemesh.mesh.redis.RedisLines;
import io.mnemesh.mesh.stream.StreamKeys;
import io.mnemesh.mesh.tenancy.TenantId;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the streams hold, read as plainly as possible. */
@ApplicationScoped
class PublishedEvents {

    static final int PARTITIONS = 4;
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final RedisLines redis;
    private final EventCodec codec;

    PublishedEvents(RedisLines redis, EventCodec codec) {
        this.redis = redis;
        this.codec = codec;
    }

    /** Case ids of the tenant's events, partition by partition in stream order. */
    List<String> of(TenantId tenant) {
        return entries(tenant).stream().map(Entry::caseId).toList();
    }

    List<Entry> entries(TenantId tenant) {
        var found = new ArrayList<Entry>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            Response entries = send(Request.cmd(Command.XRANGE)
                    .arg(StreamKeys.events(partition))
                    .arg("-")
                    .arg("+"));
            for (Response entry : entries) {
                MeshEvent<?> event = codec.decode(fields(entry.get(1)));
                if (event.tenant().equals(tenant)) {
                    found.add(new Entry(partition, entry.get(0).toString(), ((TaskPredicted) event.data()).caseId()));
                }
            }
        }
        return found;
    }

    /** Removes an entry as a loss would. */
    void lose(Entry entry) {
        send(Request.cmd(Command.XDEL).arg(StreamKeys.events(entry.partition())).arg(entry.streamId()));
    }

    /** Removes an entry as trimming would. */
    void trim(Entry entry) {
        lose(entry);
        send(Request.cmd(Command.SET).arg(StreamKeys.trimmed(entry.partition())).arg(entry.streamId()));
    }

    private Response send(Request request) {
        return redis.send(request).await().atMost(LIMIT);
    }

    private static Map<String, String> fields(Response flat) {
        var fields = new HashMap<String, String>();
        for (int i = 0; i < flat.size(); i += 2) {
            fields.put(flat.get(i).toString(), flat.get(i + 1).toString());
        }
        return fields;
    }

    record Entry(int partition, String streamId, String caseId) {}
}
