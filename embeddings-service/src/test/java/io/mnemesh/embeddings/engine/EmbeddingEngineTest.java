package io.mnemesh.embeddings.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.mnemesh.embeddings.engine.EngineListener.Drop;
import io.mnemesh.embeddings.inference.Company;
import io.mnemesh.embeddings.inference.Encoder;
import io.mnemesh.embeddings.inference.EncodingException;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.work.Lane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EmbeddingEngineTest {

    private static final long FAR = Long.MAX_VALUE / 2;
    private static final Tuning ANY = new Tuning(Company.ANY_LENGTH, 1, 64, 18);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(5);

    private final GatedEncoder encoder = new GatedEncoder();
    private final Drops drops = new Drops();
    private final AtomicLong clock = new AtomicLong();
    private EmbeddingEngine engine = engine(ANY, new EngineLimits(false, 64, 1000, 0));

    @AfterEach
    void stop() {
        encoder.gate.release(1_000_000);
        engine.close();
    }

    @Test
    void shouldComputeInteractiveWorkAtTheNextBatchBoundary() {
        engine.start();
        block();
        submit(Lane.BULK, 5, 5, 5);
        submit(Lane.INTERACTIVE, 7);

        encoder.gate.release(2);

        encoder.awaitBatches(3);
        assertThat(encoder.batches.get(1)).containsExactly(7);
    }

    @Test
    void shouldComputeInteractiveWorkBesideARunningBatchWhenThereIsAnExpressWorker() {
        engine = engine(ANY, new EngineLimits(true, 64, 1000, 0));
        engine.start();
        block();

        submit(Lane.INTERACTIVE, 7);

        encoder.awaitBatches(2);
        assertThat(encoder.batches.get(1)).containsExactly(7);
    }

    @Test
    void shouldBatchNeighboursInLengthAroundTheOldest() {
        engine.start();
        block();
        submit(Lane.STANDARD, 16, 60, 15, 61, 17, 16);

        encoder.gate.release(2);

        encoder.awaitBatches(3);
        assertThat(encoder.batches.get(1)).hasSizeGreaterThan(1).allMatch(length -> length < 20);
    }

    @Test
    void shouldGiveEachTextItsOwnVector() {
        engine.start();
        encoder.gate.release(100);

        List<Ticket> tickets = submit(Lane.STANDARD, 3, 9, 4, 20, 8);

        assertThat(tickets.stream().map(ticket -> ticket.vector().join()[0])).containsExactly(3f, 9f, 4f, 20f, 8f);
    }

    @Test
    void shouldDropWhatExpiredBeforeItIsComputed() {
        engine.start();
        block();
        Ticket late = engine.submit(List.of(new int[5]), Lane.STANDARD, 100).getFirst();
        Ticket inTime = engine.submit(List.of(new int[6]), Lane.STANDARD, 1000).getFirst();
        clock.set(500);

        encoder.gate.release(10);

        assertThat(inTime.vector().join()).containsExactly(6f);
        assertThatThrownBy(() -> late.vector().join())
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.type()).isEqualTo(ProblemType.DEADLINE_EXCEEDED));
        assertThat(drops.of(Drop.EXPIRED)).isEqualTo(1);
        assertThat(encoder.computed()).doesNotContain(5);
    }

    @Test
    void shouldNotTakeWhatExpiredIntoABatchOfOthers() {
        engine.start();
        block();
        Ticket oldest = engine.submit(List.of(new int[6]), Lane.STANDARD, 1000).getFirst();
        Ticket late = engine.submit(List.of(new int[5]), Lane.STANDARD, 100).getFirst();
        clock.set(500);

        encoder.gate.release(10);

        assertThat(oldest.vector().join()).containsExactly(6f);
        assertThat(late.vector()).failsWithin(PATIENCE);
        assertThat(drops.of(Drop.EXPIRED)).isEqualTo(1);
        assertThat(encoder.computed()).doesNotContain(5);
    }

    @Test
    void shouldKeepATextWhoseDeadlineSomebodyExtended() {
        engine.start();
        block();
        Ticket ticket = engine.submit(List.of(new int[5]), Lane.STANDARD, 100).getFirst();
        ticket.join(Lane.STANDARD, 1000);
        clock.set(500);

        encoder.gate.release(10);

        assertThat(ticket.vector().join()).containsExactly(5f);
    }

    @Test
    void shouldMoveATextToTheFasterLaneSomebodyAskedFor() {
        engine.start();
        block();
        submit(Lane.STANDARD, 30);
        Ticket bulk = submit(Lane.BULK, 7).getFirst();
        bulk.join(Lane.INTERACTIVE, FAR);

        encoder.gate.release(2);

        encoder.awaitBatches(2);
        assertThat(encoder.batches.get(1)).containsExactly(7);
    }

    @Test
    void shouldNotComputeWhatIsCancelledWhileItWaits() {
        engine.start();
        block();
        Ticket gone = submit(Lane.STANDARD, 5).getFirst();
        Ticket stays = submit(Lane.STANDARD, 6).getFirst();
        gone.cancel();

        encoder.gate.release(10);

        assertThat(stays.vector().join()).containsExactly(6f);
        assertThat(gone.vector()).isCancelled();
        assertThat(encoder.computed()).doesNotContain(5);
        assertThat(drops.of(Drop.CANCELLED)).isEqualTo(1);
    }

    @Test
    void shouldRefuseAWholeRequestWhenTheLaneIsFull() {
        engine.start();
        block();
        submit(Lane.BULK, 600);

        assertThatThrownBy(() -> submit(Lane.BULK, 100, 301))
                .isInstanceOfSatisfying(ProblemException.class, problem -> {
                    assertThat(problem.type()).isEqualTo(ProblemType.TOO_MANY_REQUESTS);
                    assertThat(problem.retryAfter()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(60));
                });
        assertThat(engine.state().lanes().get(Lane.BULK).texts()).isEqualTo(1);
        assertThat(drops.of(Drop.FULL)).isEqualTo(2);
    }

    @Test
    void shouldTakeOtherLanesWhenOneIsFull() {
        engine.start();
        block();
        submit(Lane.BULK, 1000);

        Ticket query = submit(Lane.INTERACTIVE, 5).getFirst();
        encoder.gate.release(10);

        assertThat(query.vector().join()).containsExactly(5f);
    }

    @Test
    void shouldFailOnlyTheTextThatTheModelRefuses() {
        encoder.poison = 9;
        engine.start();
        block();
        List<Ticket> tickets = submit(Lane.STANDARD, 8, 9, 10);

        encoder.gate.release(10);

        assertThat(tickets.get(0).vector().join()).containsExactly(8f);
        assertThat(tickets.get(2).vector().join()).containsExactly(10f);
        assertThatThrownBy(() -> tickets.get(1).vector().join())
                .cause()
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.type()).isEqualTo(ProblemType.INFERENCE_FAILED));
    }

    @Test
    void shouldBatchOnlyEqualLengthsWhenTheEncoderAsksForThem() {
        engine = engine(ANY.with(Company.EQUAL_LENGTH), new EngineLimits(false, 64, 1000, 0));
        engine.start();
        block();
        submit(Lane.STANDARD, 16, 15, 16, 17);

        encoder.gate.release(10);

        encoder.awaitBatches(4);
        assertThat(encoder.batches.subList(1, 4)).contains(List.of(16, 16), List.of(15), List.of(17));
    }

    @Test
    void shouldGoByTheTuningThatReplacedTheFirst() {
        engine = engine(ANY.with(Company.ALONE), new EngineLimits(false, 64, 1000, 0));
        engine.start();
        block();
        submit(Lane.STANDARD, 16, 15, 16);
        encoder.gate.release(1);
        encoder.awaitBatches(2);

        engine.tune(ANY);
        encoder.gate.release(10);

        encoder.awaitBatches(3);
        assertThat(encoder.batches.subList(1, 3)).containsExactly(List.of(16), List.of(15, 16));
        assertThat(engine.tuning()).isEqualTo(ANY);
    }

    @Test
    void shouldStartTheWorkersThatAreMissing() {
        engine.start();
        block();

        engine.tune(new Tuning(Company.ANY_LENGTH, 3, 64, 18));
        submit(Lane.STANDARD, 60);
        submit(Lane.STANDARD, 61);

        encoder.awaitBatches(3);
        assertThat(engine.state().running()).isEqualTo(3);
    }

    @Test
    void shouldLetWorkersGoThatAreTooMany() {
        engine = engine(new Tuning(Company.ANY_LENGTH, 3, 64, 18), new EngineLimits(false, 64, 1000, 0));
        engine.start();
        block();

        engine.tune(ANY);
        submit(Lane.STANDARD, 60);
        submit(Lane.STANDARD, 61);
        encoder.gate.release(1);

        encoder.awaitBatches(2);
        await().atMost(PATIENCE).pollInterval(POLL).until(() -> workers() == 1);
        assertThat(engine.state().running()).isEqualTo(1);
        assertThat(encoder.batches).hasSize(2);
    }

    @Test
    void shouldStartTheThreadsOfTheLastTuningOnly() {
        engine.tune(new Tuning(Company.ANY_LENGTH, 2, 64, 18));

        assertThat(workers()).isZero();
        engine.start();
        assertThat(workers()).isEqualTo(2);
    }

    @Test
    void shouldLetATunerMeasureBesideTheWork() {
        engine.start();
        encoder.gate.release(10);
        var computed = new CompletableFuture<float[]>();

        engine.tuneBy((measured, found) -> {
            computed.complete(measured.encode(List.of(new int[3])).getFirst());
            found.accept(ANY.with(Company.EQUAL_LENGTH));
        });

        assertThat(computed.join()).containsExactly(3f);
        await().atMost(PATIENCE).pollInterval(POLL).until(engine::settled);
        assertThat(engine.tuning()).isEqualTo(ANY.with(Company.EQUAL_LENGTH));
    }

    @Test
    void shouldLetNothingBeComputedBesideTheWorkOnceItIsClosed() {
        engine.start();
        var measuring = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        var refusal = new CompletableFuture<Throwable>();
        engine.tuneBy((measured, found) -> {
            measuring.countDown();
            awaitUninterruptibly(goOn);
            refusal.complete(catchThrowable(() -> measured.encode(List.of(new int[3]))));
        });
        awaitUninterruptibly(measuring);
        var closing = Thread.ofPlatform().start(engine::close);
        await().atMost(PATIENCE).pollInterval(POLL).until(this::refusesWork);
        assertThat(engine.settled()).isFalse();

        goOn.countDown();

        assertThat(refusal.join()).isInstanceOf(CancellationException.class);
        await().atMost(PATIENCE).pollInterval(POLL).until(() -> !closing.isAlive());
        assertThat(encoder.batches).isEmpty();
        assertThat(engine.settled()).isTrue();
    }

    @Test
    void shouldFailWhatWaitsAndRefuseMoreWhenItIsClosed() {
        engine.start();
        block();
        Ticket waits = submit(Lane.BULK, 5).getFirst();
        encoder.gate.release(10);

        engine.close();

        assertThat(waits.vector()).isDone();
        assertThatThrownBy(() -> submit(Lane.BULK, 5))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.type()).isEqualTo(ProblemType.UNAVAILABLE));
        assertThat(engine.state().running()).isZero();
    }

    private EmbeddingEngine engine(Tuning tuning, EngineLimits limits) {
        return new EmbeddingEngine(encoder, tuning, limits, drops, Runnable::run, clock::get);
    }

    private boolean refusesWork() {
        return catchThrowable(() -> submit(Lane.BULK, 5)) instanceof ProblemException;
    }

    /** General workers of this test's engine. */
    private int workers() {
        return engine.workers();
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            assertThat(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Occupies the one worker. */
    private void block() {
        submit(Lane.STANDARD, 1);
        encoder.awaitBatches(1);
    }

    private List<Ticket> submit(Lane lane, int... lengths) {
        return engine.submit(Arrays.stream(lengths).mapToObj(int[]::new).toList(), lane, FAR);
    }

    /** Vectors are the lengths; each batch waits at the gate. */
    private static final class GatedEncoder implements Encoder {

        final Semaphore gate = new Semaphore(0);
        final List<List<Integer>> batches = Collections.synchronizedList(new ArrayList<>());
        volatile int poison = -1;

        @Override
        public int dimensions() {
            return 1;
        }

        @Override
        public List<float[]> encode(List<int[]> sequences) {
            batches.add(sequences.stream().map(ids -> ids.length).toList());
            gate.acquireUninterruptibly();
            if (sequences.stream().anyMatch(ids -> ids.length == poison)) {
                throw new EncodingException("poison", new IllegalStateException());
            }
            return sequences.stream().map(ids -> new float[] {ids.length}).toList();
        }

        List<Integer> computed() {
            return batches.stream().flatMap(List::stream).toList();
        }

        void awaitBatches(int count) {
            await().atMost(PATIENCE).pollInterval(POLL).until(() -> batches.size() >= count);
        }

        @Override
        public void close() {}
    }

    private static final class Drops implements EngineListener {

        private final List<Drop> drops = Collections.synchronizedList(new ArrayList<>());

        @Override
        public void computed(Lane lane, int rows, int tokens, int padded, Duration took) {}

        @Override
        public void waited(Lane lane, Duration time) {}

        @Override
        public void dropped(Lane lane, Drop reason, int texts) {
            drops.addAll(Collections.nCopies(texts, reason));
        }

        long of(Drop reason) {
            return drops.stream().filter(reason::equals).count();
        }
    }
}
