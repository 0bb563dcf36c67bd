package io.mnemesh.memory.index.weaviate;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.Collection;
import java.util.StringJoiner;
import java.util.UUID;
import java.util.stream.Collectors;

/** Values in GraphQL. */
final class Literals {

    private Literals() {}

    static String text(String value) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(value)) + '"';
    }

    static String texts(Collection<String> values) {
        return values.stream().map(Literals::text).collect(Collectors.joining(",", "[", "]"));
    }

    static String ids(Collection<UUID> ids) {
        return texts(ids.stream().map(UUID::toString).toList());
    }

    static String vector(float[] vector) {
        var values = new StringJoiner(",", "[", "]");
        for (float value : vector) {
            values.add(Float.toString(value));
        }
        return values.toString();
    }
}
