package io.mnemesh.mesh.redis;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/**
 * This running process on the mesh.
 *
 * @param service name of the service, for example {@code memory}
 * @param id      unique among all instances that ever ran, {@code <service>-<16 hex digits>}
 */
public record MeshInstance(String service, String id) {

    /** A new instance of the service. */
    public static MeshInstance of(String service) {
        return new MeshInstance(
                service,
                service + "-"
                        + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong()));
    }
}
