package io.mnemesh.cache.core;

import static io.mnemesh.cache.core.Nodes.get;
import static io.mnemesh.cache.core.Nodes.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mnemesh.cache.CacheSpec;
import io.mnemesh.cache.Found;
import io.mnemesh.cache.Serializers;
import io.mnemesh.cache.Tagged;
import io.mnemesh.cache.Tier;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.testing.FakeClock;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tags on a real Redis and a real PostgreSQL. */
class TagsTest extends TagsFixture {

    @Test
    void shouldEndEveryValueWithTheTagInEveryTierAndProcess() {
        var first = nodes.node().cache();
        var second = nodes.node().cache();
        get(first.getTagged(ACME, k, loader("old", tag, "other")));
        get(first.put(ACME, k + 1, "old", Set.of(tag)));
        get(first.put(ACME, k + 2, "kept", Set.of("other-" + service)));
        get(first.put(ACME, k + 3, "kept"));
        awaitStored(onlyRedis());
        awaitStored(onlyPostgres());
        assertThat(get(second.getIfPresent(ACME, k))).isEqualTo("old");
        assertThat(get(second.getIfPresent(ACME, k + 1))).isEqualTo("old");

        get(first.invalidateTag(ACME, tag));

        for (String key : List.of(k, k + 1)) {
            assertThat(first.peek(ACME, key)).isNull();
            assertThat(get(first.getIfPresent(ACME, key))).isNull();
            until(() -> second.peek(ACME, key) == null);
            assertThat(get(second.getIfPresent(ACME, key))).isNull();
            assertThat(get(nodes.node().cache(onlyRedis()).getIfPresent(ACME, key)))
                    .isNull();
            assertThat(get(nodes.node().cache(onlyPostgres()).getIfPresent(ACME, key)))
                    .isNull();
        }
        for (String key : List.of(k + 2, k + 3)) {
            assertThat(first.peek(ACME, key)).isEqualTo("kept");
            assertThat(get(nodes.node().cache(onlyRedis()).getIfPresent(ACME, key)))
                    .isEqualTo("kept");
            assertThat(get(nodes.node().cache(onlyPostgres()).getIfPresent(ACME, key)))
                    .isEqualTo("kept");
        }
    }

    @Test
    void shouldServeWhatWasLoadedAfterTheInvalidationFromEveryTier() {
        var cache = nodes.node().cache();
        get(cache.getTagged(ACME, k, loader("old", tag)));
        awaitStored(onlyPostgres());
        get(cache.invalidateTag(ACME, tag));

        assertThat(get(cache.getTagged(ACME, k, loader("new", tag)))).isEqualTo("new");

        assertThat(cache.peek(ACME, k)).isEqualTo("new");
        awaitStored(onlyRedis());
        awaitStored(onlyPostgres());
        assertThat(get(nodes.node().cache().getTagged(ACME, k, loader("newer", tag))))
                .isEqualTo("new");
        assertThat(loads).hasValue(2);
    }

    @Test
    void shouldKeepTenantsAndCachesApart() {
        var node = nodes.node();
        var cache = node.cache();
        var others = node.cache(CacheSpec.of("others", Serializers.TEXT).withPostgres(Duration.ofHours(1)));
        get(cache.put(GLOBEX, k, "globex's", Set.of(tag)));
        get(others.put(ACME, k, "others", Set.of(tag)));

        get(cache.invalidateTag(ACME, tag));

        assertThat(cache.peek(GLOBEX, k)).isEqualTo("globex's");
        assertThat(others.peek(ACME, k)).isEqualTo("others");
        assertThat(get(nodes.node().cache(onlyRedis()).getIfPresent(GLOBEX, k))).isEqualTo("globex's");
        assertThat(get(nodes.node().cache(onlyPostgres()).getIfPresent(GLOBEX, k)))
                .isEqualTo("globex's");
    }

    @Test
    void shouldTellAProcessThatStartedLater() {
        var spec = onlyRedis();
        var cache = nodes.node().cache(spec);
        get(cache.put(ACME, k, "old", Set.of(tag)));
        get(cache.put(ACME, k + 1, "kept", Set.of(tag + "x")));
        get(cache.invalidateTag(ACME, tag));

        var later = nodes.node().cache(spec);

        assertThat(get(later.getIfPresent(ACME, k))).isNull();
        assertThat(get(later.getIfPresent(ACME, k + 1))).isEqualTo("kept");
    }

    @Test
    void shouldSurviveTheLossOfRedis() {
        var cache = nodes.node().cache();
        get(cache.put(ACME, k, "old", Set.of(tag)));
        get(cache.put(ACME, k + 1, "kept", Set.of(tag + "x")));
        get(cache.invalidateTag(ACME, tag));

        assertThat(Servers.redis("FLUSHALL")).isEqualTo("+OK");

        var later = nodes.node().cache();
        assertThat(get(later.getIfPresent(ACME, k))).isNull();
        assertThat(get(later.getIfPresent(ACME, k + 1))).isEqualTo("kept");
        get(later.invalidateTag(ACME, tag + "x"));
        assertThat(get(later.getIfPresent(ACME, k + 1))).isNull();
        until(() -> get(cache.getIfPresent(ACME, k + 1)) == null);
    }

