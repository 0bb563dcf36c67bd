package io.mnemesh.launcher.stack;

import java.nio.file.Path;
import java.util.Map;

/**
 * The virtual machine of the services that are not native.
 *
 * @param java   home of its Java runtime
 * @param cached whether services start with the ahead-of-time caches that they have
 * @param making services that record what they load, link and call often, and when they end write a cache of it into these files;
 *               they start without one
 */
public record Jvm(Path java, boolean cached, Map<Service, Path> making) {

    public Jvm {
        making = Map.copyOf(making);
    }

    /** The one that runs this code; services start with the caches they have if {@code cached}. */
    public static Jvm current(boolean cached) {
        return new Jvm(Path.of(System.getProperty("java.home")), cached, Map.of());
    }
}
