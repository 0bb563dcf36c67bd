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
            return Map.ofEntries(
                    Map.entry(
                            "mnemesh.memory.index.directory",
                            data.resolve("index").toString()),
                    Map.entry(
                            "mnemesh.memory.erasure.key-file",
                            data.resolve("erasure.key").toString()),
                    Map.entry("mnemesh.memory.erasure.background", "false"),
                    Map.entry("mnemesh.memory.erasure.services", "realtime,intelligence"),
                    Map.entry("mnemesh.memory.erasure.settle", "0s"),
                    Map.entry("mnemesh.memory.retention.background", "false"),
                    Map.entry("mnemesh.memory.consolidation.background", "false"),
                    Map.entry("mnemesh.memory.clusters.background", "false"),
                    Map.entry("mnemesh.memory.access.flush-every", "PT1H"),
                    Map.entry("mnemesh.memory.background.share", "1"),
                    Map.entry("mnemesh.memory.migration.pause", "PT1S"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
