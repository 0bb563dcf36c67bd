package io.mnemesh.memory.support;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A fresh data directory for the service under test; it merges, clusters, retires and erases memories when it is told to. */
public final class MemoryProfile implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        try {
            Path data = Files.createTempDirectory("memory-service");
            return Map.of(
                    "mnemesh.memory.index.directory",
                    data.resolve("index").toString(),
                    "mnemesh.memory.erasure.key-file",
                    data.resolve("erasure.key").toString(),
                    "mnemesh.memory.erasure.background",
                    "false",
                    "mnemesh.memory.erasure.services",
                    "realtime,intelligence",
                    "mnemesh.memory.erasure.settle",
                    "0s",
                    "mnemesh.memory.retention.background",
                    "false",
                    "mnemesh.memory.consolidation.background",
                    "false",
                    "mnemesh.memory.clusters.background",
                    "false",
                    "mnemesh.memory.access.flush-every",
                    "PT1H",
                    "mnemesh.memory.migration.pause",
                    "PT1S");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
