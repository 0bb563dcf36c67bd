package io.mnemesh.mesh.order;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What one gateway says: how the instances it asks do, and what it does about the orders it has heard of.
 *
 * @param gateway   id of its process
 * @param at        when it said so
 * @param instances counts since it runs
 */
public record GatewayWord(String gateway, Instant at, List<Seen> instances, List<Answer> answers) {

    public GatewayWord {
        instances = List.copyOf(instances);
        answers = List.copyOf(answers);
    }

    /**
     * An instance as the gateway sees it.
     *
     * @param requests sent to it since the gateway runs
     * @param failures of these, those that it could not be reached for, did not answer in time, or answered with 5xx
     */
    public record Seen(String service, String address, long requests, long failures) {}

    /**
     * Answer to an order.
     *
     * @param follows whether it does as ordered, or would where the order is a rehearsal
     * @param text    one sentence
     */
    public record Answer(UUID order, boolean follows, String text) {}

    String encoded() {
        var seen = new JsonArray();
        instances.forEach(one -> seen.add(new JsonObject()
                .put("service", one.service())
                .put("address", one.address())
                .put("requests", one.requests())
                .put("failures", one.failures())));
        var answered = new JsonArray();
        answers.forEach(one -> answered.add(new JsonObject()
                .put("order", one.order().toString())
                .put("follows", one.follows())
                .put("text", one.text())));
        return new JsonObject()
                .put("at", at.toEpochMilli())
                .put("instances", seen)
                .put("answers", answered)
                .encode();
    }

    /** @throws RuntimeException if it is not what {@link #encoded} wrote */
    static GatewayWord decoded(String gateway, String text) {
        var json = new JsonObject(text);
        return new GatewayWord(
                gateway,
                Instant.ofEpochMilli(json.getLong("at")),
                json.getJsonArray("instances").stream()
                        .map(JsonObject.class::cast)
                        .map(one -> new Seen(
                                one.getString("service"),
                                one.getString("address"),
                                one.getLong("requests"),
                                one.getLong("failures")))
                        .toList(),
                json.getJsonArray("answers").stream()
                        .map(JsonObject.class::cast)
                        .map(one -> new Answer(
                                UUID.fromString(one.getString("order")),
                                one.getBoolean("follows"),
                                one.getString("text")))
                        .toList());
    }
}
