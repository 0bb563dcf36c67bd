package io.mnemesh.embeddings.vector;

import io.mnemesh.embeddings.inference.UnitLength;
import io.mnemesh.embeddings.serving.EmbeddingMetrics;
import io.mnemesh.embeddings.serving.EmbeddingMetrics.Answer;
import io.mnemesh.embeddings.serving.EmbeddingsConfig;
import io.mnemesh.embeddings.serving.Outcomes;
import io.mnemesh.embeddings.serving.Preparation;
import io.mnemesh.embeddings.serving.ServedModel;
import io.mnemesh.embeddings.token.Tokens;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.mesh.work.Lane;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Gives texts their vectors: from this process, from a flight of an equal text, from the shared cache, or from the model.
 *
 * <p>Equal texts of a tenant share one flight, so they cost one computation however many ask at once. Vectors are never
 * shared between tenants: how fast an answer comes would tell what others have asked.
 */
@ApplicationScoped
public class Embedder {

    private record FlightId(TenantId tenant, String key) {}

    /** Characters up to which texts are tokenised where the cache has answered: handing them over would take longer. */
    private static final int BRIEF = 512;

    private final VectorStore store;
    private final Preparation preparation;
    private final EmbeddingMetrics metrics;
    private final int maxPending;
    private final int shortText;
    private final ConcurrentMap<FlightId, Flight> flights = new ConcurrentHashMap<>();
    private final AtomicInteger pending = new AtomicInteger();
    private final LookupGate gate = new LookupGate((tenant, looked) -> search(tenant, looked, false));
    private final LookupGate briefGate = new LookupGate((tenant, looked) -> search(tenant, looked, true));

    @Inject
    Embedder(VectorStore store, Preparation preparation, EmbeddingMetrics metrics, EmbeddingsConfig config) {
        this.store = store;
        this.preparation = preparation;
        this.metrics = metrics;
        this.maxPending = config.requests().maxPending();
        this.shortText = config.cache().shortText();
        metrics.watchPending(pending, maxPending);
    }

    /**
     * Takes processor time for digests; call it on a thread that may.
     *
     * @param timeout how long the caller waits
     * @return the vectors in the order of the inputs; cancel it when nobody waits any more. Fails with a
     *     {@link ProblemException}: {@code too-many-requests}, {@code deadline-exceeded}, {@code unavailable}
     */
    public CompletableFuture<List<Embedded>> embed(
            ServedModel model, TenantId tenant, List<? extends TextInput> inputs, Lane lane, Duration timeout) {
        if (pending.addAndGet(inputs.size()) > maxPending) {
            pending.addAndGet(-inputs.size());
            metrics.refused(inputs.size());
            return CompletableFuture.failedFuture(new ProblemException(
                    ProblemType.TOO_MANY_REQUESTS,
                    "More than " + maxPending + " texts are under way.",
                    Map.of(),
                    Duration.ofSeconds(1),
                    null));
        }
        long deadline = System.nanoTime() + timeout.toNanos();
        var results = new ArrayList<CompletableFuture<Embedded>>(inputs.size());
        var joined = new ArrayList<Flight>();
        var begun = new ArrayList<Flight>();
        for (TextInput input : inputs) {
            String key = model.fingerprint() + ":" + input.digest();
            Embedded near = peek(tenant, key);
            if (near != null) {
                results.add(CompletableFuture.completedFuture(near));
            } else {
                Flight flight = flight(new FlightId(tenant, key), input, model, lane, deadline, begun);
                joined.add(flight);
                results.add(flight.result());
            }
        }
        metrics.answered(tenant, Answer.LOCAL, inputs.size() - joined.size());
        metrics.answered(tenant, Answer.JOINED, joined.size() - begun.size());
        if (!begun.isEmpty()) {
            lookUp(tenant, lane, begun);
        }
        return all(results, joined, timeout);
    }

