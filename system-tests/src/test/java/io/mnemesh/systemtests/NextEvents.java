package io.mnemesh.systemtests;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Events of a version that is not written yet, put among the others while an older one reads them: one of a type nobody knows,
 * and one of a known type whose payload has a member more.
 */
final class NextEvents {

    private static final int PARTITIONS = 64;
    private static final String KNOWN_TYPE = "io.mnemesh.memory.created.v1";
    private static final String NEW_TYPE = "io.mnemesh.memory.coloured.v1";

    private NextEvents() {}

    /**
     * Publishes both, made of an event that is there.
     *
     * @return id of the one with the known type
     * @throws IllegalStateException if no memory was stored before
     */
    static UUID publish(Vertx vertx, String redis) throws Exception {
        Redis client = Redis.createClient(vertx, redis);
        try {
            for (int partition = 0; partition < PARTITIONS; partition++) {
                String stream = "mnemesh:{events:" + partition + "}";
                for (Response entry : send(
                        client,
                        Request.cmd(Command.XREVRANGE)
                                .arg(stream)
                                .arg("+")
                                .arg("-")
                                .arg("COUNT")
                                .arg(50))) {
                    Map<String, String> fields = fields(entry.get(1));
                    if (KNOWN_TYPE.equals(fields.get("ce_type"))) {
                        return publish(client, stream, fields);
                    }
                }
            }
            throw new IllegalStateException("There is no " + KNOWN_TYPE + " yet.");
        } finally {
            client.close();
        }
    }

    private static UUID publish(Redis client, String stream, Map<String, String> like) throws Exception {
        var unknown = new LinkedHashMap<>(like);
        unknown.put("ce_id", UUID.randomUUID().toString());
        unknown.put("ce_type", NEW_TYPE);
        unknown.put("ce_nextattribute", "also new");
        add(client, stream, unknown);

        UUID id = UUID.randomUUID();
        var wider = new LinkedHashMap<>(like);
        wider.put("ce_id", id.toString());
        wider.computeIfPresent(
                "data", (_, data) -> data.substring(0, data.length() - 1) + ",\"nextMember\":{\"a\":1}}");
        add(client, stream, wider);
        return id;
    }

    private static void add(Redis client, String stream, Map<String, String> fields) throws Exception {
        Request add = Request.cmd(Command.XADD).arg(stream).arg("*");
        fields.forEach((name, value) -> add.arg(name).arg(value));
        send(client, add);
    }

    private static Map<String, String> fields(Response flat) {
        var fields = new LinkedHashMap<String, String>();
        for (int i = 0; i < flat.size(); i += 2) {
            fields.put(flat.get(i).toString(), flat.get(i + 1).toString());
        }
        return fields;
    }

    private static Response send(Redis client, Request request) throws Exception {
        Future<Response> answer = client.send(request);
        return answer.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
