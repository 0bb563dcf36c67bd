package io.mnemesh.embeddings.engine;

import io.mnemesh.mesh.work.Lane;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The waiting texts of all lanes, and whose turn it is. Not safe for concurrent use. */
final class LaneQueues {

    private final Map<Lane, LaneQueue> queues = new EnumMap<>(Lane.class);
    private final LaneTurns turns = new LaneTurns();

    LaneQueues() {
        for (Lane lane : Lane.values()) {
            queues.put(lane, new LaneQueue());
        }
    }

    LaneQueue of(Lane lane) {
        return Objects.requireNonNull(queues.get(lane));
    }

    /** Puts a text into its lane. */
    void add(Waiting waiting) {
        of(waiting.lane).add(waiting);
        turns.arrive(waiting.lane);
    }

    /** Takes a waiting text out of its lane. */
    void remove(Waiting waiting) {
        of(waiting.lane).remove(waiting);
        settle(waiting.lane);
    }

    /** Takes out the texts of the lane whose deadline has passed. */
    List<Waiting> removeExpired(Lane lane, long now) {
        LaneQueue queue = of(lane);
        List<Waiting> expired = queue.expired(now);
        queue.removeAll(expired);
        settle(lane);
        return expired;
    }

    /** Takes out the best batch around the lane's oldest text, see {@link LaneQueue#take}; empty if nothing waits. */
    List<Waiting> take(Lane lane, LaneQueue.Cut cut) {
        LaneQueue queue = of(lane);
        List<Waiting> texts = queue.isEmpty() ? List.of() : queue.take(cut);
        settle(lane);
        return texts;
    }

    /** Takes out everything. */
    List<Waiting> clear() {
        var left = new ArrayList<Waiting>();
        for (Lane lane : Lane.values()) {
            List<Waiting> all = of(lane).all();
            of(lane).removeAll(all);
            left.addAll(all);
            settle(lane);
        }
        return left;
    }

    /** @return the next of {@code served} that has work, or null */
    @Nullable
    Lane next(Set<Lane> served) {
        return turns.next(served);
    }

    /** The lane's turn took this many tokens. */
    void charge(Lane lane, int tokens) {
        turns.charge(lane, tokens);
    }

    Map<Lane, EngineState.Depth> depths() {
        var depths = new EnumMap<Lane, EngineState.Depth>(Lane.class);
        queues.forEach((lane, queue) -> depths.put(lane, new EngineState.Depth(queue.texts(), queue.tokens())));
        return depths;
    }

    private void settle(Lane lane) {
        if (of(lane).isEmpty()) {
            turns.leave(lane);
        }
    }
}
