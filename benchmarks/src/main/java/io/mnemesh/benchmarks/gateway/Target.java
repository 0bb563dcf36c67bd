package io.mnemesh.benchmarks.gateway;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * A door to the upstream.
 *
 * @param name  prefix of its figures
 * @param token bearer token, if it wants one
 */
record Target(String name, URI address, @Nullable String token) {

    /** The door that {@code URL[,,BEARER]} names. */
    static Target named(String name, String description) {
        String[] parts = description.split(",", 3);
        return new Target(name, URI.create(parts[0]), parts.length > 2 ? parts[2] : null);
    }
}
