package io.mnemesh.intelligence.orchestrator.policy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * Keeps actions few: a target that was acted on rests, and there are at most so many actions in an hour. More replicas are not made
 * to rest, as waiting there costs users more than a replica too many; they count against the budget all the same. Not thread-safe.
 */
public final class Restraint {

    private static final Duration WINDOW = Duration.ofHours(1);

    private final Duration coolDown;
    private final int budget;
    private final Deque<Instant> taken = new ArrayDeque<>();
    private final Map<String, Instant> last = new HashMap<>();

    /** @param budget most actions in an hour */
    public Restraint(Duration coolDown, int budget) {
        this.coolDown = coolDown;
        this.budget = budget;
    }

    /** Whether the action may be taken now. */
    public Verdict judge(Restrained action, Instant now) {
        while (!taken.isEmpty() && !taken.peekFirst().plus(WINDOW).isAfter(now)) {
            taken.removeFirst();
        }
        Instant before = last.get(action.target());
        if (!action.isUrgent() && before != null && before.plus(coolDown).isAfter(now)) {
            return new Verdict.Refused(
                    "cool-down", "The same target was acted on at " + before + ", less than " + coolDown + " ago.");
        }
        if (taken.size() >= budget) {
            return new Verdict.Refused("budget", taken.size() + " actions within an hour; " + budget + " are allowed.");
        }
        return new Verdict.Allowed();
    }

    /** Counts an action that was taken, or was taken before a restart. */
    public void took(String target, Instant at) {
        taken.addLast(at);
        last.merge(target, at, (one, other) -> one.isAfter(other) ? one : other);
    }

    /** Actions that may still be taken within the hour. */
    public int left(Instant now) {
        return (int) Math.max(
                0,
                budget
                        - taken.stream()
                                .filter(at -> at.plus(WINDOW).isAfter(now))
                                .count());
    }
}
