package io.mnemesh.reference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/** The platform's own settings, as the descriptions that its extensions carry on the class path have them. */
final class PlatformKeys {

    private static final String MODEL = "META-INF/quarkus-config-doc/quarkus-config-model.json";

    private static final Map<String, String> TYPES = Map.of(
            "java.lang.String", "text",
            "boolean", "boolean",
            "java.lang.Boolean", "boolean",
            "int", "integer",
            "java.lang.Integer", "integer",
            "java.lang.Double", "number",
            "double", "number",
            "java.time.Duration", "duration",
            "io.quarkus.runtime.configuration.MemorySize", "size",
            "java.util.logging.Level", "level");

    private final Map<String, JsonNode> byKey = new HashMap<>();

    private PlatformKeys() {}

    static PlatformKeys onTheClassPath() throws IOException {
        var keys = new PlatformKeys();
        var json = new ObjectMapper();
        for (URL model : Collections.list(PlatformKeys.class.getClassLoader().getResources(MODEL))) {
            try (InputStream in = model.openStream()) {
                keys.collect(json.readTree(in));
            }
        }
        return keys;
    }

    private void collect(JsonNode node) {
        String key = node.path("path").path("property").asText("");
        if (!key.isEmpty() && node.has("type")) {
            byKey.put(key, node);
            node.path("additionalPaths")
                    .forEach(path -> byKey.put(path.path("property").asText(), node));
        }
        node.forEach(this::collect);
    }

    /** A setting of the platform, with what it means here. */
    Setting setting(String key, String meaning) {
        JsonNode found = byKey.get(key);
        if (found == null) {
            throw new IllegalStateException("The platform has no key " + key + ".");
        }
        if (!found.path("phase").asText().equals("RUN_TIME")) {
            throw new IllegalStateException(key + " is fixed when a service is built.");
        }
        String type = TYPES.getOrDefault(found.path("type").asText(), "text");
        String fallback = found.path("defaultValue").asText(null);
        return new Setting(key, type, fallback, true, meaning);
    }
}
