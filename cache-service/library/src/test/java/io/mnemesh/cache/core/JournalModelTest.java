package io.mnemesh.cache.core;

import static io.mnemesh.cache.core.Nodes.get;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.cache.DeadWrite;
import io.mnemesh.cache.postgres.JournalQueue.Claim;
import io.mnemesh.cache.postgres.JournalQueue.Wanted;
import io.mnemesh.cache.postgres.JournalTable.Accepted;
import io.mnemesh.cache.postgres.JournalTable.Held;
import io.mnemesh.cache.postgres.WriteJournal;
import io.mnemesh.mesh.postgres.PlainTransactions;
import io.mnemesh.mesh.tenancy.TenantId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;

/**
 * Whoever claims, however late they say what it came to: a write leaves the journal only when its last claim says that the store
 * has it and no other has come since. Leases end at once, so that every claim may be overtaken.
 */
class JournalModelTest {

    private static final TenantId ACME = new TenantId("acme");
    private static final String RUN = "q" + UUID.randomUUID().toString().substring(0, 8);
    private static final AtomicInteger TRY = new AtomicInteger();
    private static final WriteJournal JOURNAL =
            new WriteJournal(new PlainTransactions(Servers.POOL), Duration.ofSeconds(3));

    sealed interface Step {
        record Append(List<Integer> keys, int value) implements Step {}

        record Take(boolean sound) implements Step {}

        /** Of one of the claims nobody has spoken of yet. */
        record Settle(int claim) implements Step {}

        record TryAgain(int claim, boolean counts) implements Step {}

        record GiveUp(int claim) implements Step {}

        record Replay(int key) implements Step {}

        record Drop(int key) implements Step {}
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        var key = Arbitraries.integers().between(0, 2);
        var keys = key.list().uniqueElements().ofMinSize(1).ofMaxSize(3);
        var number = Arbitraries.integers().between(0, 99);
        var flag = Arbitraries.of(true, false);
        return Arbitraries.<Step>frequencyOf(
                        Tuple.of(4, Combinators.combine(keys, number).as(Step.Append::new)),
                        Tuple.of(4, flag.map(Step.Take::new)),
                        Tuple.of(4, number.map(Step.Settle::new)),
                        Tuple.of(2, Combinators.combine(number, flag).as(Step.TryAgain::new)),
                        Tuple.of(3, number.map(Step.GiveUp::new)),
                        Tuple.of(1, key.map(Step.Replay::new)),
                        Tuple.of(1, key.map(Step.Drop::new)))
                .list()
                .ofMinSize(10)
                .ofMaxSize(30);
    }

    @Property(tries = 30, shrinking = ShrinkingMode.OFF)
    void shouldKeepAWriteUntilItsLastClaimSaysTheStoreHasIt(@ForAll("steps") List<Step> steps) {
        var model = new Model(RUN + TRY.incrementAndGet());
        for (Step step : steps) {
            model.take(step);
            model.check();
        }
    }

    private static final class Row {
        private int value;
        private int writes;
        private long fence;
        private int attempt;
        private int failures;
        private boolean dead;
    }

    private static final class Model {

        private final String cache;
        private final Map<String, Row> rows = new HashMap<>();
        private final Map<String, Long> versions = new HashMap<>();
        private final List<Claim> claims = new ArrayList<>();

        Model(String cache) {
            this.cache = cache;
        }

        void take(Step step) {
            switch (step) {
                case Step.Append append -> append(append);
                case Step.Take(boolean sound) -> claim(sound);
                case Step.Settle(int number) -> {
                    Claim claim = next(number);
                    if (claim != null) {
                        settle(claim);
                    }
                }
                case Step.TryAgain(int number, boolean counts) -> {
                    Claim claim = next(number);
                    if (claim != null) {
                        get(JOURNAL.queue().tryAgain(cache, List.of(claim), Duration.ZERO, counts));
                        if (isOurs(claim) && rows.get(claim.key()).attempt > 0 && counts) {
                            rows.get(claim.key()).failures++;
                        }
                    }
                }
                case Step.GiveUp(int number) -> {
                    Claim claim = next(number);
                    if (claim != null) {
                        boolean dies = isOurs(claim) && rows.get(claim.key()).attempt > 0;
                        assertThat(get(JOURNAL.queue().giveUp(cache, claim, "no", Duration.ZERO)))
                                .isEqualTo(dies);
                        if (dies) {
                            rows.get(claim.key()).dead = true;
                        }
                    }
                }
                case Step.Replay(int key) -> {
                    Row row = rows.get("k" + key);
                    boolean revived = row != null && row.dead;
                    assertThat(get(JOURNAL.dead().replay(cache, ACME, "k" + key)))
                            .isEqualTo(revived ? 1 : 0);
                    if (revived) {
                        row.dead = false;
                        row.attempt = 0;
                        row.failures = 0;
                    }
                }
                case Step.Drop(int key) -> {
                    Row row = rows.get("k" + key);
                    boolean dropped = row != null && row.dead;
                    assertThat(get(JOURNAL.dead().drop(cache, ACME, "k" + key))).isEqualTo(dropped);
                    if (dropped) {
                        rows.remove("k" + key);
                    }
                }
            }
        }

