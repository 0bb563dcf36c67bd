package io.mnemesh.gateway.health;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Map;

/**
 * Health of the mesh as anyone may see it.
 *
 * @param status   {@code up} if every service is ready, else {@code degraded}
 * @param services per service {@code up}, {@code not-ready} or {@code unreachable}
 */
@RegisterForReflection
public record MeshHealth(String status, Map<String, String> services) {

    static final String UP = "up";
    static final String DEGRADED = "degraded";
    static final String NOT_READY = "not-ready";
    static final String UNREACHABLE = "unreachable";

    static MeshHealth of(Map<String, String> services) {
        boolean up = services.values().stream().allMatch(UP::equals);
        return new MeshHealth(up ? UP : DEGRADED, services);
    }

    /** True if every service is ready. */
    public boolean whole() {
        return status.equals(UP);
    }
}