    @Test
    void shouldNotDependOnClocks() {
        var behind = new FakeClock(FakeClock.START.minus(Duration.ofMinutes(20)));
        var ahead = new FakeClock(FakeClock.START.plus(Duration.ofMinutes(20)));
        var writing = nodes.node(ahead).cache();
        get(writing.put(ACME, k, "old", Set.of(tag)));

        get(nodes.node(behind).cache().invalidateTag(ACME, tag));

        until(() -> writing.peek(ACME, k) == null);
        assertThat(get(writing.getTagged(ACME, k, loader("new", tag)))).isEqualTo("new");
        until(() -> "new".equals(get(writing.getIfPresent(ACME, k))));
        assertThat(get(writing.getTagged(ACME, k, loader("newer", tag)))).isEqualTo("new");
    }

    @Test
    void shouldRememberAbsenceUnderATag() {
        var cache = nodes.node().cache(Node.spec().withNegative(Duration.ofMinutes(1)));
        assertThat(get(cache.getTagged(ACME, k, loader(null, tag)))).isNull();
        assertThat(get(cache.getTagged(ACME, k, loader("there", tag)))).isNull();

        get(cache.invalidateTag(ACME, tag));

        assertThat(get(cache.getTagged(ACME, k, loader("there", tag)))).isEqualTo("there");
    }

    @Test
    void shouldForgetTheTagsOfAValueThatIsReplaced() {
        var cache = nodes.node().cache();
        get(cache.put(ACME, k, "tagged", Set.of(tag)));
        get(cache.put(ACME, k, "untagged"));

        get(cache.invalidateTag(ACME, tag));

        assertThat(cache.peek(ACME, k)).isEqualTo("untagged");
        assertThat(get(nodes.node().cache(onlyRedis()).getIfPresent(ACME, k))).isEqualTo("untagged");
        assertThat(get(nodes.node().cache(onlyPostgres()).getIfPresent(ACME, k)))
                .isEqualTo("untagged");
    }

    @Test
    void shouldCompleteWhenNothingHasTheTag() {
        var cache = nodes.node().cache();

        get(cache.invalidateTag(ACME, tag));
        get(cache.put(ACME, k, "v", Set.of(tag)));

        assertThat(cache.peek(ACME, k)).isEqualTo("v");
        assertThat(get(nodes.node().cache(onlyRedis()).getIfPresent(ACME, k))).isEqualTo("v");
        assertThat(get(nodes.node().cache(onlyPostgres()).getIfPresent(ACME, k)))
                .isEqualTo("v");
    }

    @Test
    void shouldRefuseBadTags() {
        var cache = nodes.node().cache();
        var many = Set.copyOf(IntStream.range(0, 33).mapToObj(i -> "t" + i).toList());

        for (String bad : List.of("", "t".repeat(129), "ü".repeat(65), "a\nb", "a\0b", "a\ud800")) {
            assertInvalid(cache.put(ACME, k, "v", Set.of(bad)));
            assertInvalid(cache.invalidateTag(ACME, bad));
            assertInvalid(cache.getTagged(ACME, k, loader("v", bad)));
        }
        assertInvalid(cache.put(ACME, k, "v", many));
        assertInvalid(cache.getTagged(ACME, k, () -> Uni.createFrom().item(Tagged.of("v", many))));
        assertThat(get(cache.getIfPresent(ACME, k))).isNull();
        get(cache.put(ACME, k, "v", Set.of("t".repeat(128), "ü".repeat(64), "a b/c:ü")));
        assertThat(cache.peek(ACME, k)).isEqualTo("v");
    }

    private static void assertInvalid(Uni<?> refused) {
        assertThatThrownBy(() -> get(refused)).isInstanceOfSatisfying(ProblemException.class, problem -> {
            assertThat(problem.type()).isEqualTo(ProblemType.INVALID_VALUE);
            assertThat(problem.extensions()).containsEntry("field", "tags");
        });
    }

    @Test
    void shouldWaitWithTags() {
        var blocking = nodes.node().cache().blocking();

        assertThat(blocking.getTagged(ACME, k, () -> Tagged.of("old", tag))).isEqualTo("old");
        blocking.invalidateTag(ACME, tag);

        assertThat(blocking.getTagged(ACME, k, () -> Tagged.of("new", tag))).isEqualTo("new");
    }

    @Test
    void shouldPromoteTaggedValuesUpward() {
        get(nodes.node().cache(Node.spec().withoutRedis()).put(ACME, k, "v", Set.of(tag)));
        var cache = nodes.node().cache();

        Found<String> below = get(cache.lookup(ACME, k));
        awaitStored(onlyRedis());
        get(nodes.node().cache().invalidateTag(ACME, tag));

        assertThat(below.tier()).isEqualTo(Tier.POSTGRES);
        assertThat(get(nodes.node().cache(onlyRedis()).getIfPresent(ACME, k))).isNull();
        until(() -> get(cache.getIfPresent(ACME, k)) == null);
    }
}
