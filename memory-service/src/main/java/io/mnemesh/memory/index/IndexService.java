package io.mnemesh.memory.index;

import io.mnemesh.memory.index.lucene.LuceneMemoryIndex;
import io.mnemesh.memory.index.lucene.LuceneSettings;
import io.mnemesh.memory.index.ranking.Fusion;
import io.mnemesh.memory.index.weaviate.WeaviateMemoryIndex;
import io.mnemesh.memory.index.weaviate.WeaviateSettings;
import io.mnemesh.memory.memories.MemoryFilter;
import io.mnemesh.memory.memories.MemoryMetrics;
import io.mnemesh.memory.search.SearchConfig;
import io.mnemesh.mesh.stream.EventLog;
import io.mnemesh.mesh.telemetry.MeshLog;
import io.mnemesh.mesh.tenancy.TenantId;
import io.quarkus.runtime.ImageMode;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.MutinyHelper;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executor;

/**
 * The index of this instance, from start to shutdown. Questions are answered on the caller's Vert.x context.
 */
@ApplicationScoped
public class IndexService {

    private static final MeshLog LOG = MeshLog.of(IndexService.class);

    private final MemoryIndex index;
    private final IndexFollower follower;

    IndexService(IndexConfig config, SearchConfig search, EventLog log, SnapshotSource record, MemoryMetrics metrics) {
        this.index = index(config, search);
        this.follower = new IndexFollower(index, log, record);
        metrics.watchIndex(follower::backlog, () -> index.statistics().documents());
    }

    private static MemoryIndex index(IndexConfig config, SearchConfig search) {
        return switch (config.kind()) {
            case LUCENE -> new LuceneMemoryIndex(lucene(config, search));
            case WEAVIATE -> new WeaviateMemoryIndex(weaviate(config, search));
        };
    }

    private static LuceneSettings lucene(IndexConfig config, SearchConfig search) {
        return new LuceneSettings(
                config.directory(),
                ImageMode.current() == ImageMode.JVM,
                config.dimensions(),
                search.candidates(),
                new Fusion(search.semanticWeight()),
                config.refresh(),
                config.commitEvery(),
                config.commitChanges(),
                search.threads(),
                search.queue());
    }

    private static WeaviateSettings weaviate(IndexConfig config, SearchConfig search) {
        return new WeaviateSettings(
                config.weaviate().url(),
                config.weaviate().apiKey().orElse(null),
                config.weaviate().collection(),
                config.weaviate().timeout(),
                config.dimensions(),
                search.candidates(),
                new Fusion(search.semanticWeight()),
                config.commitEvery(),
                config.commitChanges(),
                config.weaviate().concurrency(),
                search.queue());
    }

    void start(@Observes StartupEvent event) {
        follower.start()
                .subscribe()
                .with(
                        done -> {},
                        failure -> LOG.warn("The memory index is closed")
                                .cause(failure)
                                .log());
    }

    void stop(@Observes ShutdownEvent event) {
        follower.stop();
    }

    public Uni<IndexHits> search(IndexQuery query) {
        return asked(index.search(query));
    }

    /** The memories nearest to a vector among those meant, nearest first. */
    public Uni<List<Neighbour>> nearest(TenantId tenant, float[] vector, MemoryFilter filter, int limit) {
        return asked(index.nearest(tenant, vector, filter, limit));
    }

    private <T> Uni<T> asked(Uni<T> question) {
        Context context = Vertx.currentContext();
        Uni<T> found = question.onFailure(IndexBrokenException.class).invoke(follower::startOver);
        if (context == null) {
            return found;
        }
        Executor back = MutinyHelper.executor(context);
        return found.emitOn(back);
    }

    /** Those of these words (lower case) that name someone who speaks in a conversation of this tenant. */
    public Uni<Set<String>> speakers(TenantId tenant, Set<String> words) {
        return asked(index.speakers(tenant, words));
    }

    /** False while the engine the index is kept in does not answer. */
    public boolean available() {
        return index.available();
    }

    /** Removes memories from this instance's index for good. */
    public Uni<Void> expunge(TenantId tenant, Collection<UUID> ids) {
        return asked(index.expunge(tenant, ids));
    }

    public IndexState state() {
        return follower.state();
    }

    /** Events not taken in yet. */
    public long backlog() {
        return follower.backlog();
    }

    public IndexStatistics statistics() {
        return index.statistics();
    }
}
