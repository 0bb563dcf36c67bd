package io.mnemesh.mesh.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.awaitility.Awaitility.await;

import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.redis.RedisFixture;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WorkTest {

    private static final List<Lane> LANES = List.of(Lane.values());

    private static final Duration LONG = Duration.ofSeconds(10);

    private final List<WorkNode> nodes = new ArrayList<>();

    @BeforeAll
    static void patience() {
        Awaitility.setDefaultTimeout(RedisFixture.PATIENCE);
        Awaitility.setDefaultPollInterval(Duration.ofMillis(10));
    }

    @BeforeEach
    void empty() {
        RedisFixture.flush();
    }

    @AfterEach
    void close() {
        nodes.forEach(WorkNode::close);
    }

    private WorkNode node() {
        return node(Map.of());
    }

    private WorkNode node(Map<String, String> config) {
        var node = new WorkNode(config);
        nodes.add(node);
        return node;
    }

    private static Uni<byte[]> after(Duration delay, String answer) {
        return Uni.createFrom().item(WorkNode.bytes(answer)).onItem().delayIt().by(delay);
    }

    private static long length(Lane lane) {
        return RedisFixture.command(Request.cmd(Command.XLEN).arg(WorkKeys.lane("smith", lane)))
                .toLong();
    }

    @Test
    void shouldAnswerManyRequestsEachWithItsOwnReply() {
        // Given
        var worker = node();
        worker.serve("echo", 16, item -> Uni.createFrom().item(WorkNode.bytes(WorkNode.text(item.body()) + "!")));
        var asker = node();

        // When
        List<String> answers = Uni.join()
                .all(IntStream.range(0, 500)
                        .mapToObj(i -> asker.ask("echo", LANES.get(i % 3), LONG, "m" + i))
                        .toList())
                .andFailFast()
                .await()
                .atMost(RedisFixture.PATIENCE);

        // Then
        assertThat(answers)
                .containsExactlyElementsOf(
                        IntStream.range(0, 500).mapToObj(i -> "m" + i + "!").toList());
        await().until(() -> length(Lane.INTERACTIVE) + length(Lane.STANDARD) + length(Lane.BULK) == 0);
        await().until(() -> RedisFixture.command(Request.cmd(Command.XLEN)
                                .arg(WorkKeys.reply(asker.runtime.instance().id())))
                        .toLong()
                == 0);
        assertThat(asker.meters.get(WorkMetrics.IN_FLIGHT).gauge().value()).isZero();
    }

    @Test
    void shouldCarryProblemsOverTheWire() {
        // Given
        var worker = node();
        worker.serve(
                "refuse",
                4,
                item -> Uni.createFrom()
                        .failure(new ProblemException(
                                ProblemType.TOO_MANY_REQUESTS,
                                "Slow down.",
                                Map.of("limit", 5),
                                Duration.ofMillis(1500),
                                null)));

        // When
        assertThatThrownBy(() ->
                        node().ask("refuse", Lane.STANDARD, LONG, "x").await().atMost(RedisFixture.PATIENCE))
                // Then
                .asInstanceOf(type(ProblemException.class))
                .satisfies(problem -> {
                    assertThat(problem.type()).isEqualTo(ProblemType.TOO_MANY_REQUESTS);
                    assertThat(problem.detail()).isEqualTo("Slow down.");
                    assertThat(problem.extensions()).containsExactly(Map.entry("limit", 5));
                    assertThat(problem.retryAfter()).isEqualTo(Duration.ofMillis(1500));
                });
    }

    @Test
    void shouldHideWhatIsNotAProblem() {
        // Given
        var worker = node();
        worker.serve("crash", 4, item -> {
            throw new IllegalStateException("secret");
        });

        // When
        assertThatThrownBy(() ->
                        node().ask("crash", Lane.STANDARD, LONG, "x").await().atMost(RedisFixture.PATIENCE))
                // Then
                .asInstanceOf(type(ProblemException.class))
                .satisfies(problem -> assertThat(problem.type()).isEqualTo(ProblemType.UPSTREAM_FAILED))
                .satisfies(problem -> assertThat(problem.detail()).doesNotContain("secret"));
    }

    @Test
    void shouldRefuseUnknownKinds() {
        // Given
        node().serve("echo", 4, item -> Uni.createFrom().item(item.body()));

        // When
        assertThatThrownBy(() ->
                        node().ask("sing", Lane.STANDARD, LONG, "x").await().atMost(RedisFixture.PATIENCE))
                // Then
                .asInstanceOf(type(ProblemException.class))
                .satisfies(problem -> assertThat(problem.type()).isEqualTo(ProblemType.NOT_FOUND));
    }

    @Test
    void shouldEndAtTheDeadlineAndWithdrawTheRequest() {
        // Given nobody who works
        var asker = node();

        // When
        assertThatThrownBy(() -> asker.ask("echo", Lane.STANDARD, Duration.ofMillis(60), "x")
                        .await()
                        .atMost(RedisFixture.PATIENCE))
                // Then
                .asInstanceOf(type(ProblemException.class))
                .satisfies(problem -> assertThat(problem.type()).isEqualTo(ProblemType.DEADLINE_EXCEEDED));
        await().until(() -> length(Lane.STANDARD) == 0);
    }

    @Test
    void shouldDropExpiredItemsUnexecutedAndCountThem() {
        // Given items whose time is over and whose asker died before it could withdraw them
        var worker = node();
        Queue<String> executed = new ConcurrentLinkedQueue<>();
        var asker = node();
        var first = asker.ask("slow", Lane.STANDARD, LONG, "first").subscribeAsCompletionStage();
        await().until(() -> length(Lane.STANDARD) == 1);
        var gone = node();
        for (int i = 0; i < 5; i++) {
            gone.ask("slow", Lane.STANDARD, Duration.ofMillis(400), "late" + i)
                    .subscribe()
                    .with(x -> {}, x -> {});
        }
        await().until(() -> length(Lane.STANDARD) == 6);
        gone.kill();
        long over = System.currentTimeMillis() + 450;
        await().until(() -> System.currentTimeMillis() > over);

        // When
        worker.serve("slow", 1, item -> {
            executed.add(WorkNode.text(item.body()));
            return Uni.createFrom().item(WorkNode.bytes("done"));
        });

        // Then
        await().until(first::isDone);
        await().until(() -> length(Lane.STANDARD) == 0);
        assertThat(executed).containsExactly("first");
        assertThat(worker.meters
                        .counter(WorkMetrics.DROPPED, "service", "smith", "lane", "standard", "reason", "expired")
                        .count())
                .isEqualTo(5);
    }

    @Test
    void shouldRefuseMoreThanTheCapWith429() {
        // Given
        var asker = node(Map.of("mnemesh.work.in-flight", "3"));
        for (int i = 0; i < 3; i++) {
            asker.ask("never", Lane.BULK, LONG, "x").subscribe().with(x -> {}, x -> {});
        }

        // When
        assertThatThrownBy(
                        () -> asker.ask("never", Lane.BULK, LONG, "x").await().atMost(RedisFixture.PATIENCE))
                // Then
                .asInstanceOf(type(ProblemException.class))
                .satisfies(problem -> {
                    assertThat(problem.type()).isEqualTo(ProblemType.TOO_MANY_REQUESTS);
                    assertThat(problem.retryAfter()).isEqualTo(Duration.ofSeconds(1));
                });
    }

    @Test
    void shouldTakeOverItemsOfAWorkerThatDied() {
        // Given
        var config = Map.of("mnemesh.work.reclaim-idle", "400ms");
        var doomed = node(config);
        var taken = new AtomicInteger();
        doomed.serve("echo", 8, item -> {
            taken.incrementAndGet();
            return Uni.createFrom().nothing();
        });
        var asker = node();
        var answers = IntStream.range(0, 4)
                .mapToObj(i -> asker.ask("echo", Lane.BULK, LONG, "m" + i).subscribeAsCompletionStage())
                .toList();
        await().until(() -> taken.get() == 4);

        // When
        doomed.kill();
        var heir = node(config);
        heir.serve("echo", 8, item -> Uni.createFrom().item(item.body()));

        // Then
        await().until(() -> answers.stream().allMatch(answer -> answer.isDone()));
        assertThat(answers.stream().map(answer -> answer.join())).containsExactly("m0", "m1", "m2", "m3");
        assertThat(heir.meters
                        .counter(WorkMetrics.RECLAIMED, "service", "smith", "lane", "bulk")
                        .count())
                .isEqualTo(4);
    }

    @Test
    void shouldNotTakeOverItemsOfAWorkerThatIsSlowButAlive() {
        // Given
        var config = Map.of("mnemesh.work.reclaim-idle", "300ms");
        var executed = new AtomicInteger();
        for (int i = 0; i < 2; i++) {
            node(config).serve("slow", 4, item -> {
                executed.incrementAndGet();
                return after(Duration.ofMillis(1200), "done");
            });
        }

        // When
        String answer = node().ask("slow", Lane.STANDARD, LONG, "x").await().atMost(RedisFixture.PATIENCE);

        // Then
        assertThat(answer).isEqualTo("done");
        assertThat(executed).hasValue(1);
    }

    @Test
    void shouldServeInteractiveWorkWhileBulkFillsItsPlaces() {
        // Given bulk that never ends
        var worker = node();
        var bulk = new AtomicInteger();
        worker.serve("mixed", 8, item -> {
            if (item.lane() == Lane.BULK) {
                bulk.incrementAndGet();
                return Uni.createFrom().nothing();
            }
            return Uni.createFrom().item(item.body());
        });
        var asker = node();
        for (int i = 0; i < 100; i++) {
            asker.ask("mixed", Lane.BULK, LONG, "b").subscribe().with(x -> {}, x -> {});
        }
        await().until(() -> bulk.get() == 4);

        // When
        String standard = asker.ask("mixed", Lane.STANDARD, LONG, "s").await().atMost(RedisFixture.PATIENCE);
        String interactive =
                asker.ask("mixed", Lane.INTERACTIVE, LONG, "i").await().atMost(RedisFixture.PATIENCE);

        // Then
        assertThat(standard).isEqualTo("s");
        assertThat(interactive).isEqualTo("i");
        assertThat(bulk).hasValue(4);
    }

    @Test
    void shouldGoOnAfterRedisWasKilled() {
        // Given
        node().serve("echo", 4, item -> Uni.createFrom().item(item.body()));
        var asker = node();
        assertThat(asker.ask("echo", Lane.INTERACTIVE, LONG, "before").await().atMost(RedisFixture.PATIENCE))
                .isEqualTo("before");

        // When
        RedisFixture.server().kill();
        assertThatThrownBy(() -> asker.ask("echo", Lane.INTERACTIVE, Duration.ofMillis(300), "during")
                        .await()
                        .atMost(RedisFixture.PATIENCE))
                .isInstanceOf(ProblemException.class);
        RedisFixture.server().restart();

        // Then
        await().ignoreExceptions()
                .until(() -> asker.ask("echo", Lane.INTERACTIVE, Duration.ofSeconds(1), "after")
                        .await()
                        .atMost(RedisFixture.PATIENCE)
                        .equals("after"));
    }

    @Test
    void shouldGoOnAfterRedisLostEverything() {
        // Given
        node().serve("echo", 4, item -> Uni.createFrom().item(item.body()));
        var asker = node(Map.of("mnemesh.work.reply-ttl", "3s"));
        assertThat(asker.ask("echo", Lane.INTERACTIVE, LONG, "before").await().atMost(RedisFixture.PATIENCE))
                .isEqualTo("before");

        // When
        RedisFixture.flush();

        // Then
        await().ignoreExceptions()
                .until(() -> asker.ask("echo", Lane.INTERACTIVE, Duration.ofMillis(500), "after")
                        .await()
                        .atMost(RedisFixture.PATIENCE)
                        .equals("after"));
    }

    @Test
    void shouldFinishWorkUnderWayBeforeAStopCompletes() {
        // Given
        var begun = new AtomicInteger();
        var server = node().serve("slow", 4, item -> {
            begun.incrementAndGet();
            return after(Duration.ofMillis(200), "done");
        });
        var answer = node().ask("slow", Lane.STANDARD, LONG, "x").subscribeAsCompletionStage();
        await().until(() -> begun.get() == 1);

        // When
        server.stop().await().atMost(RedisFixture.PATIENCE);

        // Then
        assertThat(answer).succeedsWithin(Duration.ofSeconds(1)).isEqualTo("done");
    }

    @Test
    void shouldEmbedThroughTheTypedClient() {
        // Given
        var worker = node();
        worker.serve(EmbeddingsCodec.KIND, 4, item -> Uni.createFrom().item(item.body()));
        var client = new WorkEmbeddingsClient(request -> Uni.createFrom()
                .item(EmbeddingsCodec.encodeReply(new EmbeddingsClient.Embeddings(
                        "m@1",
                        EmbeddingsCodec.decodeRequest(request.body()).texts().stream()
                                .map(text -> new float[] {text.length(), 0.5f})
                                .toList()))));

        // When
        var embeddings = client.embed(WorkNode.ACME, List.of("a", "bcd"), Lane.INTERACTIVE, LONG)
                .await()
                .atMost(RedisFixture.PATIENCE);

        // Then
        assertThat(embeddings.model()).isEqualTo("m@1");
        assertThat(embeddings.vectors()).containsExactly(new float[] {1, 0.5f}, new float[] {3, 0.5f});
        assertThatThrownBy(() -> client.embed(WorkNode.ACME, List.of(), Lane.BULK, LONG)
                        .await()
                        .atMost(RedisFixture.PATIENCE))
                .isInstanceOf(ProblemException.class);
    }
}
