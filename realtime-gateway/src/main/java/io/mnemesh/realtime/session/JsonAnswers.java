package io.mnemesh.realtime.session;

import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.realtime.hub.Connection;
import io.mnemesh.realtime.protocol.JsonProtocol;
import io.mnemesh.realtime.protocol.ServerFrame;
import org.jspecify.annotations.Nullable;

/** The answers of a session in the project's own protocol. Confined to the connection's event loop. */
final class JsonAnswers {

    private final JsonProtocol json;
    private final Connection connection;
    private final SessionMeters meters;

    JsonAnswers(JsonProtocol json, Connection connection, SessionMeters meters) {
        this.json = json;
        this.connection = connection;
        this.meters = meters;
    }

    void send(ServerFrame frame) {
        connection.send(json.encode(frame));
    }

    void error(@Nullable Long id, ProblemException problem) {
        meters.refused(problem.type());
        send(JsonProtocol.error(id, problem));
    }

    void error(@Nullable Long id, Throwable failure) {
        if (failure instanceof ProblemException problem) {
            error(id, problem);
        } else {
            send(JsonProtocol.error(failure));
        }
    }
}
