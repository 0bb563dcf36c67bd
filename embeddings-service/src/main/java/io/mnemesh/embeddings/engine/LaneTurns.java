package io.mnemesh.embeddings.engine;

import io.mnemesh.mesh.work.Lane;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is when several lanes have work: stride scheduling (Waldspurger and Weihl, 1995) over the lanes'
 * weights, in computed tokens.
 *
 * <p>Each lane has a pass that advances by tokens / weight. The lane with the smallest pass is next; equal passes go to
 * the more urgent lane. A lane that comes back after a pause starts where the last turn was, so pausing saves nothing up
 * and a fresh query is next at the coming batch boundary. O(lanes). Not safe for concurrent use.
 */
final class LaneTurns {

    private final Map<Lane, Double> passes = new EnumMap<>(Lane.class);
    private final Map<Lane, Boolean> waiting = new EnumMap<>(Lane.class);
    private double now;

    /** The lane got its first waiting text. */
    void arrive(Lane lane) {
        if (!waiting.getOrDefault(lane, false)) {
            waiting.put(lane, true);
            passes.merge(lane, now, Math::max);
        }
    }

    /** The lane has no waiting text any more. */
    void leave(Lane lane) {
        waiting.put(lane, false);
    }

    /** @return the next of {@code served} that has work, or null */
    @Nullable
    Lane next(Set<Lane> served) {
        Lane next = null;
        for (Lane lane : served) {
            if (waiting.getOrDefault(lane, false) && (next == null || pass(lane) < pass(next))) {
                next = lane;
            }
        }
        return next;
    }

    /** The lane's turn took this many tokens. */
    void charge(Lane lane, int tokens) {
        now = Math.max(now, pass(lane));
        passes.put(lane, pass(lane) + (double) tokens / lane.weight());
    }

    private double pass(Lane lane) {
        return passes.getOrDefault(lane, 0d);
    }
}
