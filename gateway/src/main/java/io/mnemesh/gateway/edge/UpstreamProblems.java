package io.mnemesh.gateway.edge;

import io.mnemesh.gateway.edge.Upstreams.Outcome;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.StreamResetException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/** What a client is told when a service did not answer. */
final class UpstreamProblems {

    private static final Duration SOON = Duration.ofSeconds(1);

    private UpstreamProblems() {}

    /** The problem of a request that brought no answer. */
    static ProblemException of(Service service, Throwable failure) {
        if (failure instanceof ProblemException problem) {
            return problem;
        }
        if (failure instanceof ConnectionPoolTooBusyException) {
            return problem(ProblemType.UNAVAILABLE, service, "has too many requests waiting; try again soon.", failure);
        }
        if (isUnreachable(failure)) {
            return problem(ProblemType.UNAVAILABLE, service, "cannot be reached now; try again soon.", failure);
        }
        if (failure instanceof TimeoutException) {
            return problem(ProblemType.DEADLINE_EXCEEDED, service, "did not answer in time.", failure);
        }
        return problem(ProblemType.UPSTREAM_FAILED, service, "broke off before it answered.", failure);
    }

    static Outcome outcome(Throwable failure) {
        return failure instanceof TimeoutException && !isUnreachable(failure) ? Outcome.TIMED_OUT : Outcome.FAILED;
    }

    /** Whether a service that had not begun to answer was not reached or broke off, so that another instance may be asked. */
    static boolean isBeforeAnswer(Throwable failure) {
        return failure instanceof IOException
                || failure instanceof HttpClosedException
                || failure instanceof StreamResetException
                || failure instanceof ConnectionPoolTooBusyException;
    }

    /** Refused, no route, unknown, or no connection within the connect timeout. */
    private static boolean isUnreachable(Throwable failure) {
        return failure instanceof ConnectException
                || failure instanceof NoRouteToHostException
                || failure instanceof UnknownHostException
                || failure instanceof io.netty.channel.ConnectTimeoutException;
    }

    private static ProblemException problem(ProblemType type, Service service, String detail, Throwable cause) {
        return new ProblemException(
                type,
                "The " + service.key() + " service " + detail,
                Map.of("service", service.key()),
                type == ProblemType.UNAVAILABLE ? SOON : null,
                cause);
    }
}
