package io.mnemesh.cache.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.cache.CacheSpec;
import io.mnemesh.cache.HierarchicalCache;
import io.mnemesh.cache.Serializers;
import io.mnemesh.cache.WriteBack;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;

/**
 * Whatever one process writes, reads and loses, while its store is drained into, is away or does not say what it has taken: it
 * reads what it was told was written, and the store ends with that.
 */
class WriteBackModelTest {

    private static final Duration WAIT = Duration.ofSeconds(10);
    private static final String RUN = "v" + UUID.randomUUID().toString().substring(0, 8);
    private static final AtomicInteger TRY = new AtomicInteger();
    private static final Target TARGET = new Target();
    private static final Node NODE = new Node(RUN);
    private static final HierarchicalCache<String> CACHE = NODE.cache(CacheSpec.of(RUN, Serializers.TEXT)
            .withLocal(Duration.ofMinutes(1), 1 << 20)
            .withRedis(Duration.ofMinutes(10))
            .withWriteBack(
                    TARGET,
                    WriteBack.DEFAULTS
                            .withDelay(Duration.ofMillis(3))
                            .withAttempts(100, Duration.ofMillis(5), Duration.ofMillis(20))));

    @AfterContainer
    static void close() {
        NODE.close();
    }

    sealed interface Step {
        record Put(int tenant, int key, String value) implements Step {}

        record Remove(int tenant, int key) implements Step {}

        /** Every tier loses what it has of the tenant. */
        record Evict(int tenant) implements Step {}

        record Get(int tenant, int key) implements Step {}

        record Look(int tenant, int key) implements Step {}

        record Store(Mood mood) implements Step {}
    }

    /** What the store does. */
    enum Mood {
        WELL,
        AWAY,
        REFUSING,
        SILENT
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        var tenant = Arbitraries.integers().between(0, 1);
        var key = Arbitraries.integers().between(0, 2);
        var value = Arbitraries.strings().ofMaxLength(5);
        return Arbitraries.<Step>frequencyOf(
                        net.jqwik.api.Tuple.of(
                                4, Combinators.combine(tenant, key, value).as(Step.Put::new)),
                        net.jqwik.api.Tuple.of(
                                1, Combinators.combine(tenant, key).as(Step.Remove::new)),
                        net.jqwik.api.Tuple.of(3, tenant.map(Step.Evict::new)),
                        net.jqwik.api.Tuple.of(
                                4, Combinators.combine(tenant, key).as(Step.Get::new)),
                        net.jqwik.api.Tuple.of(
                                2, Combinators.combine(tenant, key).as(Step.Look::new)),
                        net.jqwik.api.Tuple.of(2, Arbitraries.of(Mood.class).map(Step.Store::new)))
                .list()
                .ofMinSize(5)
                .ofMaxSize(25);
    }

    @Property(tries = 40, shrinking = ShrinkingMode.OFF)
    void shouldReadWhatWasAcknowledgedAndStoreIt(@ForAll("steps") List<Step> steps) {
        var model = new Model(TRY.incrementAndGet());
        steps.forEach(model::take);
        model.end();
    }

    private record Address(int tenant, int key) {}

    private static final class Model {

        private final int number;
        private final Map<Address, String> written = new HashMap<>();

        Model(int number) {
            this.number = number;
        }

        void take(Step step) {
            switch (step) {
                case Step.Put(int tenant, int key, String value) -> {
                    get(CACHE.put(tenant(tenant), key(key), value, Set.of("t")));
                    written.put(new Address(tenant, key), value);
                }
                case Step.Remove(int tenant, int key) -> {
                    get(CACHE.remove(tenant(tenant), key(key)));
                    written.remove(new Address(tenant, key));
                }
                case Step.Evict(int tenant) -> get(CACHE.invalidateTag(tenant(tenant), "t"));
                case Step.Get(int tenant, int key) ->
                    assertThat(get(CACHE.get(tenant(tenant), key(key), TARGET.loader(tenant(tenant), key(key)))))
                            .isEqualTo(written.get(new Address(tenant, key)));
                case Step.Look(int tenant, int key) -> {
                    // A tier may have lost what the store has got.
                    String found = get(CACHE.getIfPresent(tenant(tenant), key(key)));
                    assertThat(found).isIn(java.util.Arrays.asList(null, written.get(new Address(tenant, key))));
                }
                case Step.Store(Mood mood) -> become(mood);
            }
        }

        void end() {
            become(Mood.WELL);
            Nodes.until(() -> CACHE.writeStats().pending() == 0);
            for (int tenant = 0; tenant < 2; tenant++) {
                for (int key = 0; key < 3; key++) {
                    assertThat(TARGET.value(tenant(tenant), key(key))).isEqualTo(written.get(new Address(tenant, key)));
                }
            }
            TARGET.assertInOrder();
            assertThat(CACHE.writeStats().givenUp()).isZero();
        }

        private static void become(Mood mood) {
            TARGET.before = writes -> switch (mood) {
                case AWAY -> Uni.createFrom().failure(new IOException("away"));
                case REFUSING -> Uni.createFrom().failure(new IllegalArgumentException("refused"));
                case WELL, SILENT -> Uni.createFrom().voidItem();
            };
            TARGET.after = () -> mood == Mood.SILENT
                    ? Uni.createFrom().failure(new IOException("taken, and the answer lost"))
                    : Uni.createFrom().voidItem();
        }

        private String key(int key) {
            return "k" + number + "-" + key;
        }

        private static TenantId tenant(int tenant) {
            return new TenantId("tenant-" + tenant);
        }

        private static <T> T get(Uni<T> uni) {
            return uni.await().atMost(WAIT);
        }
    }
}
