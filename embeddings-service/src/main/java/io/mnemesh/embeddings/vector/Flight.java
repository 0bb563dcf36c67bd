package io.mnemesh.embeddings.vector;

import io.mnemesh.embeddings.engine.Ticket;
import io.mnemesh.embeddings.serving.ServedModel;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.mesh.work.Lane;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One text under way to its vector, with everybody who waits for it. It travels in the fastest lane and to the latest
 * deadline anybody asked for, and ends early when the last one has left. Safe for concurrent use.
 */
final class Flight {

    private final TenantId tenant;
    private final String key;
    private final TextInput input;
    private final ServedModel model;
    private final CompletableFuture<Embedded> result = new CompletableFuture<>();

    private Lane lane;
    private long deadline;
    private int waiting = 1;
    private @Nullable Ticket ticket;

    /** Begins with one who waits. */
    Flight(TenantId tenant, String key, TextInput input, ServedModel model, Lane lane, long deadline) {
        this.tenant = tenant;
        this.key = key;
        this.input = input;
        this.model = model;
        this.lane = lane;
        this.deadline = deadline;
    }

    TenantId tenant() {
        return tenant;
    }

    String key() {
        return key;
    }

    TextInput input() {
        return input;
    }

    ServedModel model() {
        return model;
    }

    CompletableFuture<Embedded> result() {
        return result;
    }

    synchronized Lane lane() {
        return lane;
    }

    /**
     * One more waits; a flight that has arrived can be joined too.
     *
     * @return false if it was given up or has failed
     */
    synchronized boolean join(Lane wanted, long until) {
        if (result.isDone()) {
            return !result.isCompletedExceptionally();
        }
        waiting++;
        lane = wanted.compareTo(lane) < 0 ? wanted : lane;
        deadline = until - deadline > 0 ? until : deadline;
        if (ticket != null) {
            ticket.join(lane, deadline);
        }
        return true;
    }

    /** One waits no more. */
    void leave() {
        Ticket useless = null;
        synchronized (this) {
            if (--waiting > 0 || result.isDone()) {
                return;
            }
            useless = ticket;
            result.cancel(false);
        }
        if (useless != null) {
            useless.cancel();
        }
    }

    /**
     * Hands the text to the engine, unless the flight has ended.
     *
     * @throws io.mnemesh.mesh.problem.ProblemException as {@link io.mnemesh.embeddings.engine.EmbeddingEngine#submit}
     */
    synchronized @Nullable CompletableFuture<float[]> depart(int[] ids) {
        if (result.isDone()) {
            return null;
        }
        Ticket taken = model.engine().submit(List.of(ids), lane, deadline).getFirst();
        ticket = taken;
        return taken.vector();
    }
}
