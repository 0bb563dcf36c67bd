package io.mnemesh.embeddings.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class ModelShelfTest {

    private static final String KEPT = "kept";

    private final List<String> loads = new ArrayList<>();
    private final Map<String, Long> sizes = new HashMap<>(Map.of(KEPT, 40L, "a", 30L, "b", 30L, "c", 30L));
    private final Deque<Runnable> loaders = new ArrayDeque<>();
    private long now = 1_000;
    private final ModelShelf<Loaded> shelf = new ModelShelf<>(
            this::find, new ModelShelf.Limits(KEPT, 100, Duration.ofNanos(50)), loaders::add, () -> now);

    @Test
    void shouldLoadOnceForAllWhoAsk() {
        var first = shelf.lend("a");
        var second = shelf.lend("a");
        assertThat(shelf.state("a", Loaded::name)).isEqualTo(new ModelState.Loading());

        runLoaders();

        assertThat(first.join().model()).isSameAs(second.join().model());
        assertThat(loads).containsExactly("a");
        assertThat(shelf.state("a", Loaded::name)).isEqualTo(new ModelState.Ready("a"));
    }

    @Test
    void shouldPutAwayWhatWasIdleButNotTheKeptOne() {
        Loaded kept = lendAndGiveBack(KEPT);
        Loaded idle = lendAndGiveBack("a");
        now += 50;

        shelf.sweep();

        assertThat(idle.closed).isTrue();
        assertThat(kept.closed).isFalse();
        assertThat(shelf.state("a", Loaded::name)).isEqualTo(new ModelState.Resting());
        assertThat(lendAndGiveBack("a")).isNotSameAs(idle);
    }

    @Test
    void shouldLeaveWhatIsLentOrWasUsedLately() {
        Lease<Loaded> lent = lend("a");
        Loaded lately = lendAndGiveBack("b");
        now += 49;

        shelf.sweep();
        now += 1_000;
        lend("b").close();
        shelf.sweep();

        assertThat(lent.model().closed).isFalse();
        assertThat(lately.closed).isFalse();
    }

    @Test
    void shouldMakeRoomByPuttingAwayTheOneUnusedForLongest() {
        lendAndGiveBack(KEPT);
        Loaded a = lendAndGiveBack("a");
        now++;
        Loaded b = lendAndGiveBack("b");
        now++;
        lend("a").close();

        lendAndGiveBack("c");

        assertThat(b.closed).isTrue();
        assertThat(a.closed).isFalse();
    }

    @Test
    void shouldRefuseWhenAllTheRoomIsInUse() {
        lendAndGiveBack(KEPT);
        Lease<Loaded> a = lend("a");
        lend("b");

        CompletableFuture<Lease<Loaded>> refused = shelf.lend("c");
        runLoaders();

        assertThatThrownBy(refused::join)
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(ProblemException.class, problem -> {
                    assertThat(problem.type()).isEqualTo(ProblemType.UNAVAILABLE);
                    assertThat(problem.retryAfter()).isEqualTo(Duration.ofSeconds(5));
                    assertThat(problem.detail()).startsWith("The model c needs 30 bytes; ");
                });
        a.close();
        assertThat(lendAndGiveBack("c").closed).isFalse();
        assertThat(a.model().closed).isTrue();
    }

    @Test
    void shouldSayWhyAModelFailedAndTryAgainLater() {
        sizes.remove("a");
        var refused = shelf.lend("a");
        runLoaders();
        var again = shelf.lend("a");

        assertThat(refused).isCompletedExceptionally();
        assertThat(again).isCompletedExceptionally();
        assertThat(shelf.state("a", Loaded::name)).isEqualTo(new ModelState.Failed("no file of a"));

        sizes.put("a", 30L);
        now += Duration.ofSeconds(30).toNanos();
        assertThat(lendAndGiveBack("a").closed).isFalse();
        assertThat(shelf.state("a", Loaded::name)).isEqualTo(new ModelState.Ready("a"));
    }

    @Test
    void shouldTryTheKeptModelAgainThoughNobodyAsks() {
        sizes.remove(KEPT);
        var refused = shelf.lend(KEPT);
        runLoaders();
        sizes.put(KEPT, 40L);
        shelf.sweep();
        runLoaders();
        ModelState tooSoon = shelf.state(KEPT, Loaded::name);
        now += Duration.ofSeconds(30).toNanos();

        shelf.sweep();
        shelf.sweep();

        assertThat(refused).isCompletedExceptionally();
        assertThat(tooSoon).isEqualTo(new ModelState.Failed("no file of kept"));
        assertThat(loaders).hasSize(1);
        runLoaders();
        assertThat(shelf.state(KEPT, Loaded::name)).isEqualTo(new ModelState.Ready(KEPT));
    }

    @Test
    void shouldNotTryOthersAgainUntilSomebodyAsks() {
        sizes.remove("a");
        var refused = shelf.lend("a");
        runLoaders();
        now += Duration.ofSeconds(30).toNanos();

        shelf.sweep();

        assertThat(refused).isCompletedExceptionally();
        assertThat(loaders).isEmpty();
    }

    @Test
    void shouldNotLendToWhoHasGone() {
        var gone = shelf.lend("a");
        gone.cancel(false);
        runLoaders();
        now += 50;

        shelf.sweep();

        assertThat(shelf.state("a", Loaded::name)).isEqualTo(new ModelState.Resting());
    }

    @Test
    void shouldGiveBackOnceHoweverOftenALeaseIsClosed() {
        Lease<Loaded> first = lend("a");
        Lease<Loaded> second = lend("a");
        first.close();
        first.close();
        now += 50;

        shelf.sweep();

        assertThat(second.model().closed).isFalse();
    }

    @Test
    void shouldCloseEverythingAtTheEnd() {
        Loaded kept = lendAndGiveBack(KEPT);
        Loaded lent = lend("a").model();

        shelf.close();

        assertThat(kept.closed).isTrue();
        assertThat(lent.closed).isTrue();
    }

    private Loaded lendAndGiveBack(String name) {
        try (Lease<Loaded> lease = lend(name)) {
            return lease.model();
        }
    }

    private Lease<Loaded> lend(String name) {
        var asked = shelf.lend(name);
        runLoaders();
        return asked.join();
    }

    private void runLoaders() {
        while (!loaders.isEmpty()) {
            loaders.poll().run();
        }
    }

    private ModelShelf.Candidate<Loaded> find(String name) {
        Long size = sizes.get(name);
        if (size == null) {
            throw new IllegalStateException("no file of " + name);
        }
        return new ModelShelf.Candidate<>() {
            @Override
            public long bytes() {
                return size;
            }

            @Override
            public Loaded load() {
                loads.add(name);
                return new Loaded(name);
            }
        };
    }

    private static final class Loaded implements AutoCloseable {

        private final String name;
        private boolean closed;

        Loaded(String name) {
            this.name = name;
        }

        String name() {
            return name;
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