    private Flight flight(
            FlightId id, TextInput input, ServedModel model, Lane lane, long deadline, List<Flight> begun) {
        return flights.compute(id, (same, running) -> {
            if (running != null && running.join(lane, deadline)) {
                return running;
            }
            var flight = new Flight(id.tenant(), id.key(), input, model, lane, deadline);
            begun.add(flight);
            return flight;
        });
    }

    /** All results, or the first failure; whoever leaves early leaves the flights too. */
    private CompletableFuture<List<Embedded>> all(
            List<CompletableFuture<Embedded>> results, List<Flight> joined, Duration timeout) {
        var answer = new CompletableFuture<List<Embedded>>();
        Outcomes.of(answer, (embedded, failure) -> {
            pending.addAndGet(-results.size());
            joined.forEach(Flight::leave);
        });
        for (var result : results) {
            Outcomes.of(result, (embedded, failure) -> {
                if (failure != null) {
                    answer.completeExceptionally(failure);
                }
            });
        }
        Outcomes.of(CompletableFuture.allOf(results.toArray(CompletableFuture[]::new)), (nothing, failure) -> {
            if (failure != null) {
                return;
            }
            var embedded = results.stream().map(CompletableFuture::join).toList();
            metrics.truncated(
                    (int) embedded.stream().filter(Embedded::truncated).count());
            answer.complete(embedded);
        });
        return withDeadline(answer, timeout);
    }

    /** Cancelling what is returned cancels the answer; an answer that is late becomes a problem. */
    private static <T> CompletableFuture<T> withDeadline(CompletableFuture<T> answer, Duration timeout) {
        var outward = new CompletableFuture<T>();
        Outcomes.of(outward, (ignored, failure) -> {
            if (outward.isCancelled()) {
                answer.cancel(false);
            }
        });
        Outcomes.of(answer.orTimeout(timeout.toNanos(), TimeUnit.NANOSECONDS), (item, failure) -> {
            if (failure == null) {
                outward.complete(item);
            } else {
                outward.completeExceptionally(problem(failure));
            }
        });
        return outward;
    }

    private static Throwable problem(Throwable failure) {
        return failure instanceof TimeoutException
                ? new ProblemException(ProblemType.DEADLINE_EXCEEDED, "The vectors were not computed in time.")
                : failure;
    }

    private void lookUp(TenantId tenant, Lane lane, List<Flight> begun) {
        Map<Boolean, List<Flight>> byLength = begun.stream()
                .collect(Collectors.partitioningBy(flight -> flight.input().characters() <= shortText));
        byLength.forEach((brief, flights) -> {
            if (flights.isEmpty()) {
                return;
            }
            if (lane == Lane.INTERACTIVE) {
                look(tenant, flights, brief, () -> {});
            } else {
                gate(brief).enter(tenant, flights);
            }
        });
    }

    private LookupGate gate(boolean brief) {
        return brief ? briefGate : gate;
    }

    private void search(TenantId tenant, List<Flight> looked, boolean brief) {
        look(tenant, looked, brief, () -> gate(brief).passed(tenant));
    }

    /** @param passed is run once, when the cache has answered and before anything is computed */
    private void look(TenantId tenant, List<Flight> looked, boolean brief, Runnable passed) {
        long begun = System.nanoTime();
        var once = new Once(() -> {
            metrics.lookedUp(Duration.ofNanos(System.nanoTime() - begun));
            passed.run();
        });
        var byKey = new HashMap<String, Flight>();
        looked.forEach(flight -> byKey.put(flight.key(), flight));
        var answer = find(tenant, List.copyOf(byKey.keySet()), brief, missing -> {
            once.run();
            var absent = new ArrayList<Flight>();
            missing.forEach(key -> {
                Flight flight = byKey.remove(key);
                if (flight != null) {
                    absent.add(flight);
                }
            });
            byKey.values().forEach(this::landIfNear);
            return compute(absent);
        });
        Outcomes.of(answer, (found, failure) -> {
            once.run();
            finish(byKey, found);
            looked.forEach(flight -> flights.remove(new FlightId(tenant, flight.key()), flight));
        });
    }

