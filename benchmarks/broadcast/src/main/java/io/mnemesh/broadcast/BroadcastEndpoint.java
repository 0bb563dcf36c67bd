package io.mnemesh.broadcast;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.mutiny.Uni;

/**
 * As much of the Centrifuge protocol as a load client says, with the framework's own broadcast behind {@code publish}: no
 * channels, no history, no authorization.
 */
@WebSocket(path = "/connection/websocket")
public class BroadcastEndpoint {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PUBLISH = "publish";

    @OnTextMessage
    Uni<Void> onMessage(String text, WebSocketConnection connection) throws JsonProcessingException {
        JsonNode command = JSON.readTree(text);
        ObjectNode reply = JSON.createObjectNode().put("id", command.path("id").asLong());
        if (command.has(PUBLISH)) {
            reply.putObject(PUBLISH);
            JsonNode publication = command.path(PUBLISH);
            ObjectNode push = JSON.createObjectNode();
            push.putObject("push")
                    .put("channel", publication.path("channel").asText())
                    .putObject("pub")
                    .set("data", publication.path("data"));
            return connection.broadcast().sendText(push.toString()).chain(() -> connection.sendText(reply.toString()));
        }
        if (command.has("connect")) {
            reply.putObject("connect").put("client", connection.id());
        } else if (command.has("subscribe")) {
            reply.putObject("subscribe");
        } else {
            return Uni.createFrom().voidItem();
        }
        return connection.sendText(reply.toString());
    }
}
