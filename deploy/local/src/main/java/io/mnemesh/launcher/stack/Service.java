package io.mnemesh.launcher.stack;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The six services, in the order they are started: each after those it depends on. */
public enum Service {
    GATEWAY("gateway", "gateway", 0, 192),
    EMBEDDINGS("embeddings", "embeddings-service", 2, 192),
    CACHE("cache", "cache-service/service", 5, 128),
    MEMORY("memory", "memory-service", 1, 256),
    INTELLIGENCE("intelligence", "intelligence-service", 3, 192),
    REALTIME("realtime", "realtime-gateway", 4, 192);

    private final String key;
    private final String folder;
    private final int portOffset;
    private final int heapMiB;

    Service(String key, String folder, int portOffset, int heapMiB) {
        this.key = key;
        this.folder = folder;
        this.portOffset = portOffset;
        this.heapMiB = heapMiB;
    }

    /** The service with this short or folder name. */
    public static Optional<Service> byName(String name) {
        return Arrays.stream(values())
                .filter(service -> service.key.equals(name)
                        || service.folder.equals(name)
                        || (service.key + "-service").equals(name))
                .findFirst();
    }

    /** Short name: schema, database role, log prefix. */
    public String key() {
        return key;
    }

    /** Module folder in the repository. */
    public String folder() {
        return folder;
    }

    /** Artifact name, which names the native executable. */
    public String artifact() {
        return this == CACHE ? "cache-service" : folder;
    }

    int portOffset() {
        return portOffset;
    }

    /** Largest Java heap, MiB. */
    int heapMiB() {
        return heapMiB;
    }

    /** Services that must be ready before this one is started. */
    public Set<Service> dependencies() {
        return switch (this) {
            case GATEWAY, EMBEDDINGS -> Set.of();
            case CACHE, REALTIME -> Set.of(GATEWAY);
            case MEMORY, INTELLIGENCE -> Set.of(GATEWAY, EMBEDDINGS);
        };
    }

    static List<Service> startOrder() {
        return List.of(values());
    }
}
