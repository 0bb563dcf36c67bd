package io.mnemesh.realtime.filter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mnemesh.realtime.channel.JsonData;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is in a message, as filters see it: texts, numbers, {@code true} and {@code false} by their names, those within
 * objects by their names with dots between, for example {@code data.memoryId}. Numbers keep the digits they were written
 * with. Lists are not looked into.
 */
public final class Fields {

    private static final JsonMapper JSON = JsonData.exact(JsonMapper.builder()).build();

    private final @Nullable JsonNode message;
    private final Map<String, @Nullable String> found = HashMap.newHashMap(4);

    private Fields(@Nullable JsonNode message) {
        this.message = message;
    }

    /** @param payload JSON in UTF-8 */
    public static Fields of(byte[] payload) {
        try {
            JsonNode read = JSON.readTree(payload);
            return new Fields(read != null && read.isObject() ? read : null);
        } catch (JsonProcessingException e) {
            return new Fields(null);
        } catch (IOException e) {
            throw new IllegalStateException("Bytes in memory cannot be read.", e);
        }
    }

    /** False if it is no JSON object, so that nothing can be said of its fields. */
    boolean isReadable() {
        return message != null;
    }

    /** The field's text; null if it is not there, or is null, an object or a list. */
    public @Nullable String get(String key) {
        if (!found.containsKey(key)) {
            found.put(key, find(key));
        }
        return found.get(key);
    }

    private @Nullable String find(String key) {
        JsonNode node = message;
        if (node != null) {
            for (String name : key.split("\\.", -1)) {
                node = node.path(name);
            }
        }
        return node == null || !node.isValueNode() || node.isNull() ? null : node.asText();
    }
}
