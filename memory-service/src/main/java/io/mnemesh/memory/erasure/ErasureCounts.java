package io.mnemesh.memory.erasure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.TreeMap;

/** Counts of what was removed, as JSON objects. */
@ApplicationScoped
class ErasureCounts {

    private static final TypeReference<TreeMap<String, Long>> FORM = new TypeReference<>() {};

    private final ObjectMapper json;

    ErasureCounts(ObjectMapper json) {
        this.json = json;
    }

    Map<String, Long> read(String counts) {
        try {
            return json.readValue(counts, FORM);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The record has something that is no count.", e);
        }
    }

    String write(Map<String, Long> counts) {
        try {
            return json.writeValueAsString(new TreeMap<>(counts));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Counts cannot be written.", e);
        }
    }

    /** These counts with more of one kind. */
    String plus(String counts, String kind, long more) {
        Map<String, Long> sum = read(counts);
        sum.merge(kind, more, Long::sum);
        return write(sum);
    }
}
