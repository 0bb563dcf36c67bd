package io.mnemesh.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mnemesh.embedded.EmbeddedRedis;
import io.mnemesh.embedded.RedisOptions;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Over which connection reads go, and what becomes of them when Redis goes. */
class NearReadsTest {

    private static final EmbeddedRedis REDIS = EmbeddedRedis.start(RedisOptions.temporary());
    private static final Vertx VERTX = Vertx.vertx();
    private static final Duration WAIT = Duration.ofSeconds(15);

    private final AtomicInteger openings = new AtomicInteger();
    private final RedisLink link = new RedisLink(
            new Connections(
                    VERTX,
                    new RedisSettings(
                            REDIS.url(),
                            RedisClientType.STANDALONE,
                            "near",
                            1,
                            Duration.ofMillis(500),
                            Duration.ofSeconds(1),
                            10)),
            Duration.ofMillis(500),
            sender -> sender.send(Request.cmd(Command.PING))
                    .invoke(openings::incrementAndGet)
                    .replaceWithVoid(),
            () -> {});
    private final Context loop = VERTX.getOrCreateContext();
    private String ofLink = "";

    @BeforeEach
    void open() {
        link.start();
        until(link::isOpen);
        ofLink = id(link.send(clientId()));
    }

    @AfterEach
    void close() {
        link.close();
    }

    @AfterAll
    static void end() throws Exception {
        VERTX.close().toCompletionStage().toCompletableFuture().get(WAIT.toSeconds(), TimeUnit.SECONDS);
        REDIS.close();
    }

    private static Request clientId() {
        return Request.cmd(Command.CLIENT).arg("ID");
    }

    private static String id(Uni<Response> answer) {
        return answer.await().atMost(WAIT).toString();
    }

    /** Which connection a read from the event loop goes over, and whether its answer arrives there. */
    private String onLoop() {
        var answer = new CompletableFuture<String>();
        loop.runOnContext(nothing -> link.reads()
                .send(clientId())
                .subscribe()
                .with(
                        id -> answer.complete(loop.equals(Vertx.currentContext()) ? id.toString() : "elsewhere"),
                        answer::completeExceptionally));
        return answer.orTimeout(WAIT.toSeconds(), TimeUnit.SECONDS).join();
    }

    private static void until(Callable<Boolean> condition) {
        await().pollInterval(Duration.ofMillis(10)).atMost(WAIT).until(condition);
    }

    /** The connection of the loop, which the first read asks for. */
    private String near() {
        onLoop();
        until(() -> link.reads().size() == 1);
        return onLoop();
    }

    @Test
    void shouldReadOverAConnectionOfItsOwnFromAnEventLoop() {
        String first = onLoop();
        String near = near();

        assertThat(first).isEqualTo(ofLink);
        assertThat(near).isNotEqualTo(ofLink).isNotEqualTo("elsewhere").isEqualTo(onLoop());
        assertThat(link.reads().size()).isEqualTo(1);
    }

    @Test
    void shouldReadOverTheLinkFromAThreadThatWaits() {
        near();

        assertThat(id(link.reads().send(clientId()))).isEqualTo(ofLink);
    }

    @Test
    void shouldOpenTheLinkAnewBeforeItIsReadAgainWhenOneIsClosed() {
        String near = near();

        // The answer is lost if the link is given up before it is there.
        link.send(Request.cmd(Command.CLIENT).arg("KILL").arg("ID").arg(near))
                .onFailure()
                .recoverWithNull()
                .await()
                .atMost(WAIT);
        until(() -> openings.get() == 2 && link.isOpen());

        assertThat(near()).isNotEqualTo(near).isNotEqualTo(ofLink).isNotEqualTo("elsewhere");
    }

    @Test
    void shouldGiveUpTheLinkWhenRedisIsSilentToAReader() throws Exception {
        near();
        signal("STOP");
        try {
            var unanswered = new CompletableFuture<Response>();
            loop.runOnContext(nothing -> link.reads()
                    .send(clientId())
                    .subscribe()
                    .with(unanswered::complete, unanswered::completeExceptionally));
            until(() -> !link.isOpen());

            assertThat(unanswered).failsWithin(WAIT);
            assertThat(link.reads().size()).isZero();
        } finally {
            signal("CONT");
        }
        until(link::isOpen);
    }

    @Test
    void shouldKeepTheLinkWhenACallerHoldsUpItsOwnEventLoop() {
        String near = near();
        var held = new CountDownLatch(1);
        // Not a timer of Vert.x, which may be on the loop that is held.
        CompletableFuture.delayedExecutor(1_500, TimeUnit.MILLISECONDS).execute(held::countDown);
        var answer = new CompletableFuture<String>();

        loop.runOnContext(nothing -> {
            link.reads()
                    .send(clientId())
                    .subscribe()
                    .with(id -> answer.complete(id.toString()), answer::completeExceptionally);
            hold(held);
        });

        assertThat(answer).succeedsWithin(WAIT).isEqualTo(near);
        assertThat(onLoop()).isEqualTo(near);
        assertThat(openings).hasValue(1);
    }

    private static void hold(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, String.valueOf(REDIS.pid()))
                .start()
                .waitFor();
    }
}
