package io.mnemesh.mesh.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InsistenceTest {

    private final Vertx vertx = Vertx.vertx();
    private final Insistence insistence =
            new Insistence(new Loop(vertx), new Backoff(Duration.ofMillis(1), Duration.ofMillis(4)));
    private final AtomicInteger tries = new AtomicInteger();
    private final CompletableFuture<String> outcome = new CompletableFuture<>();

    @AfterEach
    void close() {
        vertx.close();
    }

    @Test
    void shouldTryUntilItSucceeds() {
        // When
        insistence.send(this::failsTwice, outcome::complete);

        // Then
        assertThat(outcome()).isEqualTo("try 3");
        assertThat(tries).hasValue(3);
    }

    @Test
    void shouldGiveUpWhenItIsWantedNoMore() {
        // When
        insistence.send(
                this::failsTwice, failures -> failures < 2, outcome::complete, () -> outcome.complete("given up"));

        // Then
        assertThat(outcome()).isEqualTo("given up");
        assertThat(tries).hasValue(2);
    }

    private Uni<String> failsTwice() {
        int number = tries.incrementAndGet();
        return number < 3
                ? Uni.createFrom().failure(new IllegalStateException("away"))
                : Uni.createFrom().item("try " + number);
    }

    private String outcome() {
        return outcome.orTimeout(10, TimeUnit.SECONDS).join();
    }
}