        private void append(Step.Append append) {
            var writes = append.keys().stream()
                    .map(key -> new Accepted("k" + key, new byte[] {(byte) append.value()}, 1))
                    .toList();
            int added = (int) writes.stream()
                    .filter(write -> !rows.containsKey(write.key()))
                    .count();
            assertThat(get(JOURNAL.writes().append(cache, ACME, "me", Duration.ZERO, writes)))
                    .isEqualTo(added);
            for (Accepted write : writes) {
                Row row = rows.computeIfAbsent(write.key(), none -> new Row());
                row.value = append.value();
                row.writes++;
                row.attempt = 0;
                row.failures = 0;
                row.dead = false;
            }
        }

        private void claim(boolean sound) {
            var wanted = new Wanted("other", Duration.ZERO, sound, 10, Duration.ZERO);
            List<Claim> taken = get(JOURNAL.queue().claim(cache, wanted));
            assertThat(taken).extracting(Claim::key).containsExactlyInAnyOrderElementsOf(due(sound));
            for (Claim claim : taken) {
                Row row = rows.get(claim.key());
                row.attempt++;
                assertThat(claim.attempt()).isEqualTo(row.attempt);
                assertThat(claim.failures()).isEqualTo(row.failures);
                assertThat(claim.writes()).isEqualTo(row.writes);
                assertThat(claim.fence()).isGreaterThan(row.fence);
                row.fence = claim.fence();
            }
            claims.addAll(taken);
        }

        private List<String> due(boolean sound) {
            return rows.entrySet().stream()
                    .filter(row -> !row.getValue().dead && (row.getValue().failures == 0) == sound)
                    .map(Map.Entry::getKey)
                    .toList();
        }

        private void settle(Claim claim) {
            boolean gone = isOurs(claim) && rows.get(claim.key()).attempt > 0;
            assertThat(get(JOURNAL.queue().settle(cache, List.of(claim), Duration.ZERO, Duration.ZERO)))
                    .isEqualTo(gone ? 1 : 0);
            if (gone) {
                rows.remove(claim.key());
            } else if (isOurs(claim)) {
                rows.get(claim.key()).writes -= claim.writes();
            }
        }

        private boolean isOurs(Claim claim) {
            Row row = rows.get(claim.key());
            return row != null && row.fence == claim.fence();
        }

        private Claim next(int number) {
            return claims.isEmpty() ? null : claims.remove(number % claims.size());
        }

        /** What it holds, and that versions of a key only grow. */
        void check() {
            Map<String, Held> held = get(JOURNAL.writes().read(cache, ACME, List.of("k0", "k1", "k2")));
            assertThat(held.entrySet().stream().collect(toMap(Map.Entry::getKey, one ->
                            (int) one.getValue().envelope()[0])))
                    .isEqualTo(rows.entrySet().stream().collect(toMap(Map.Entry::getKey, row -> row.getValue().value)));
            held.forEach(
                    (key, one) -> assertThat(one.version()).isGreaterThanOrEqualTo(versions.getOrDefault(key, 0L)));
            held.forEach((key, one) -> versions.put(key, one.version()));
            var dead = rows.entrySet().stream()
                    .filter(row -> row.getValue().dead)
                    .map(Map.Entry::getKey)
                    .collect(toSet());
            assertThat(get(JOURNAL.dead().list(cache, ACME, 10, null)))
                    .extracting(DeadWrite::key)
                    .containsExactlyInAnyOrderElementsOf(dead);
            var count = get(JOURNAL.writes().count(cache));
            assertThat(count.keys()).isEqualTo(rows.size());
            assertThat(count.dead()).isEqualTo(dead.size());
        }
    }
}
