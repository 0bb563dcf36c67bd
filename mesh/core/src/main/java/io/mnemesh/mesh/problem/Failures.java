package io.mnemesh.mesh.problem;

import io.smallrye.mutiny.TimeoutException;
import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import io.vertx.redis.client.impl.types.ErrorType;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells failures that go away by themselves (a server is away, a deadlock, a deadline passed) from those that will come
 * back with every try. The whole chain of causes is looked at, since frameworks wrap.
 */
public final class Failures {

    private static final int MAX_DEPTH = 16;

    private static final Set<ProblemType> TRANSIENT_PROBLEMS = Set.of(
            ProblemType.TOO_MANY_REQUESTS,
            ProblemType.UPSTREAM_FAILED,
            ProblemType.UNAVAILABLE,
            ProblemType.DEADLINE_EXCEEDED);

    /**
     * Classes of SQL state: connection, transaction rollback, resources, intervention by the operator, system error.
     */
    private static final Set<String> TRANSIENT_SQL = Set.of("08", "40", "53", "57", "58");

    /** First words of Redis errors during start, failover, resharding and low memory. */
    private static final Set<String> TRANSIENT_REDIS = Set.of(
            "LOADING",
            "BUSY",
            "CLUSTERDOWN",
            "TRYAGAIN",
            "MASTERDOWN",
            "READONLY",
            "MOVED",
            "ASK",
            "NOREPLICAS",
            "OOM",
            "MISCONF",
            "CONNECTION_CLOSED",
            "UNBLOCKED");

    private static final Set<String> TRANSIENT_HIBERNATE = Set.of(
            "org.hibernate.exception.JDBCConnectionException",
            "org.hibernate.exception.LockAcquisitionException",
            "org.hibernate.exception.LockTimeoutException",
            "org.hibernate.QueryTimeoutException");

    private Failures() {}

    /** True if trying again later can succeed without any change to the input. */
    public static boolean isTransient(Throwable failure) {
        @Nullable Throwable cause = failure;
        for (int depth = 0; cause != null && depth < MAX_DEPTH; depth++) {
            if (cause instanceof ProblemException problem) {
                return TRANSIENT_PROBLEMS.contains(problem.type());
            }
            if (isTransientItself(cause)) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    /** True if Redis answered with this error code, the first word of its message. */
    public static boolean isRedisError(Throwable failure, String code) {
        return failure instanceof ErrorType
                && String.valueOf(failure.getMessage()).startsWith(code);
    }

    private static boolean isTransientItself(Throwable failure) {
        return switch (failure) {
            case TransientFailure e -> true;
            case TimeoutException e -> true;
            case java.util.concurrent.TimeoutException e -> true;
            case ClosedChannelException e -> true;
            case com.fasterxml.jackson.core.JacksonException e -> false;
            case IOException e -> true;
            case SQLTransientException e -> true;
            case SQLRecoverableException e -> true;
            case PgException e -> isTransientSql(e.getSqlState());
            case ErrorType e -> TRANSIENT_REDIS.contains(firstWord(e.getMessage()));
            case ClosedConnectionException e -> true;
            case VertxException e -> saysClosed(e.getMessage()) || saysNoConnection(e.getMessage());
            default ->
                TRANSIENT_HIBERNATE.contains(failure.getClass().getName()) || saysNoConnection(failure.getMessage());
        };
    }

    private static boolean isTransientSql(@Nullable String state) {
        return state != null && state.length() == 5 && TRANSIENT_SQL.contains(state.substring(0, 2));
    }

    private static String firstWord(@Nullable String message) {
        String text = String.valueOf(message);
        int space = text.indexOf(' ');
        return space < 0 ? text : text.substring(0, space);
    }

    private static boolean saysClosed(@Nullable String message) {
        return String.valueOf(message).toLowerCase(Locale.ROOT).contains("closed");
    }

    /** The Vert.x pools and connections say this in an exception without a type of its own. */
    private static boolean saysNoConnection(@Nullable String message) {
        String text = String.valueOf(message);
        return text.contains("max wait queue size")
                || text.equals("Timeout")
                || text.startsWith("Connection is not active now")
                || text.equals("Connection is closed")
                || text.equals("Redis waiting queue is full");
    }
}
