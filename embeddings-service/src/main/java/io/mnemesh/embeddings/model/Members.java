package io.mnemesh.embeddings.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Members of a description, with the path that leads to them for messages.
 *
 * @param path   for example {@code models.yaml: all-MiniLM-L6-v2.files}
 * @param values members by name
 */
record Members(String path, Map<?, ?> values) {

    /** The members of the first, and of the second where the first has none; at every depth. */
    static Map<String, Object> merged(Map<?, ?> first, Map<?, ?> second) {
        var merged = new LinkedHashMap<String, Object>();
        second.forEach((key, value) -> put(merged, key, value));
        first.forEach((key, value) -> put(
                merged,
                key,
                value instanceof Map<?, ?> strong && merged.get(String.valueOf(key)) instanceof Map<?, ?> weak
                        ? merged(strong, weak)
                        : value));
        return merged;
    }

    /** A mapping, empty if it is not there. */
    Members child(String key) {
        return switch (values.get(key)) {
            case null -> new Members(path + "." + key, Map.of());
            case Map<?, ?> members -> new Members(path + "." + key, members);
            default -> throw wrong(key, "a mapping");
        };
    }

    String text(String key) {
        return optionalText(key).orElseThrow(() -> wrong(key, "given"));
    }

    Optional<String> optionalText(String key) {
        return switch (values.get(key)) {
            case null -> Optional.empty();
            case String text when !text.isBlank() -> Optional.of(text);
            default -> throw wrong(key, "text");
        };
    }

    /** A list of texts, empty if it is not there. */
    List<String> texts(String key) {
        var texts = new ArrayList<String>();
        switch (values.get(key)) {
            case null -> {}
            case List<?> members -> {
                for (Object member : members) {
                    if (!(member instanceof String text) || text.isBlank()) {
                        throw wrong(key, "a list of texts");
                    }
                    texts.add(text);
                }
            }
            default -> throw wrong(key, "a list of texts");
        }
        return texts;
    }

    int number(String key) {
        return optionalNumber(key).orElseThrow(() -> wrong(key, "given"));
    }

    Optional<Integer> optionalNumber(String key) {
        return switch (values.get(key)) {
            case null -> Optional.empty();
            case Integer number when number >= 0 -> Optional.of(number);
            default -> throw wrong(key, "a number that is not negative");
        };
    }

    boolean flag(String key) {
        return switch (values.get(key)) {
            case null -> throw wrong(key, "given");
            case Boolean flag -> flag;
            default -> throw wrong(key, "true or false");
        };
    }

    <E extends Enum<E>> E choice(String key, Class<E> type) {
        String name = text(key);
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equalsIgnoreCase(name)) {
                return constant;
            }
        }
        throw wrong(key, "one of " + Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT));
    }

    private static void put(Map<String, Object> members, Object key, @Nullable Object value) {
        if (value != null) {
            members.put(String.valueOf(key), value);
        }
    }

    private IllegalArgumentException wrong(String key, String rule) {
        return new IllegalArgumentException(path + "." + key + " must be " + rule + ".");
    }
}
