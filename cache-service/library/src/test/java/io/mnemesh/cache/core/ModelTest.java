package io.mnemesh.cache.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.cache.HierarchicalCache;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

/** Whatever one process does, alone, its cache answers as a map would that is loaded from a record. */
class ModelTest {

    private static final Duration WAIT = Duration.ofSeconds(10);
    private static final String RUN = UUID.randomUUID().toString().substring(0, 8);
    private static final AtomicInteger TRY = new AtomicInteger();
    private static final Node NODE = new Node("m" + RUN);
    private static final HierarchicalCache<String> CACHE = NODE.cache();

    @AfterContainer
    static void close() {
        NODE.close();
    }

    sealed interface Step {
        record Put(int tenant, int key, String value) implements Step {}

        record Remove(int tenant, int key) implements Step {}

        record RemoveMany(int tenant, List<Integer> keys) implements Step {}

        /** The record changes and the cache is told. */
        record Change(int tenant, int key, String value) implements Step {}

        record Get(int tenant, int key) implements Step {}

        record GetMany(int tenant, List<Integer> keys) implements Step {}

        record Look(int tenant, int key) implements Step {}
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        var tenant = Arbitraries.integers().between(0, 1);
        var key = Arbitraries.integers().between(0, 5);
        var keys = key.list().ofMinSize(1).ofMaxSize(6);
        var value = Arbitraries.strings().ofMaxLength(5);
        return Arbitraries.<Step>oneOf(
                        Combinators.combine(tenant, key, value).as(Step.Put::new),
                        Combinators.combine(tenant, key).as(Step.Remove::new),
                        Combinators.combine(tenant, keys).as(Step.RemoveMany::new),
                        Combinators.combine(tenant, key, value).as(Step.Change::new),
                        Combinators.combine(tenant, key).as(Step.Get::new),
                        Combinators.combine(tenant, keys).as(Step.GetMany::new),
                        Combinators.combine(tenant, key).as(Step.Look::new))
                .list()
                .ofMinSize(5)
                .ofMaxSize(25);
    }

    @Property(tries = 60, shrinking = ShrinkingMode.OFF)
    void shouldAnswerAsAMapWould(@ForAll("steps") List<Step> steps) {
        var model = new Model(TRY.incrementAndGet());
        steps.forEach(model::take);
    }

    /** The record, and what the cache has to hold over it. */
    private static final class Model {

        private final int number;
        private final Map<String, String> record = new HashMap<>();
        private final Map<String, String> held = new HashMap<>();

        Model(int number) {
            this.number = number;
        }

        void take(Step step) {
            switch (step) {
                case Step.Put put -> {
                    get(CACHE.put(tenant(put.tenant()), key(put.key()), put.value()));
                    held.put(id(put.tenant(), put.key()), put.value());
                }
                case Step.Remove remove -> {
                    get(CACHE.remove(tenant(remove.tenant()), key(remove.key())));
                    held.remove(id(remove.tenant(), remove.key()));
                }
                case Step.RemoveMany remove -> {
                    get(CACHE.removeMany(
                            tenant(remove.tenant()),
                            remove.keys().stream().map(this::key).toList()));
                    remove.keys().forEach(key -> held.remove(id(remove.tenant(), key)));
                }
                case Step.Change change -> {
                    record.put(id(change.tenant(), change.key()), change.value());
                    get(CACHE.remove(tenant(change.tenant()), key(change.key())));
                    held.remove(id(change.tenant(), change.key()));
                }
                case Step.Get get -> {
                    String expected = load(get.tenant(), get.key());
                    String loaded = record.get(id(get.tenant(), get.key()));
                    assertThat(get(CACHE.get(
                                    tenant(get.tenant()),
                                    key(get.key()),
                                    () -> Uni.createFrom().item(loaded))))
                            .isEqualTo(expected);
                }
                case Step.GetMany many -> {
                    Map<String, String> expected = new LinkedHashMap<>();
                    Map<String, String> loaded = new HashMap<>();
                    for (int key : many.keys()) {
                        String fromRecord = record.get(id(many.tenant(), key));
                        if (fromRecord != null) {
                            loaded.put(key(key), fromRecord);
                        }
                        String value = load(many.tenant(), key);
                        if (value != null) {
                            expected.put(key(key), value);
                        }
                    }
                    assertThat(get(CACHE.getMany(
                                    tenant(many.tenant()),
                                    many.keys().stream().map(this::key).toList(),
                                    keys -> Uni.createFrom().item(loaded))))
                            .containsExactlyEntriesOf(expected);
                }
                case Step.Look look ->
                    assertThat(get(CACHE.getIfPresent(tenant(look.tenant()), key(look.key()))))
                            .isEqualTo(held.get(id(look.tenant(), look.key())));
            }
        }

        private String load(int tenant, int key) {
            String id = id(tenant, key);
            String value = held.containsKey(id) ? held.get(id) : record.get(id);
            if (value != null) {
                held.put(id, value);
            }
            return value;
        }

        private String key(int key) {
            return RUN + "-" + number + "-" + key;
        }

        private static TenantId tenant(int tenant) {
            return new TenantId("tenant-" + tenant);
        }

        private static String id(int tenant, int key) {
            return Objects.hash(tenant, key) + "";
        }

        private static <T> T get(Uni<T> uni) {
            return uni.await().atMost(WAIT);
        }
    }
}
