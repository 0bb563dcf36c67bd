package io.mnemesh.launcher.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.mnemesh.launcher.client.MnemeshClient;
import io.mnemesh.launcher.client.MnemeshClient.ApiException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Stores entries of the sample, each at most once however often it is tried. What was deleted or erased since an earlier tour
 * stays gone: its key refuses it, and who erased something does not want it back.
 */
final class Feeding {

    private static final int CONFLICT = 409;

    private final MnemeshClient client;
    private final List<String> ids = new ArrayList<>();
    private final Set<String> gone = new LinkedHashSet<>();

    Feeding(MnemeshClient client) {
        this.client = client;
    }

    /** @throws ApiException if it is refused for another reason than that it is gone */
    void store(JsonNode memory) {
        String name = name(memory);
        try {
            ids.add(client.store(memory, "sample-" + name).path("id").asText());
        } catch (ApiException e) {
            if (e.status() != CONFLICT) {
                throw e;
            }
            gone.add(name);
        }
    }

    /** The entry that a memory of the sample is. */
    static String name(JsonNode memory) {
        return memory.path("context").path("attributes").path("sample").asText();
    }

    /** Ids of what is stored. */
    List<String> ids() {
        return ids;
    }

    /** Names of the entries that are gone for good. */
    Set<String> gone() {
        return gone;
    }
}
