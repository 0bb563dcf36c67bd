package io.mnemesh.memory.context;

import io.mnemesh.memory.current.Bias;
import io.mnemesh.memory.memories.ContextKey;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A pack that is asked for.
 *
 * @param query     what is at hand; null for what the last turn says
 * @param current   true for what the caller is at, too
 * @param place     where
 * @param maxTokens most tokens
 * @param at        as of which time; null for now
 */
public record ContextRequest(
        @Nullable String query,
        boolean current,
        Map<ContextKey, String> place,
        int maxTokens,
        @Nullable Instant at) {

    public ContextRequest {
        place = Map.copyOf(place);
    }

    /** The same at the places of a bias. */
    ContextRequest at(Bias bias) {
        Map<ContextKey, String> places = new EnumMap<>(ContextKey.class);
        places.putAll(bias.place());
        places.putAll(place);
        return new ContextRequest(query, current, places, maxTokens, at);
    }

    /** What it says of these places. */
    Map<ContextKey, String> only(ContextKey... keys) {
        Map<ContextKey, String> some = new EnumMap<>(ContextKey.class);
        for (ContextKey key : keys) {
            String value = place.get(key);
            if (value != null) {
                some.put(key, value);
            }
        }
        return some;
    }
}
