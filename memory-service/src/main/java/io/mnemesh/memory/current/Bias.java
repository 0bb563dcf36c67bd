package io.mnemesh.memory.current;

import io.mnemesh.memory.memories.ContextKey;
import java.util.Map;
import java.util.TreeMap;

/**
 * What retrieval is biased towards.
 *
 * @param current true for what the caller is at, too
 * @param place   session, conversation, workspace, dashboard and task that are named
 */
public record Bias(boolean current, Map<ContextKey, String> place) {

    public Bias {
        place = Map.copyOf(place);
    }

    /** One text per bias. */
    public String canonical() {
        return current + "|" + new TreeMap<>(place);
    }
}
