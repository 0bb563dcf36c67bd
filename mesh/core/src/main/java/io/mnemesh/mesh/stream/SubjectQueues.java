package io.mnemesh.mesh.stream;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Queues that run at most one item per subject at a time and at most {@code limit} at once, each subject in the order of
 * its offers. A subject whose item waits for another try gives its place to others but lets nothing of its own pass.
 *
 * <p>Every operation is O(1) except {@link #dropWaiting()}. Not thread-safe: confined to its owner's event loop.
 */
final class SubjectQueues<T> {

    private final int limit;
    private final Map<String, Deque<T>> waiting = new HashMap<>();
    private final Deque<String> ready = new ArrayDeque<>();
    private int running;

    /** @param limit most items that run at once, at least 1 */
    SubjectQueues(int limit) {
        this.limit = limit;
    }

    /** Adds an item behind the others of its subject. */
    void offer(String subject, T item) {
        Deque<T> queue = waiting.get(subject);
        if (queue == null) {
            queue = new ArrayDeque<>();
            waiting.put(subject, queue);
            ready.add(subject);
        }
        queue.add(item);
    }

    /** The next item to run, or null if none may run now. Each polled item is followed by {@link #done} or {@link #park}. */
    @Nullable
    T poll() {
        if (running == limit) {
            return null;
        }
        String subject = ready.poll();
        if (subject == null) {
            return null;
        }
        running++;
        return queue(subject).remove();
    }

    /** The running item of the subject has ended. */
    void done(String subject) {
        running--;
        next(subject);
    }

    /** The running item of the subject waits for another try, until {@link #unpark} or {@link #abandon}. */
    void park(String subject) {
        running--;
    }

    /** The parked item may run again, before all others of its subject. */
    void unpark(String subject, T item) {
        queue(subject).addFirst(item);
        ready.add(subject);
    }

    /** The parked item will not run again. */
    void abandon(String subject) {
        next(subject);
    }

    /** Takes out all items that are neither running nor parked. */
    List<T> dropWaiting() {
        var dropped = new ArrayList<T>();
        waiting.values().forEach(queue -> {
            dropped.addAll(queue);
            queue.clear();
        });
        while (true) {
            String subject = ready.poll();
            if (subject == null) {
                return dropped;
            }
            waiting.remove(subject);
        }
    }

    int running() {
        return running;
    }

    private void next(String subject) {
        if (queue(subject).isEmpty()) {
            waiting.remove(subject);
        } else {
            ready.add(subject);
        }
    }

    private Deque<T> queue(String subject) {
        Deque<T> queue = waiting.get(subject);
        if (queue == null) {
            throw new IllegalStateException("The subject has no running item.");
        }
        return queue;
    }
}
