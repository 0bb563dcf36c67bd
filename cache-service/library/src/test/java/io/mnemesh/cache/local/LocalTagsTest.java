package io.mnemesh.cache.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mnemesh.mesh.tenancy.TenantId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class LocalTagsTest {

    private static final TenantId ACME = new TenantId("acme");
    private static final TenantId GLOBEX = new TenantId("globex");

    private final LocalTags tags = new LocalTags();

    private static LocalKey tag(String name) {
        return new LocalKey(ACME, name);
    }

    @Example
    void shouldBeOldOnceATagIsInvalidated() {
        var stamp = tags.stamp(ACME, List.of("a", "b"), tags.now());

        tags.changed(tag("c"));
        assertThat(stamp.isCurrent()).isTrue();
        tags.changed(new LocalKey(GLOBEX, "a"));
        assertThat(stamp.isCurrent()).isTrue();
        tags.changed(tag("b"));

        assertThat(stamp.isCurrent()).isFalse();
        assertThat(tags.stamp(ACME, List.of("a", "b"), tags.now()).isCurrent()).isTrue();
    }

    @Example
    void shouldBeOldWhenATagThatNobodyKnewWasInvalidatedDuringTheRead() {
        long horizon = tags.now();
        tags.changed(tag("a"));

        assertThat(tags.stamp(ACME, List.of("a"), horizon).isCurrent()).isFalse();
        assertThat(tags.stamp(ACME, List.of("b"), horizon).isCurrent()).isTrue();
    }

    @Example
    void shouldBeOldForThoseWhoAskedAfterwardsOnly() {
        long before = tags.now();
        var stamp = tags.stamp(ACME, List.of("a"), before);
        tags.changed(tag("a"));

        assertThat(stamp.isOldFor(before)).isFalse();
        assertThat(stamp.isOldFor(tags.now())).isTrue();
        assertThat(TagStamp.NONE.isOldFor(tags.now())).isFalse();
    }

    @Example
    void shouldTakeReadsForOldThatBeganBeforeWhatItHasForgotten() {
        long horizon = tags.now();
        IntStream.range(0, LocalTags.RECENT + 1).forEach(i -> tags.changed(tag("t" + i)));

        assertThat(tags.stamp(ACME, List.of("new"), horizon).isCurrent()).isFalse();
        assertThat(tags.stamp(ACME, List.of("new"), horizon + 1).isCurrent()).isTrue();
    }

    @Example
    void shouldKeepTheStatesThatEntriesHoldAndGiveBackOthers() {
        var held = tags.stamp(ACME, List.of("held"), tags.now());
        IntStream.range(0, 3 * LocalTags.RECENT).forEach(i -> tags.changed(tag("t" + i)));

        await().pollInterval(Duration.ofMillis(20))
                .atMost(Duration.ofSeconds(20))
                .until(() -> {
                    System.gc();
                    IntStream.range(0, 1_000).forEach(i -> tags.stamp(ACME, List.of("other"), 0));
                    return tags.size() <= LocalTags.RECENT + 2;
                });
        assertThat(held.isCurrent()).isTrue();
        tags.changed(tag("held"));
        assertThat(held.isCurrent()).isFalse();
    }

    /** A read that began before the last invalidation of one of its tags is old, every other one is not. */
    @Property(tries = 200)
    void shouldJudgeAsAListOfInvalidationsWould(
            @ForAll @Size(max = 60) List<@IntRange(max = 5) Integer> invalidated,
            @ForAll @IntRange(max = 60) int beganAfter,
            @ForAll @Size(min = 1, max = 3) List<@IntRange(max = 5) Integer> own) {
        var some = new LocalTags();
        Map<Integer, Long> lastOf = new HashMap<>();
        long horizon = some.now();
        int count = 0;
        for (int each : invalidated) {
            some.changed(tag("t" + each));
            lastOf.put(each, some.now());
            horizon = ++count == beganAfter ? some.now() : horizon;
        }
        long began = horizon;

        var stamp =
                some.stamp(ACME, own.stream().distinct().map(each -> "t" + each).toList(), began);

        assertThat(stamp.isCurrent()).isEqualTo(own.stream().noneMatch(each -> lastOf.getOrDefault(each, 0L) > began));
    }

    @Example
    void shouldNeverTakeAReadForCurrentThatBeganBeforeAnInvalidationOfAnotherThread() {
        var record = new AtomicInteger();
        var done = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < 20_000; i++) {
                record.incrementAndGet();
                tags.changed(tag("t" + i % 7));
            }
        });
        var wrong = new ArrayList<String>();
        var all = IntStream.range(0, 7).mapToObj(i -> "t" + i).toList();

        while (!done.isDone()) {
            long horizon = tags.now();
            int read = record.get();
            var stamp = tags.stamp(ACME, all, horizon);
            int told = Math.toIntExact(tags.now());
            // Every invalidation counts one, as every change of the record does before it.
            if (told > read && stamp.isCurrent()) {
                wrong.add("read " + read + ", told " + told);
            }
        }

        assertThat(wrong).isEmpty();
    }
}
