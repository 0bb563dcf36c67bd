package io.mnemesh.gateway.discovery;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The EndpointSlices (discovery.k8s.io/v1) of one Service, and the ready endpoints in them. An endpoint is in two slices for a
 * moment when it moves between them, and counts once. Those of IPv4 count if there are any, else those of IPv6. Not
 * thread-safe.
 */
final class EndpointSlices {

    private final String port;
    private final Map<String, JsonObject> byName = new LinkedHashMap<>();

    /** @param port name or number of the port that the endpoints listen on */
    EndpointSlices(String port) {
        this.port = port;
    }

    /** Takes a list in place of all that was known. */
    void replace(JsonArray slices) {
        byName.clear();
        for (int i = 0; i < slices.size(); i++) {
            put(slices.getJsonObject(i));
        }
    }

    void put(JsonObject slice) {
        byName.put(name(slice), slice);
    }

    void remove(JsonObject slice) {
        byName.remove(name(slice));
    }

    private static String name(JsonObject slice) {
        return String.valueOf(slice.getJsonObject("metadata", new JsonObject()).getString("name"));
    }

    List<Endpoint> ready() {
        Set<Endpoint> found = of("IPv4");
        return List.copyOf(found.isEmpty() ? of("IPv6") : found);
    }

    private Set<Endpoint> of(String addressType) {
        var found = new LinkedHashSet<Endpoint>();
        for (JsonObject slice : byName.values()) {
            Integer number = addressType.equals(slice.getString("addressType")) ? portOf(slice) : null;
            if (number != null) {
                addReady(slice, number, found);
            }
        }
        return found;
    }

    private @Nullable Integer portOf(JsonObject slice) {
        JsonArray ports = slice.getJsonArray("ports", new JsonArray());
        for (int i = 0; ports != null && i < ports.size(); i++) {
            JsonObject one = ports.getJsonObject(i);
            Integer number = one.getInteger("port");
            if (number != null && (port.equals(one.getString("name")) || port.equals(number.toString()))) {
                return number;
            }
        }
        return null;
    }

    /** What says nothing of being ready is ready, as the API has it; what is ending is not. */
    private static void addReady(JsonObject slice, int number, Set<Endpoint> found) {
        JsonArray endpoints = slice.getJsonArray("endpoints", new JsonArray());
        for (int i = 0; endpoints != null && i < endpoints.size(); i++) {
            JsonObject endpoint = endpoints.getJsonObject(i);
            JsonObject conditions = endpoint.getJsonObject("conditions", new JsonObject());
            JsonArray addresses = endpoint.getJsonArray("addresses", new JsonArray());
            boolean ready = conditions == null || !Boolean.FALSE.equals(conditions.getBoolean("ready"));
            if (ready && addresses != null && !addresses.isEmpty()) {
                // The further ones are of the same instance.
                found.add(new Endpoint(addresses.getString(0), number));
            }
        }
    }
}