    /** As {@link VectorStore#peek}, but a store that throws has nothing. */
    private @Nullable Embedded peek(TenantId tenant, String key) {
        try {
            return store.peek(tenant, key);
        } catch (RuntimeException e) {
            return null;
        }
    }

    /** As {@link VectorStore#search}, but a store that throws is a store that fails. */
    private CompletionStage<Map<String, Embedded>> find(
            TenantId tenant,
            List<String> keys,
            boolean brief,
            Function<List<String>, CompletionStage<Map<String, Embedded>>> compute) {
        try {
            return store.search(tenant, keys, brief, compute);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Lands what the cache had; what it neither had nor gave to compute is computed without it. */
    private void finish(Map<String, Flight> byKey, @Nullable Map<String, Embedded> found) {
        var left = new ArrayList<Flight>();
        byKey.forEach((key, flight) -> {
            Embedded embedded = found == null ? null : found.get(key);
            if (embedded != null) {
                landShared(flight, embedded);
            } else if (!flight.result().isDone()) {
                left.add(flight);
            }
        });
        if (!left.isEmpty()) {
            preparation.execute(() -> left.forEach(this::depart));
        }
    }

    private void landIfNear(Flight flight) {
        Embedded near = peek(flight.tenant(), flight.key());
        if (near != null) {
            landShared(flight, near);
        }
    }

    private void landShared(Flight flight, Embedded embedded) {
        if (flight.result().complete(embedded)) {
            metrics.answered(flight.tenant(), Answer.SHARED, 1);
        }
    }

    /** Completes when every flight has ended, with the vectors of those that arrived. Never fails. */
    private CompletionStage<Map<String, Embedded>> compute(List<Flight> absent) {
        if (absent.isEmpty()) {
            return CompletableFuture.completedFuture(Map.of());
        }
        var done = new CompletableFuture<Map<String, Embedded>>();
        var computed = new ConcurrentHashMap<String, Embedded>();
        var open = new AtomicInteger(absent.size());
        for (Flight flight : absent) {
            Outcomes.of(flight.result(), (embedded, failure) -> {
                if (embedded != null) {
                    computed.put(flight.key(), embedded);
                }
                if (open.decrementAndGet() == 0) {
                    done.complete(computed);
                }
            });
        }
        int characters =
                absent.stream().mapToInt(flight -> flight.input().characters()).sum();
        if (characters <= BRIEF) {
            absent.forEach(this::depart);
        } else {
            preparation.execute(() -> absent.forEach(this::depart));
        }
        return done;
    }

    private void depart(Flight flight) {
        try {
            if (flight.result().isDone()) {
                return;
            }
            long begun = System.nanoTime();
            Tokens tokens = flight.input().tokens(flight.model().tokenizer());
            metrics.tokenized(Duration.ofNanos(System.nanoTime() - begun));
            CompletableFuture<float[]> vector = flight.depart(tokens.ids());
            if (vector != null) {
                Outcomes.of(vector, (values, failure) -> land(flight, tokens, values, failure));
            }
        } catch (RuntimeException e) {
            flight.result().completeExceptionally(e);
        }
    }

    private void land(Flight flight, Tokens tokens, float @Nullable [] values, @Nullable Throwable failure) {
        if (values == null) {
            flight.result().completeExceptionally(failure == null ? new IllegalStateException() : failure);
            return;
        }
        if (flight.model().normalized()) {
            UnitLength.normalize(values);
        }
        if (flight.result().complete(new Embedded(values, tokens.length(), tokens.total()))) {
            metrics.answered(flight.tenant(), Answer.COMPUTED, 1);
        }
    }

    /** Runs a task at most once. */
    private static final class Once {

        private @Nullable Runnable task;

        Once(Runnable task) {
            this.task = task;
        }

        void run() {
            Runnable taken;
            synchronized (this) {
                taken = task;
                task = null;
            }
            if (taken != null) {
                taken.run();
            }
        }
    }
}
