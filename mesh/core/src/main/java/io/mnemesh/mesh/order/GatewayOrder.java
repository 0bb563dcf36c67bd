package io.mnemesh.mesh.order;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What all gateways are to do until a moment, and not longer: an order that is not renewed ends by itself.
 *
 * @param service   name of the service it is about, {@link #ALL} for each
 * @param instance  address of the instance whose breaker is to be open, for example {@code 10.0.0.7:7401}; null if bulk load is shed
 * @param share     part of the service's limit that requests of low priority may still have, 0 to 1; nothing for a breaker
 * @param reason    one sentence with figures
 * @param since     when it was given first
 * @param until     when it ends
 * @param rehearsal whether it is only to be answered and nothing changed
 */
public record GatewayOrder(
        UUID id,
        String service,
        @Nullable String instance,
        double share,
        String reason,
        Instant since,
        Instant until,
        boolean rehearsal) {

    /** In place of a service: every service. */
    public static final String ALL = "*";

    /** Name of the kind of an order that opens a breaker. */
    public static final String OPEN_BREAKER = "open_breaker";

    /** Name of the kind of an order that sheds bulk load. */
    public static final String SHED_BULK = "shed_bulk";

    /** Name of its kind. */
    public String kind() {
        return instance == null ? SHED_BULK : OPEN_BREAKER;
    }

    /** The same until another moment. */
    public GatewayOrder until(Instant end) {
        return new GatewayOrder(id, service, instance, share, reason, since, end, rehearsal);
    }

    /** Whether it has ended. */
    public boolean isOver(Instant now) {
        return !until.isAfter(now);
    }

    String encoded() {
        return new JsonObject()
                .put("service", service)
                .put("instance", instance)
                .put("share", share)
                .put("reason", reason)
                .put("since", since.toEpochMilli())
                .put("until", until.toEpochMilli())
                .put("rehearsal", rehearsal)
                .encode();
    }

    /** @throws RuntimeException if it is not what {@link #encoded} wrote */
    static GatewayOrder decoded(String id, String text) {
        var json = new JsonObject(text);
        return new GatewayOrder(
                UUID.fromString(id),
                json.getString("service"),
                json.getString("instance"),
                json.getDouble("share"),
                json.getString("reason"),
                Instant.ofEpochMilli(json.getLong("since")),
                Instant.ofEpochMilli(json.getLong("until")),
                json.getBoolean("rehearsal"));
    }
}
