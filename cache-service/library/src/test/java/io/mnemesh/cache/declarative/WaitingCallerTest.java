package io.mnemesh.cache.declarative;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WaitingCallerTest {

    private static final Duration WAIT = Duration.ofSeconds(10);

    private final WaitingCaller caller = new WaitingCaller();

    /** As a cache does: somewhere else. */
    private static <T> Uni<T> elsewhere(Uni<T> load) {
        return Uni.createFrom()
                .voidItem()
                .emitOn(Infrastructure.getDefaultExecutor())
                .chain(() -> load);
    }

    @Test
    void shouldRunTheLoadOnTheThreadThatWaits() throws Exception {
        var answer = caller.await(elsewhere(caller.load(Thread::currentThread)), WAIT);

        assertThat(answer).isSameAs(Thread.currentThread());
    }

    @Test
    void shouldAnswerWithoutALoad() throws Exception {
        String held = caller.await(elsewhere(Uni.createFrom().item("held")), WAIT);
        String none = caller.await(elsewhere(Uni.createFrom().nullItem()), WAIT);

        assertThat(held).isEqualTo("held");
        assertThat(none).isNull();
    }

    @Test
    void shouldFailAsTheLoadFails() {
        assertThatThrownBy(() -> caller.await(
                        elsewhere(caller.load(() -> {
                            throw new IOException("gone");
                        })),
                        WAIT))
                .isInstanceOf(IOException.class)
                .hasMessage("gone");
        assertThatThrownBy(() -> caller.await(
                        elsewhere(caller.load(() -> {
                            throw new AssertionError("broken");
                        })),
                        WAIT))
                .isInstanceOf(AssertionError.class)
                .hasMessage("broken");
    }

    @Test
    void shouldGiveUpInTheEnd() {
        assertThatThrownBy(() -> caller.await(Uni.createFrom().nothing(), Duration.ofMillis(50)))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.type()).isEqualTo(ProblemType.DEADLINE_EXCEEDED));
    }
}
