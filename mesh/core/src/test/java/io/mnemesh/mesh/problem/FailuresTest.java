package io.mnemesh.mesh.problem;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.mesh.redis.RedisUnavailableException;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.pgclient.PgException;
import io.vertx.redis.client.impl.types.ErrorType;
import io.vertx.sqlclient.ClosedConnectionException;
import java.net.ConnectException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FailuresTest {

    static Stream<Throwable> passing() {
        return Stream.of(
                new RedisUnavailableException("away", null),
                new ConnectException("refused"),
                new TimeoutException(),
                new io.smallrye.mutiny.TimeoutException(),
                new CompletionException(new ConnectException("refused")),
                new PgException("deadlock detected", "ERROR", "40P01", ""),
                new PgException("terminating connection", "FATAL", "57P01", ""),
                new PgException("too many clients", "FATAL", "53300", ""),
                ErrorType.create("LOADING Redis is loading the dataset in memory"),
                ErrorType.create("CLUSTERDOWN The cluster is down"),
                ClosedConnectionException.INSTANCE,
                new IllegalStateException("Connection is not active now, current status: CLOSED"),
                new IllegalStateException("Timeout"),
                new NoStackTraceThrowable("Connection is closed"),
                new NoStackTraceThrowable("Redis waiting queue is full"),
                new ConnectionPoolTooBusyException("Connection pool reached max wait queue size of 128"),
                new ProblemException(ProblemType.UNAVAILABLE, "x"),
                new RuntimeException(new ProblemException(ProblemType.DEADLINE_EXCEEDED, "x")));
    }

    static Stream<Throwable> lasting() {
        return Stream.of(
                new IllegalArgumentException("x"),
                new NullPointerException(),
                new PgException("duplicate key", "ERROR", "23505", ""),
                new PgException("no such column", "ERROR", "42703", ""),
                ErrorType.create("WRONGTYPE Operation against a key"),
                new ProblemException(ProblemType.INVALID_VALUE, "x"),
                // What the problem says counts, not what caused it.
                new ProblemException(
                        ProblemType.INTERNAL, "x", java.util.Map.of(), null, new ConnectException("refused")));
    }

    @ParameterizedTest
    @MethodSource("passing")
    void shouldCallTransient(Throwable failure) {
        assertThat(Failures.isTransient(failure)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("lasting")
    void shouldNotCallTransient(Throwable failure) {
        assertThat(Failures.isTransient(failure)).isFalse();
    }
}
