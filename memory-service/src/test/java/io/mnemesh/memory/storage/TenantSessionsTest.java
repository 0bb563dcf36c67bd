package io.mnemesh.memory.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mnemesh.memory.support.Api;
import io.mnemesh.memory.support.MemoryProfile;
import io.mnemesh.mesh.postgres.Statements;
import io.mnemesh.mesh.redis.Traces;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.testing.MeshTestResource;
import io.mnemesh.testing.telemetry.TestTraces;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What transactions have to do with one another that begin on one duplicated context. */
@QuarkusTest
@TestProfile(MemoryProfile.class)
@WithTestResource(value = MeshTestResource.class, scope = TestResourceScope.GLOBAL)
class TenantSessionsTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int MANY = 12;
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    @Inject
    TenantSessions sessions;

    @Inject
    Traces traces;

    @Inject
    Vertx vertx;

    private final TenantId ours = new TenantId(Api.ofNewTenant().tenant());
    private final TenantId theirs = new TenantId(Api.ofNewTenant().tenant());

    @Test
    void shouldKeepTransactionsApartWhenTheyRunSideBySideOnOneContext() {
        // When
        List<Visit> visits = onOneContext(caller -> Uni.join()
                .all(IntStream.range(0, MANY)
                        .mapToObj(n -> visit(n % 2 == 0 ? ours : theirs, "key-" + n))
                        .toList())
                .andFailFast());

        // Then
        assertThat(visits).allSatisfy(visit -> {
            assertThat(visit.before())
                    .isEqualTo(visit.after())
                    .endsWith(" " + visit.tenant().value());
            assertThat(visit.seen())
                    .contains(visit.tenant().value() + " " + visit.key())
                    .allMatch(row -> row.startsWith(visit.tenant().value() + " "));
        });
        assertThat(visits).extracting(Visit::before).doesNotHaveDuplicates();
        assertThat(keys(ours)).containsExactlyInAnyOrder("key-0", "key-2", "key-4", "key-6", "key-8", "key-10");
        assertThat(keys(theirs)).containsExactlyInAnyOrder("key-1", "key-3", "key-5", "key-7", "key-9", "key-11");
    }

    @Test
    void shouldUndoOnlyTheTransactionThatFails() {
        // When
        List<Boolean> done = onOneContext(caller -> Uni.join()
                .all(IntStream.range(0, 4)
                        .mapToObj(n -> sessions.inTenant(
                                        ours,
                                        transaction -> write(transaction, ours, "key-" + n)
                                                .chain(TenantSessionsTest::pause)
                                                .invoke(() -> {
                                                    if (n == 1) {
                                                        throw new IllegalStateException("no");
                                                    }
                                                }))
                                .replaceWith(true)
                                .onFailure(IllegalStateException.class)
                                .recoverWithItem(false))
                        .toList())
                .andFailFast());

        // Then
        assertThat(done).containsExactly(true, false, true, true);
        assertThat(keys(ours)).containsExactlyInAnyOrder("key-0", "key-2", "key-3");
    }

    @Test
    void shouldStayOnTheContextOfTheCallerOneAfterAnother() {
        // When
        List<Boolean> stayed =
                onOneContext(caller -> isOn(caller).chain(first -> isOn(caller).map(second -> List.of(first, second))));

        // Then
        assertThat(stayed).containsExactly(true, true);
    }

    @Test
    void shouldAnswerOnTheContextOfTheCallerAndCarryItsTraceSideBySide() {
        // When
        List<List<Object>> answers = onOneContext(caller -> {
            TestTraces.continueOn(caller, traces, "00-" + TRACE + "-b7ad6b7169203331-01");
            return Uni.join()
                    .all(IntStream.range(0, 3)
                            .mapToObj(n -> sessions.inTenant(
                                            ours, transaction -> place().map(place -> traces.current()))
                                    .map(trace -> List.<Object>of(trace, caller.equals(Vertx.currentContext()))))
                            .toList())
                    .andFailFast();
        });

        // Then
        assertThat(answers).hasSize(3).allSatisfy(answer -> {
            assertThat(answer.get(0)).asString().contains(TRACE);
            assertThat(answer.get(1)).isEqualTo(true);
        });
    }

    @Test
    void shouldHaveATransactionOfItsOwnInsideAnother() {
        // When
        List<String> places = onOneContext(caller -> sessions.inTenant(
                ours,
                outer -> place().chain(first -> sessions.inTenant(theirs, inner -> place())
                        .chain(second -> place().map(third -> List.of(first, second, third))))));

        // Then
        assertThat(places.get(0)).endsWith(" " + ours.value()).isEqualTo(places.get(2));
        assertThat(places.get(1)).endsWith(" " + theirs.value());
    }

    @Test
    void shouldNotInterruptATransactionWhoseCallerGaveUpNorLetTheNextIntoIt() {
        // When
        String next = onOneContext(caller -> sessions.inTenant(
                        ours, transaction -> write(transaction, ours, "late").chain(TenantSessionsTest::pause))
                .ifNoItem()
                .after(Duration.ofMillis(50))
                .recoverWithItem(List.of())
                .chain(() -> sessions.inTenant(theirs, transaction -> place())));

        // Then
        assertThat(next).endsWith(" " + theirs.value());
        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> assertThat(keys(ours)).containsExactly("late"));
    }

    /**
     * What a transaction saw.
     *
     * @param before the transaction and its tenant at its begin
     * @param after  and at its end
     * @param seen   tenant and key of every row
     */
    private record Visit(TenantId tenant, String key, String before, String after, List<String> seen) {}

    private Uni<Visit> visit(TenantId tenant, String key) {
        return sessions.inTenant(
                tenant,
                transaction -> place().chain(before -> write(transaction, tenant, key)
                        .chain(TenantSessionsTest::pause)
                        .chain(() -> rows("select tenant || ' ' || key from memory_idempotency"))
                        .chain(seen -> place().map(after -> new Visit(tenant, key, before, after, seen)))));
    }

    private Uni<Boolean> isOn(Context caller) {
        return sessions.inTenant(ours, transaction -> place().map(place -> caller.equals(Vertx.currentContext())));
    }

    private static Uni<Integer> write(Statements transaction, TenantId tenant, String key) {
        return transaction.update(
                "insert into memory_idempotency values ($1, $2, $3, $4, $5)",
                List.of(tenant.value(), key, new byte[] {1}, UUID.randomUUID(), Instant.now()));
    }

    private static Uni<List<String>> pause() {
        return rows("select cast(pg_sleep(0.3) as text)");
    }

    private static Uni<String> place() {
        return rows("select cast(pg_current_xact_id() as text) || ' ' || current_setting('mnemesh.tenant', true)")
                .map(List::getFirst);
    }

    private static Uni<List<String>> rows(String sql) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(sql, String.class).getResultList());
    }

    private List<String> keys(TenantId tenant) {
        return onOneContext(
                caller -> sessions.inTenant(tenant, transaction -> rows("select key from memory_idempotency")));
    }

    /** Does the work on a duplicated context, which it is told. */
    private <T> T onOneContext(Function<Context, Uni<T>> work) {
        var answer = new CompletableFuture<T>();
        Context caller = VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext());
        VertxContextSafetyToggle.setContextSafe(caller, true);
        caller.runOnContext(
                ready -> work.apply(caller).subscribe().with(answer::complete, answer::completeExceptionally));
        return answer.orTimeout(SOON.toSeconds(), TimeUnit.SECONDS).join();
    }
}
