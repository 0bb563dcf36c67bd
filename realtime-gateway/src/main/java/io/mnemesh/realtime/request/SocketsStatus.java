package io.mnemesh.realtime.request;

import com.fasterxml.jackson.databind.JsonNode;
import io.mnemesh.realtime.status.SocketStatus;
import io.mnemesh.realtime.status.StatusService;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/** {@code sockets.status}: the same as {@code GET /websocket/status}. */
@Singleton
class SocketsStatus implements RequestMethod {

    private final StatusService status;

    SocketsStatus(StatusService status) {
        this.status = status;
    }

    @Override
    public String name() {
        return "sockets.status";
    }

    @Override
    public Uni<SocketStatus> answer(Caller caller, JsonNode given) {
        new Params(given).only();
        return status.status(caller.identity());
    }
}
