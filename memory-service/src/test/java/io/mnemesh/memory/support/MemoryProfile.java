package io.mnemesh.memory.support;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Map;

/** A fresh data directory for the service under test; it merges and clusters memories when it is told to. */
public final class MemoryProfile implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        try {
            return Map.of(
                    "mnemesh.memory.index.directory",
                    Files.createTempDirectory("memory-service").toString(),
                    "mnemesh.memory.consolidation.background",
                    "false",
                    "mnemesh.memory.clusters.background",
                    "false",
                    "mnemesh.memory.access.flush-every",
                    "PT1H");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
