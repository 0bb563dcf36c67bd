package io.mnemesh.gateway.relay.balance;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Requests that wait for room in an upstream: the most urgent first, and of those the one that came first. It holds so many at
 * most; if it is full, one that is less urgent, and came last, has to leave for one that is more so. Thread-safe.
 */
final class WaitingLine {

    private final int capacity;
    private final Map<Priority, Deque<Place>> waiting = new EnumMap<>(Priority.class);
    private int size;

    /** A place in the line. It ends once: the request is let in, or it leaves. */
    final class Place {

        final Priority priority;
        final Runnable entered;
        final Runnable displaced;
        private boolean ended;

        private Place(Priority priority, Runnable entered, Runnable displaced) {
            this.priority = priority;
            this.entered = entered;
            this.displaced = displaced;
        }

        /** Gives up. @return false if it was let in or displaced before */
        boolean leave() {
            synchronized (WaitingLine.this) {
                if (ended) {
                    return false;
                }
                remove(this);
                return true;
            }
        }
    }

    WaitingLine(int capacity) {
        this.capacity = capacity;
        for (Priority priority : Priority.values()) {
            waiting.put(priority, new ArrayDeque<>());
        }
    }

    /**
     * Joins the line.
     *
     * @param entered   run when the request may go on
     * @param displaced run when it has to leave for one that is more urgent
     * @return null if there is no place
     */
    @Nullable
    Place join(Priority priority, Runnable entered, Runnable displaced) {
        Place leaving = null;
        Place place;
        synchronized (this) {
            if (size >= capacity) {
                leaving = lastBelow(priority);
                if (leaving == null) {
                    return null;
                }
                remove(leaving);
            }
            place = new Place(priority, entered, displaced);
            of(priority).addLast(place);
            size++;
        }
        if (leaving != null) {
            leaving.displaced.run();
        }
        return place;
    }

    /** Who is next; it stays in the line. */
    synchronized @Nullable Priority next() {
        for (Priority priority : Priority.values()) {
            if (!of(priority).isEmpty()) {
                return priority;
            }
        }
        return null;
    }

    /** Takes out the first of a priority. */
    synchronized @Nullable Place poll(Priority priority) {
        Place first = of(priority).peekFirst();
        if (first != null) {
            remove(first);
        }
        return first;
    }

    synchronized int size() {
        return size;
    }

    private @Nullable Place lastBelow(Priority priority) {
        Place least = null;
        for (Priority below : Priority.values()) {
            Place last = below.rank() > priority.rank() ? of(below).peekLast() : null;
            least = last == null ? least : last;
        }
        return least;
    }

    private void remove(Place place) {
        of(place.priority).remove(place);
        place.ended = true;
        size--;
    }

    private Deque<Place> of(Priority priority) {
        Deque<Place> places = waiting.get(priority);
        if (places == null) {
            throw new IllegalStateException("No line of " + priority);
        }
        return places;
    }
}
