package io.mnemesh.cache.core;

import static io.mnemesh.cache.core.Nodes.get;
import static io.mnemesh.cache.core.Nodes.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mnemesh.cache.WriteMode;
import io.mnemesh.mesh.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Writes that the store will not take. */
class DeadWritesTest extends WriteBackFixture {

    /** Refuses the key "bad" until it is told otherwise. */
    private void refuseBad() {
        target.before = writes -> writes.stream().anyMatch(write -> write.key().equals("bad"))
                ? Uni.createFrom().failure(new IllegalArgumentException("not acceptable"))
                : Uni.createFrom().voidItem();
    }

    @Test
    void shouldGiveUpOnlyWhatTheStoreWillNotTakeAndReplayIt() {
        var cache = cache(SOON);
        target.values.put("acme/bad", "old");
        refuseBad();
        get(Uni.join()
                .all(cache.put(ACME, "bad", "new", TAG), cache.put(ACME, "good", "v"))
                .andFailFast());

        until(() -> cache.writeStats().givenUp() == 1 && "v".equals(target.value(ACME, "good")));
        var dead = get(cache.deadWrites().list(ACME, 10, null));
        assertThat(dead.next()).isNull();
        assertThat(dead.items()).singleElement().satisfies(write -> {
            assertThat(write.key()).isEqualTo("bad");
            assertThat(write.attempts()).isGreaterThanOrEqualTo(2);
            assertThat(write.failure()).isEqualTo("java.lang.IllegalArgumentException: not acceptable");
        });
        until(() -> cache.writeStats().dead() == 1 && cache.writeStats().pending() == 0);
        evict(cache);
        assertThat(get(cache.get(ACME, "bad", target.loader(ACME, "bad")))).isEqualTo("new");
        assertThat(get(cache.deadWrites().list(GLOBEX, 10, null)).items()).isEmpty();
        assertThat(get(cache.deadWrites().replay(GLOBEX, "bad"))).isFalse();
        assertThat(get(cache.deadWrites().drop(GLOBEX, "bad"))).isFalse();
        assertThat(get(cache.deadWrites().replay(ACME, "good"))).isFalse();

        target.before = writes -> Uni.createFrom().voidItem();
        assertThat(get(cache.deadWrites().replay(ACME, "bad"))).isTrue();

        until(() -> "new".equals(target.value(ACME, "bad")));
        assertThat(get(cache.deadWrites().list(ACME, 10, null)).items()).isEmpty();
        assertThat(target.history(ACME, "bad").getLast().attempt()).isEqualTo(1);
    }

    @Test
    void shouldShowWhatTheStoreHasWhenADeadWriteIsDropped() {
        var cache = cache(SOON);
        target.values.put("acme/bad", "old");
        refuseBad();
        get(cache.put(ACME, "bad", "new"));
        until(() -> cache.writeStats().givenUp() == 1);
        assertThat(get(cache.getIfPresent(ACME, "bad"))).isEqualTo("new");

        assertThat(get(cache.deadWrites().drop(ACME, "bad"))).isTrue();

        assertThat(get(cache.get(ACME, "bad", target.loader(ACME, "bad")))).isEqualTo("old");
        assertThat(get(cache.deadWrites().list(ACME, 10, null)).items()).isEmpty();
        assertThat(get(cache.deadWrites().drop(ACME, "bad"))).isFalse();
    }

    @Test
    void shouldNotKeepADeadWriteWhenALaterOneComes() {
        var cache = cache(SOON);
        refuseBad();
        get(cache.put(ACME, "bad", "first"));
        until(() -> cache.writeStats().givenUp() == 1);

        target.before = writes -> Uni.createFrom().voidItem();
        get(cache.put(ACME, "bad", "second"));

        assertThat(get(cache.deadWrites().list(ACME, 10, null)).items()).isEmpty();
        assertThat(get(cache.deadWrites().replayAll(ACME))).isZero();
        until(() -> "second".equals(target.value(ACME, "bad")));
        assertThat(target.history(ACME, "bad")).hasSize(1);
        assertThat(cache.writeStats().coalesced()).isEqualTo(1);
    }

    @Test
    void shouldListDeadWritesInPagesAndReplayAll() {
        var cache = cache(SOON.withAttempts(1, Duration.ofMillis(20), Duration.ofMillis(20)));
        target.before = writes -> Uni.createFrom().failure(new IllegalArgumentException("no"));
        var puts = IntStream.range(0, 5)
                .mapToObj(i -> cache.put(ACME, "k" + i, "v" + i))
                .toList();
        get(Uni.join().all(puts).andFailFast());
        until(() -> cache.writeStats().givenUp() == 5);

        var first = get(cache.deadWrites().list(ACME, 3, null));
        var second = get(cache.deadWrites().list(ACME, 3, first.next()));
        assertThat(first.items()).extracting("key").containsExactly("k0", "k1", "k2");
        assertThat(second.items()).extracting("key").containsExactly("k3", "k4");
        assertThat(second.next()).isNull();
        assertProblem(cache.deadWrites().list(ACME, 0, null), ProblemType.INVALID_VALUE);

        target.before = writes -> Uni.createFrom().voidItem();
        assertThat(get(cache.deadWrites().replayAll(ACME))).isEqualTo(5);

        until(() -> target.values.size() == 5);
        assertThat(target.value(ACME, "k4")).isEqualTo("v4");
    }

    @Test
    void shouldGiveUpAWriteThatItCannotReadAndNotReadTheStoreInstead() {
        var cache = cache(SOON.withTakeOver(Duration.ofMillis(20)));
        target.values.put("acme/k", "old");

        journal("k", new byte[] {1, 2, 3});

        until(() -> cache.writeStats().givenUp() == 1);
        assertProblem(cache.get(ACME, "k", target.loader(ACME, "k")), ProblemType.UNAVAILABLE);
        assertThat(get(cache.deadWrites().list(ACME, 1, null)).items())
                .singleElement()
                .satisfies(write -> assertThat(write.failure()).contains("another version"));
        assertThat(target.calls).hasValue(0);
    }

    @Test
    void shouldHaveNoDeadWritesWhenItDoesNotWriteBack() {
        var plain = nodes.node().cache(Node.spec());
        var through = nodes.node().cache(Node.spec().withWrites(WriteMode.THROUGH, target));

        assertThatThrownBy(plain::deadWrites).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(through::deadWrites).isInstanceOf(IllegalStateException.class);
        assertThat(plain.writeStats().accepted()).isZero();
    }
}
