package io.mnemesh.memory.index.weaviate;

import com.fasterxml.jackson.databind.JsonNode;
import io.mnemesh.memory.index.BlockingWork;
import io.mnemesh.memory.index.IndexBrokenException;
import io.mnemesh.memory.index.IndexChange;
import io.mnemesh.memory.index.IndexHits;
import io.mnemesh.memory.index.IndexQuery;
import io.mnemesh.memory.index.IndexStatistics;
import io.mnemesh.memory.index.IndexedMemory;
import io.mnemesh.memory.index.MemoryIndex;
import io.mnemesh.memory.index.Neighbour;
import io.mnemesh.memory.index.document.MemoryAnalyzer;
import io.mnemesh.memory.memories.MemoryFilter;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.stream.Cursor;
import io.mnemesh.mesh.telemetry.MeshLog;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The memory index in a Weaviate server, for more memories than fit one machine.
 *
 * <p>Threads: one writer thread owns the {@link WeaviateStore}'s changes and asks every second whether the server
 * answers; questions run on a bounded number of virtual threads with a bounded queue. Callers never wait on either, the
 * Unis complete on these threads. Every request ends within the configured time, so that nothing piles up behind a server
 * that is away: changes wait in the event log, questions fail with {@code unavailable}.
 */
public final class WeaviateMemoryIndex implements MemoryIndex {

    private static final MeshLog LOG = MeshLog.of(WeaviateMemoryIndex.class);
    private static final ThreadFactory WRITER =
            Thread.ofPlatform().name("memory-index-writer").daemon().factory();
    private static final ThreadFactory SEARCH =
            Thread.ofVirtual().name("memory-index-search-", 0).factory();
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration HEARTBEAT = Duration.ofSeconds(1);

    private final WeaviateSettings settings;
    private final WeaviateClient client;
    private final Queries queries;
    private final WeaviateStore store;
    private final HybridSearch search;
    private final ScheduledThreadPoolExecutor writer;
    private final ThreadPoolExecutor questions;
    private volatile boolean open;

    public WeaviateMemoryIndex(WeaviateSettings settings) {
        this.settings = settings;
        this.client = new WeaviateClient(settings);
        var analyzer = new MemoryAnalyzer();
        this.queries = new Queries(client, settings.collection());
        this.store = new WeaviateStore(client, settings, analyzer, new Schema(client, settings.collection()), queries);
        this.search = new HybridSearch(client, queries, analyzer, settings);
        this.writer = new ScheduledThreadPoolExecutor(1, WRITER);
        this.writer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        this.questions = new ThreadPoolExecutor(
                settings.concurrency(),
                settings.concurrency(),
                0,
                TimeUnit.MILLISECONDS,
                new ArrayBlockingQueue<>(settings.queue()),
                SEARCH);
        every(HEARTBEAT, client::ping);
        every(settings.commitEvery(), store::save);
    }

    private void every(Duration time, Runnable work) {
        var _ = writer.scheduleWithFixedDelay(
                () -> {
                    if (open) {
                        quietly(work);
                    }
                },
                time.toMillis(),
                time.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /** What fails here is tried again the next time; whether the server answers is told by {@link #available}. */
    private static void quietly(Runnable work) {
        try {
            work.run();
        } catch (ProblemException | WeaviateException e) {
            LOG.debug("Weaviate did not answer").cause(e).log();
        }
    }

    @Override
    public Uni<Optional<Cursor>> open() {
        return run(writer, () -> {
            open = false;
            Optional<Cursor> found = store.open();
            open = true;
            return found;
        });
    }

    @Override
    public Uni<Void> apply(List<IndexChange> changes, Cursor reached) {
        return write(() -> store.apply(changes, reached));
    }

    @Override
    public Uni<Void> beginRebuild() {
        return write(store::beginRebuild);
    }

    @Override
    public Uni<Void> restore(List<IndexedMemory> memories) {
        return write(() -> store.restore(memories));
    }

    @Override
    public Uni<Void> endRebuild(Cursor resumeAt) {
        return write(() -> store.endRebuild(resumeAt));
    }

    @Override
    public Uni<Void> flush() {
        return write(store::save);
    }

    private Uni<Void> write(Runnable change) {
        return run(writer, () -> {
            needOpen();
            change.run();
            if (store.statistics().uncommitted() >= settings.commitChanges()) {
                store.save();
            }
            return null;
        });
    }

    @Override
    public Uni<IndexHits> search(IndexQuery query) {
        return question(() -> search.search(query));
    }

    @Override
    public Uni<List<Neighbour>> nearest(TenantId tenant, float[] vector, MemoryFilter filter, int limit) {
        return vector.length == settings.dimensions()
                ? question(() -> search.nearest(tenant, vector, filter, limit))
                : Uni.createFrom().item(List.of());
    }

    @Override
    public Uni<Set<String>> speakers(TenantId tenant, Set<String> words) {
        return words.isEmpty() ? Uni.createFrom().item(Set.of()) : question(() -> speaking(tenant, words));
    }

    /** One question per speaker that is named, which are few, and one more. */
    private Set<String> speaking(TenantId tenant, Set<String> words) {
        Set<String> left = new HashSet<>(words);
        Set<String> found = new HashSet<>();
        boolean more = true;
        while (more && !left.isEmpty()) {
            List<JsonNode> rows = queries.rows(
                    tenant, Where.argument(Where.oneOf(Names.SPEAKERS, left)) + ",limit:1", Names.SPEAKERS);
            more = !rows.isEmpty();
            for (JsonNode row : rows) {
                for (JsonNode name : row.path(Names.SPEAKERS)) {
                    String plain = Names.plain(name.asText());
                    if (left.remove(plain)) {
                        found.add(plain);
                    }
                }
            }
        }
        return found;
    }

    private <T> Uni<T> question(Callable<T> work) {
        return run(questions, () -> {
                    needOpen();
                    return work.call();
                })
                .onFailure(RejectedExecutionException.class)
                .transform(full -> new ProblemException(
                        ProblemType.TOO_MANY_REQUESTS,
                        "Too many searches are waiting.",
                        Map.of("limit", settings.queue()),
                        RETRY,
                        full));
    }

    private void needOpen() {
        if (!open) {
            throw new ProblemException(
                    ProblemType.UNAVAILABLE, "The search index is being opened.", Map.of(), RETRY, null);
        }
    }

    @Override
    public IndexStatistics statistics() {
        return store.statistics();
    }

    @Override
    public boolean available() {
        return client.reachable();
    }

    @Override
    public void close() {
        questions.shutdown();
        try {
            writer.submit(() -> {
                        if (open) {
                            open = false;
                            quietly(store::save);
                        }
                    })
                    .get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("The index could not be closed; it goes on from its last position.", e);
        } finally {
            writer.shutdownNow();
            client.close();
        }
    }

    private <T> Uni<T> run(Executor threads, Callable<T> work) {
        return BlockingWork.on(threads, work, WeaviateMemoryIndex::failure);
    }

    private static Throwable failure(Exception e) {
        if (e instanceof WeaviateException refused) {
            return refused.collectionLost()
                    ? new IndexBrokenException("The index cannot go on.", refused)
                    : new ProblemException(
                            ProblemType.UPSTREAM_FAILED,
                            "The search index refused a request.",
                            Map.of(),
                            null,
                            refused);
        }
        return e;
    }
}
