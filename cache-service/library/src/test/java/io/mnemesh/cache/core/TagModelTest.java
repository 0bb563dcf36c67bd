package io.mnemesh.cache.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.cache.HierarchicalCache;
import io.mnemesh.cache.Tagged;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;

/** Whatever one process does with tags, alone, its cache answers as a map would whose values know their tags. */
class TagModelTest {

    private static final Duration WAIT = Duration.ofSeconds(10);
    private static final String RUN = UUID.randomUUID().toString().substring(0, 8);
    private static final AtomicInteger TRY = new AtomicInteger();
    private static final Node NODE = new Node("n" + RUN);
    private static final HierarchicalCache<String> CACHE = NODE.cache();

    @AfterContainer
    static void close() {
        NODE.close();
    }

    sealed interface Step {
        record Put(int tenant, int key, Set<Integer> tags) implements Step {}

        record Get(int tenant, int key, Set<Integer> tags) implements Step {}

        record Remove(int tenant, int key) implements Step {}

        record Invalidate(int tenant, int tag) implements Step {}

        record Look(int tenant, int key) implements Step {}
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        var tenant = Arbitraries.integers().between(0, 1);
        var key = Arbitraries.integers().between(0, 3);
        var tag = Arbitraries.integers().between(0, 3);
        var tags = tag.set().ofMaxSize(3);
        return Arbitraries.<Step>oneOf(
                        Combinators.combine(tenant, key, tags).as(Step.Put::new),
                        Combinators.combine(tenant, key, tags).as(Step.Get::new),
                        Combinators.combine(tenant, key).as(Step.Remove::new),
                        Combinators.combine(tenant, tag).as(Step.Invalidate::new),
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

    private record Address(int tenant, int key) {}

    private static final class Model {

        private final int number;
        private final Map<Address, Tagged<String>> held = new HashMap<>();
        private int values;

        Model(int number) {
            this.number = number;
        }

        void take(Step step) {
            switch (step) {
                case Step.Put put -> {
                    var value = next(put.tags());
                    get(CACHE.put(tenant(put.tenant()), key(put.key()), value.value(), value.tags()));
                    held.put(new Address(put.tenant(), put.key()), value);
                }
                case Step.Get read -> {
                    var value = next(read.tags());
                    var expected = held.computeIfAbsent(new Address(read.tenant(), read.key()), none -> value);
                    assertThat(get(CACHE.getTagged(
                                    tenant(read.tenant()),
                                    key(read.key()),
                                    () -> Uni.createFrom().item(value))))
                            .isEqualTo(expected.value());
                }
                case Step.Remove remove -> {
                    get(CACHE.remove(tenant(remove.tenant()), key(remove.key())));
                    held.remove(new Address(remove.tenant(), remove.key()));
                }
                case Step.Invalidate invalidate -> {
                    get(CACHE.invalidateTag(tenant(invalidate.tenant()), tag(invalidate.tag())));
                    held.entrySet()
                            .removeIf(entry -> entry.getKey().tenant() == invalidate.tenant()
                                    && entry.getValue().tags().contains(tag(invalidate.tag())));
                }
                case Step.Look look -> {
                    var expected = held.get(new Address(look.tenant(), look.key()));
                    assertThat(get(CACHE.getIfPresent(tenant(look.tenant()), key(look.key()))))
                            .isEqualTo(expected == null ? null : expected.value());
                }
            }
        }

        private Tagged<String> next(Set<Integer> tags) {
            return new Tagged<>("v" + ++values, tags.stream().map(this::tag).collect(Collectors.toSet()));
        }

        private String key(int key) {
            return RUN + "-" + number + "-" + key;
        }

        private String tag(int tag) {
            return RUN + ":" + number + ":" + tag;
        }

        private static TenantId tenant(int tenant) {
            return new TenantId("tenant-" + tenant);
        }

        private static <T> T get(Uni<T> uni) {
            return uni.await().atMost(WAIT);
        }
    }
}
