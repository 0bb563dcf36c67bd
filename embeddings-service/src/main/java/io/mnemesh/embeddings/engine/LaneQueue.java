package io.mnemesh.embeddings.engine;

import io.mnemesh.embeddings.batch.BatchPlanner;
import io.mnemesh.embeddings.batch.Run;
import io.mnemesh.embeddings.inference.Company;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.TreeSet;

/** The waiting texts of one lane, in the order of arrival and sorted by length. Not safe for concurrent use. */
final class LaneQueue {

    private final LinkedHashSet<Waiting> arrivals = new LinkedHashSet<>();
    private final TreeSet<Waiting> lengths = new TreeSet<>(Waiting.BY_LENGTH);
    private long tokens;

    /**
     * How a batch is cut.
     *
     * @param company what may share it
     * @param budget  greatest batch, padded
     * @param now     texts whose deadline is before this are left
     */
    record Cut(BatchPlanner planner, Company company, int budget, long now) {}

    void add(Waiting waiting) {
        waiting.queued = true;
        arrivals.add(waiting);
        lengths.add(waiting);
        tokens += waiting.length();
    }

    /** @return false if it was not waiting here */
    boolean remove(Waiting waiting) {
        if (!arrivals.remove(waiting)) {
            return false;
        }
        lengths.remove(waiting);
        tokens -= waiting.length();
        waiting.queued = false;
        return true;
    }

    void removeAll(Collection<Waiting> gone) {
        gone.forEach(this::remove);
    }

    boolean isEmpty() {
        return arrivals.isEmpty();
    }

    int texts() {
        return arrivals.size();
    }

    long tokens() {
        return tokens;
    }

    List<Waiting> all() {
        return List.copyOf(arrivals);
    }

    /** The texts whose deadline is before {@code now}, oldest first, up to the first that is not. */
    List<Waiting> expired(long now) {
        var expired = new ArrayList<Waiting>();
        for (Waiting waiting : arrivals) {
            if (waiting.deadline - now > 0) {
                break;
            }
            expired.add(waiting);
        }
        return expired;
    }

    /** Takes the best batch around the oldest text out of the queue, which must not be empty. */
    List<Waiting> take(Cut cut) {
        Waiting oldest = arrivals.getFirst();
        var candidates = new ArrayList<Waiting>();
        candidates.add(oldest);
        int below = 0;
        if (cut.company() != Company.ALONE) {
            // The width is at least the oldest one's, so more rows than this never fit.
            int most = Math.max(1, cut.budget() / oldest.length());
            addNeighbours(candidates, lengths.headSet(oldest, false).descendingIterator(), cut, most);
            below = candidates.size() - 1;
            Collections.reverse(candidates);
            addNeighbours(candidates, lengths.tailSet(oldest, false).iterator(), cut, most);
        }
        Run run =
                cut.planner().plan(candidates.stream().mapToInt(Waiting::length).toArray(), below, cut.budget());
        List<Waiting> batch = List.copyOf(candidates.subList(run.from(), run.to()));
        removeAll(batch);
        return batch;
    }

    private void addNeighbours(List<Waiting> candidates, Iterator<Waiting> neighbours, Cut cut, int most) {
        int length = arrivals.getFirst().length();
        for (int added = 0; added < most && neighbours.hasNext(); ) {
            Waiting next = neighbours.next();
            if (cut.company() == Company.EQUAL_LENGTH && next.length() != length) {
                return;
            }
            if (next.deadline - cut.now() > 0) {
                candidates.add(next);
                added++;
            }
        }
    }
}
