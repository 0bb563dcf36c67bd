package io.mnemesh.mesh.load;

import io.vertx.core.json.JsonObject;
import java.time.Instant;

/**
 * What one process carried since its report before.
 *
 * @param service  name of the service
 * @param instance id of the process
 * @param at       when it was told
 * @param cores    processor cores it used in the mean
 * @param memory   share of its largest heap that is used, 0 to 1
 * @param requests requests answered per second
 * @param errors   those of them answered with 5xx, per second
 */
public record LoadReport(
        String service, String instance, Instant at, double cores, double memory, double requests, double errors) {

    String encoded() {
        return new JsonObject()
                .put("service", service)
                .put("at", at.toEpochMilli())
                .put("cores", cores)
                .put("memory", memory)
                .put("requests", requests)
                .put("errors", errors)
                .encode();
    }

    /** @throws RuntimeException if it is not what {@link #encoded} wrote */
    static LoadReport decoded(String instance, String text) {
        var json = new JsonObject(text);
        return new LoadReport(
                json.getString("service"),
                instance,
                Instant.ofEpochMilli(json.getLong("at")),
                json.getDouble("cores"),
                json.getDouble("memory"),
                json.getDouble("requests"),
                json.getDouble("errors"));
    }
}
