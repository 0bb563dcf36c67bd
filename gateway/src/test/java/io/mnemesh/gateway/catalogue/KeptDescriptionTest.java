package io.mnemesh.gateway.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.mnemesh.cache.WriteBack;
import io.mnemesh.cache.core.TieredCacheFactory;
import io.mnemesh.gateway.catalogue.KeptDescription.Merged;
import io.mnemesh.testing.ConfigDefaults;
import io.mnemesh.testing.FakeClock;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeptDescriptionTest {

    private static final Duration WAIT = Duration.ofSeconds(10);
    private static final Merged WHOLE = new Merged("whole", true);
    private static final Merged PART = new Merged("part", false);
    private static final CatalogueConfig CONFIG =
            ConfigDefaults.with(CatalogueConfig.class, Map.of("mnemesh.gateway.catalogue.keep-incomplete", "0s"));

    private final Vertx vertx = Vertx.vertx();
    private final FakeClock clock = new FakeClock();
    private final TieredCacheFactory caches = new TieredCacheFactory(
            vertx,
            new TieredCacheFactory.Settings(
                    null, null, Duration.ofSeconds(1), Duration.ofHours(1), 1, WriteBack.DEFAULTS),
            new SimpleMeterRegistry(),
            clock,
            () -> Duration.between(Instant.EPOCH, clock.instant()).toNanos());
    private final AtomicInteger made = new AtomicInteger();
    private final KeptDescription description = new KeptDescription(caches, CONFIG, "1", this::make);
    private volatile Merged now = WHOLE;

    private Uni<Merged> make() {
        return Uni.createFrom().item(() -> {
            made.incrementAndGet();
            return now;
        });
    }

    private String ask() {
        return description.document().await().atMost(WAIT);
    }

    @AfterEach
    void close() {
        caches.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void shouldBeMadeOnceForAWhile() {
        assertThat(ask()).isEqualTo("whole");
        clock.advance(CONFIG.keep().minusSeconds(1));

        assertThat(ask()).isEqualTo("whole");
        assertThat(made).hasValue(1);
    }

    @Test
    void shouldAnswerTheOldOneWhileTheNextIsMade() {
        ask();
        now = new Merged("newer", true);
        clock.advance(CONFIG.keep().plusSeconds(1));

        assertThat(ask()).isEqualTo("whole");
        await().atMost(WAIT).until(() -> ask().equals("newer"));
        assertThat(made).hasValue(2);
    }

    @Test
    void shouldBeWholeForATimeAfterAServiceHasGone() {
        ask();
        now = PART;
        clock.advance(CONFIG.keep().plusSeconds(1));
        assertThat(ask()).isEqualTo("whole");

        clock.advance(CONFIG.keepStale());

        assertThat(ask()).isEqualTo("part");
    }

    @Test
    void shouldNotKeepWhatIsIncomplete() {
        now = PART;
        assertThat(ask()).isEqualTo("part");

        now = WHOLE;

        assertThat(ask()).isEqualTo("whole");
        assertThat(made).hasValue(2);
    }
}
