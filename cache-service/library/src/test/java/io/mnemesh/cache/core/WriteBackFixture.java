package io.mnemesh.cache.core;

import static io.mnemesh.cache.core.Nodes.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mnemesh.cache.CacheSpec;
import io.mnemesh.cache.HierarchicalCache;
import io.mnemesh.cache.Serializers;
import io.mnemesh.cache.WriteBack;
import io.mnemesh.cache.postgres.JournalTable.Accepted;
import io.mnemesh.cache.postgres.WriteJournal;
import io.mnemesh.mesh.postgres.PlainTransactions;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Caches that write back, over a store that can be told to fail. */
abstract class WriteBackFixture {

    static final TenantId ACME = new TenantId("acme");
    static final TenantId GLOBEX = new TenantId("globex");
    static final Duration NEVER = Duration.ofHours(1);

    static final WriteBack SOON = WriteBack.DEFAULTS
            .withDelay(Duration.ofMillis(40))
            .withTimeout(Duration.ofSeconds(2))
            .withAttempts(2, Duration.ofMillis(20), Duration.ofMillis(100))
            .withTakeOver(Duration.ofSeconds(5));

    static final WriteBack LATER = SOON.withDelay(NEVER);

    /** What every entry has that is to be evicted. */
    static final Set<String> TAG = Set.of("all");

    @RegisterExtension
    final Nodes nodes = new Nodes("w");

    final Target target = new Target();

    /** A journal is shared by the caches of one name: so the cache is of one test. */
    CacheSpec<String> spec(WriteBack settings) {
        return CacheSpec.of(nodes.service, Serializers.TEXT)
                .withLocal(Duration.ofMinutes(1), 1 << 20)
                .withRedis(Duration.ofMinutes(10))
                .withWriteBack(target, settings);
    }

    HierarchicalCache<String> cache(WriteBack settings) {
        return nodes.node().cache(spec(settings));
    }

    static void evict(HierarchicalCache<String> cache) {
        get(cache.invalidateTag(ACME, "all"));
        assertThat(cache.peek(ACME, "k")).isNull();
    }

    static void assertProblem(Uni<?> refused, ProblemType type) {
        assertThatThrownBy(() -> get(refused))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.type()).isEqualTo(type));
    }

    /** Puts into the journal what a process did that ended before it told the tiers. */
    void journal(String key, byte[] envelope) {
        get(new WriteJournal(new PlainTransactions(Servers.POOL), Duration.ofSeconds(3))
                .writes()
                .append(nodes.service, ACME, "gone", Duration.ZERO, List.of(new Accepted(key, envelope, 1))));
    }
}
