package io.mnemesh.memory.index.weaviate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What each leg found.
 *
 * @param lexical  best by BM25 first
 * @param semantic nearest first
 */
record Legs(List<Found> lexical, List<Found> semantic) {

    /** True if a leg found as many as it was asked for, and so may have more. */
    boolean full(int perLeg) {
        return lexical.size() >= perLeg || semantic.size() >= perLeg;
    }

    Map<UUID, Found> byId() {
        return first(Integer.MAX_VALUE);
    }

    /** The first of each leg. */
    Map<UUID, Found> first(int count) {
        var found = new LinkedHashMap<UUID, Found>();
        Stream.concat(lexical.stream().limit(count), semantic.stream().limit(count))
                .forEach(one -> found.put(one.id(), one));
        return found;
    }
}
