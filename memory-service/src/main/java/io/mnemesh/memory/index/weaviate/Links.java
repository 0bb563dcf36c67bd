package io.mnemesh.memory.index.weaviate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Which memories follow which in their conversations, as far as it was looked up. */
final class Links {

    private final Map<UUID, UUID> next = new HashMap<>();
    private final Map<UUID, UUID> previous = new HashMap<>();

    /** These follow each other, nearest to the first. */
    void chain(UUID start, List<UUID> neighbours, boolean forward) {
        UUID at = start;
        for (UUID neighbour : neighbours) {
            (forward ? next : previous).put(at, neighbour);
            (forward ? previous : next).put(neighbour, at);
            at = neighbour;
        }
    }

    /** All that have a neighbour. */
    Set<UUID> ids() {
        var ids = new LinkedHashSet<>(next.keySet());
        ids.addAll(previous.keySet());
        return ids;
    }

    /** Knows nothing any more of those that are none of these, nor of what lies beyond them. */
    void retain(Set<UUID> passing) {
        for (Map<UUID, UUID> links : List.of(next, previous)) {
            links.entrySet().removeIf(link -> !passing.contains(link.getKey()) || !passing.contains(link.getValue()));
        }
    }

    /** Positions of what comes before, nearest first, as far as it is among these. */
    List<Integer> before(UUID id, Map<UUID, Integer> among) {
        return walk(id, previous, among);
    }

    /** Positions of what comes after, nearest first, as far as it is among these. */
    List<Integer> after(UUID id, Map<UUID, Integer> among) {
        return walk(id, next, among);
    }

    private static List<Integer> walk(UUID id, Map<UUID, UUID> links, Map<UUID, Integer> among) {
        var found = new ArrayList<Integer>(Threads.REACH);
        UUID at = links.get(id);
        while (at != null && found.size() < Threads.REACH && among.containsKey(at)) {
            found.add(among.get(at));
            at = links.get(at);
        }
        return found;
    }
}
