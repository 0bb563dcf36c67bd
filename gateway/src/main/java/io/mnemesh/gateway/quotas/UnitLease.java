package io.mnemesh.gateway.quotas;

import io.mnemesh.gateway.quotas.UnitBuckets.Grant;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Units that this gateway has taken out of a tenant's bucket ahead of the requests, so that most requests cost no trip to
 * Redis: a twentieth of a second's, and the next before they are used up. Requests that find too few wait, in their order,
 * for one answer of the bucket.
 *
 * <p>Thread-safe: the fields are guarded by {@code this}, and nothing is called with the lock held. A request goes on in the
 * Vert.x context it came in.
 */
final class UnitLease {

    private static final int PER_SECOND = 20;
    private static final int MOST_WAITING = 1000;

    private final BiConsumer<UnitLease, Ask> bucket;
    private Plan plan;
    private long left;
    private boolean asking;
    private final Deque<Waiting> waiting = new ArrayDeque<>();

    /** @param bucket asked for units; answers by {@link #answered} */
    UnitLease(Plan plan, BiConsumer<UnitLease, Ask> bucket) {
        this.plan = plan;
        this.bucket = bucket;
    }

    /**
     * A question to the bucket.
     *
     * @param least what the first request in the queue needs
     */
    record Ask(Plan plan, long wanted, long least) {}

    /** @param done told null if the request may go on, or how long it has to wait before it is asked again */
    private record Waiting(long units, Context context, Consumer<@Nullable Duration> done) {

        void tell(@Nullable Duration wait) {
            context.runOnContext(ignored -> done.accept(wait));
        }
    }

    /** What was decided at once. */
    enum Decision {
        GRANTED,
        REFUSED,
        /** The callback will be told. */
        LATER
    }

    /** Takes units for a request; more than the burst of the plan cost the burst. */
    Decision take(long cost, Plan now, Consumer<@Nullable Duration> later) {
        Decision decision;
        Ask ask = null;
        synchronized (this) {
            plan = now;
            long units = now.burst() == null ? cost : Math.min(cost, now.burst());
            if (waiting.isEmpty() && left >= units) {
                left -= units;
                decision = Decision.GRANTED;
            } else if (waiting.size() >= MOST_WAITING) {
                decision = Decision.REFUSED;
            } else {
                waiting.add(new Waiting(units, Vertx.currentContext(), later));
                decision = Decision.LATER;
            }
            if (!asking && (decision == Decision.LATER || left < share() / 2)) {
                asking = true;
                ask = ask();
            }
        }
        if (ask != null) {
            bucket.accept(this, ask);
        }
        return decision;
    }

    /** The bucket has answered. */
    void answered(Grant grant) {
        List<Waiting> goOn = new ArrayList<>();
        List<Waiting> refused = List.of();
        Ask ask = null;
        synchronized (this) {
            asking = false;
            left += grant.units();
            while (!waiting.isEmpty() && left >= waiting.getFirst().units()) {
                left -= waiting.getFirst().units();
                goOn.add(waiting.removeFirst());
            }
            if (grant.units() == 0 && !waiting.isEmpty()) {
                refused = List.copyOf(waiting);
                waiting.clear();
            } else if (!waiting.isEmpty()) {
                asking = true;
                ask = ask();
            }
        }
        goOn.forEach(request -> request.tell(null));
        refused.forEach(request -> request.tell(grant.pause()));
        if (ask != null) {
            bucket.accept(this, ask);
        }
    }

    private Ask ask() {
        long needed = 0;
        for (Waiting request : waiting) {
            needed += request.units();
        }
        long least = waiting.isEmpty() ? 1 : Math.max(1, waiting.getFirst().units() - left);
        return new Ask(plan, Math.max(least, needed - left + share()), least);
    }

    /** Units that are taken ahead. */
    private long share() {
        Long rate = plan.unitsPerSecond();
        return rate == null
                ? 100
                : Math.max(1, Math.min(rate, plan.burst() == null ? rate : plan.burst()) / PER_SECOND);
    }
}
