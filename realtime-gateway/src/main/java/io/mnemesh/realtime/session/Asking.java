package io.mnemesh.realtime.session;

import com.fasterxml.jackson.databind.JsonNode;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.realtime.request.Caller;
import io.mnemesh.realtime.request.RequestMethod;
import io.netty.util.concurrent.EventExecutor;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Map;

/** The requests of one connection, of which so many are under way at a time. Confined to the connection's event loop. */
final class Asking {

    private static final int MOST_UNDER_WAY = 16;

    private final Sessions shared;
    private final EventExecutor loop;
    private int underWay;

    Asking(Sessions shared, EventExecutor loop) {
        this.shared = shared;
        this.loop = loop;
    }

    /**
     * Asks a method.
     *
     * @return the answer as JSON in UTF-8, on the event loop; fails as {@link
     *     io.mnemesh.realtime.request.Requests#ask} says
     * @throws ProblemException {@code method-not-allowed} if there is no such method, {@code too-many-requests} if too many
     *     are under way, or if the method refuses the question
     */
    Uni<byte[]> ask(Caller caller, String name, JsonNode params, Duration deadline) {
        RequestMethod method = shared.requests().find(name).orElseThrow(() -> missing());
        if (underWay >= MOST_UNDER_WAY) {
            throw new ProblemException(
                    ProblemType.TOO_MANY_REQUESTS,
                    "%d requests of this connection are under way; wait for their answers.".formatted(MOST_UNDER_WAY),
                    Map.of("limit", MOST_UNDER_WAY),
                    Duration.ofSeconds(1),
                    null);
        }
        Uni<byte[]> answer = shared.requests().ask(method, caller, params, deadline);
        underWay++;
        return answer.emitOn(loop).onTermination().invoke(() -> underWay--);
    }

    private static ProblemException missing() {
        return new ProblemException(ProblemType.METHOD_NOT_ALLOWED, "There is no method of this name.");
    }
}
