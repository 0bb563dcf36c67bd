package io.mnemesh.memory.index.lucene;

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
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.store.AlreadyClosedException;
import org.jspecify.annotations.Nullable;

/**
 * The memory index in process, on Lucene.
 *
 * <p>Threads: one writer thread owns the {@link LuceneStore}'s changes, refreshes and commits; questions run on a bounded
 * pool with a bounded queue. Callers never wait on either, the Unis complete on these threads.
 */
public final class LuceneMemoryIndex implements MemoryIndex {

    private static final ThreadFactory WRITER =
            Thread.ofPlatform().name("memory-index-writer").daemon().factory();
    private static final ThreadFactory SEARCH =
            Thread.ofPlatform().name("memory-index-search-", 0).daemon().factory();
    private static final Duration RETRY = Duration.ofSeconds(1);

    /** What a rebuild brings becomes visible more seldom: each time makes a segment with a graph that must be merged. */
    private static final Duration REBUILD_REFRESH = Duration.ofSeconds(2);

    private final LuceneSettings settings;
    private final IndexDirectory directory;
    private final ScheduledThreadPoolExecutor writer;
    private final ThreadPoolExecutor searches;
    private volatile @Nullable LuceneStore store;
    private volatile @Nullable Throwable broken;
    private boolean refreshPlanned;
    private long refreshedAt;

    public LuceneMemoryIndex(LuceneSettings settings) {
        this.settings = settings;
        this.directory = new IndexDirectory(settings, new MemoryAnalyzer());
        this.writer = new ScheduledThreadPoolExecutor(1, WRITER);
        this.writer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        this.searches = new ThreadPoolExecutor(
                settings.threads(),
                settings.threads(),
                0,
                TimeUnit.MILLISECONDS,
                new ArrayBlockingQueue<>(settings.queue()),
                SEARCH);
        long commit = settings.commitEvery().toMillis();
        var _ = writer.scheduleWithFixedDelay(
                () -> inBackground(LuceneStore::commit), commit, commit, TimeUnit.MILLISECONDS);
    }

    @Override
    public Uni<Optional<Cursor>> open() {
        return run(writer, () -> {
            closeStore();
            LuceneStore opened = directory.open();
            broken = null;
            store = opened;
            return opened.resumable();
        });
    }

    @Override
    public Uni<Void> apply(List<IndexChange> changes, Cursor reached) {
        return write(open -> open.apply(changes, reached));
    }

    @Override
    public Uni<Void> beginRebuild() {
        return write(LuceneStore::beginRebuild);
    }

    @Override
    public Uni<Void> restore(List<IndexedMemory> memories) {
        return write(open -> open.restore(memories));
    }

    @Override
    public Uni<Void> endRebuild(Cursor resumeAt) {
        return write(open -> open.endRebuild(resumeAt));
    }

    @Override
    public Uni<Void> expunge(TenantId tenant, Collection<UUID> ids) {
        return write(open -> open.expunge(ids));
    }

    @Override
    public Uni<Void> flush() {
        return write(LuceneStore::commit);
    }

    @Override
    public Uni<IndexHits> search(IndexQuery query) {
        return question(() -> opened().search(query));
    }

    @Override
    public Uni<List<Neighbour>> nearest(TenantId tenant, float[] vector, MemoryFilter filter, int limit) {
        return question(() -> opened().nearest(tenant, vector, filter, limit));
    }

    private <T> Uni<T> question(Callable<T> work) {
        return run(searches, work)
                .onFailure(RejectedExecutionException.class)
                .transform(full -> new ProblemException(
                        ProblemType.TOO_MANY_REQUESTS,
                        "Too many searches are waiting.",
                        Map.of("limit", settings.queue()),
                        RETRY,
                        full));
    }

    @Override
    public Uni<Set<String>> speakers(TenantId tenant, Set<String> words) {
        return Uni.createFrom().item(() -> speaking(tenant, words));
    }

    private Set<String> speaking(TenantId tenant, Set<String> words) {
        LuceneStore open = store;
        try {
            return open == null ? Set.of() : open.speakers(tenant, words);
        } catch (IOException | AlreadyClosedException e) {
            return Set.of();
        }
    }

    @Override
    public IndexStatistics statistics() {
        LuceneStore open = store;
        return open == null ? new IndexStatistics(0, 0) : open.statistics();
    }

    @Override
    public boolean available() {
        return true;
    }

    @Override
    public void close() {
        searches.shutdown();
        try {
            writer.submit(() -> {
                        LuceneStore open = store;
                        if (open != null && broken == null) {
                            open.commit();
                        }
                        closeStore();
                        return null;
                    })
                    .get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("The index could not be closed; it goes on from its last commit.", e);
        } finally {
            writer.shutdownNow();
        }
    }

    private Uni<Void> write(Change change) {
        return run(writer, () -> {
            LuceneStore open = opened();
            change.make(open);
            afterChange(open);
            return null;
        });
    }

    private void afterChange(LuceneStore open) throws IOException {
        if (open.statistics().uncommitted() >= settings.commitChanges()) {
            open.commit();
        }
        if (open.refreshed() || refreshPlanned) {
            return;
        }
        Duration period = open.rebuilding() ? REBUILD_REFRESH : settings.refresh();
        long wait = refreshedAt + period.toNanos() - System.nanoTime();
        if (wait <= 0) {
            refresh(open);
        } else {
            refreshPlanned = true;
            var _ = writer.schedule(() -> inBackground(this::refresh), wait, TimeUnit.NANOSECONDS);
        }
    }

    private void refresh(LuceneStore open) throws IOException {
        refreshPlanned = false;
        open.refresh();
        refreshedAt = System.nanoTime();
    }

    private void inBackground(Change change) {
        LuceneStore open = store;
        if (open == null || broken != null) {
            refreshPlanned = false;
            return;
        }
        try {
            change.make(open);
        } catch (IOException | RuntimeException e) {
            broken = e;
        }
    }

    private LuceneStore opened() {
        Throwable cause = broken;
        if (cause != null) {
            throw new IndexBrokenException("The index cannot go on.", cause);
        }
        LuceneStore open = store;
        if (open == null) {
            throw new ProblemException(
                    ProblemType.UNAVAILABLE, "The search index is being opened.", Map.of(), RETRY, null);
        }
        return open;
    }

    private void closeStore() {
        LuceneStore open = store;
        store = null;
        refreshPlanned = false;
        if (open != null) {
            try {
                open.close();
            } catch (IOException | AlreadyClosedException e) {
                broken = e;
            }
        }
    }

    private <T> Uni<T> run(Executor threads, Callable<T> work) {
        return BlockingWork.on(threads, work, this::failure);
    }

    private Throwable failure(Exception e) {
        Throwable cause = e instanceof UncheckedIOException unchecked ? unchecked.getCause() : e;
        if (cause instanceof CorruptIndexException
                || cause instanceof AlreadyClosedException
                || cause instanceof EOFException
                || cause instanceof NoSuchFileException) {
            broken = cause;
            return new IndexBrokenException("The index cannot go on.", cause);
        }
        return e;
    }

    /** A change on the writer thread. */
    @FunctionalInterface
    private interface Change {
        void make(LuceneStore open) throws IOException;
    }
}
