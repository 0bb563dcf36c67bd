package io.mnemesh.realtime.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.mnemesh.mesh.event.EventCodec;
import io.mnemesh.mesh.event.EventType;
import io.mnemesh.mesh.event.EventTypes;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The AsyncAPI description: the part written by hand, with the mesh's event types added. */
final class AsyncApi {

    /** Frames of clients, by their type. */
    static final List<String> CLIENT_FRAMES = typesOf(ClientFrame.class);

    /** Frames of the server, by their type. */
    static final List<String> SERVER_FRAMES = List.of(
            "connected",
            "refreshed",
            "subscribed",
            "unsubscribed",
            "published",
            "members",
            "result",
            "acked",
            "redelivery",
            "replayed",
            "pong",
            "error",
            "event",
            "publication",
            "join",
            "leave",
            "writing",
            "gap");

    private static final String HAND_WRITTEN = "asyncapi.yaml";
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .build();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ObjectNode document;

    private AsyncApi(ObjectNode document) {
        this.document = document;
    }

    static AsyncApi ofTheSources() throws IOException {
        try (InputStream in = AsyncApi.class.getResourceAsStream(HAND_WRITTEN)) {
            var api = new AsyncApi((ObjectNode) YAML.readTree(in));
            CLIENT_FRAMES.forEach(frame -> api.carry("realtime", "hear", frame));
            SERVER_FRAMES.forEach(frame -> api.carry("realtime", "tell", frame));
            for (EventType<?> type : EventTypes.ALL) {
                api.event(type);
            }
            api.describeEventFrames();
            return api;
        }
    }

    private static List<String> typesOf(Class<?> frames) {
        return Stream.of(frames.getPermittedSubclasses())
                .map(frame -> frame.getSimpleName().toLowerCase(Locale.ROOT))
                .toList();
    }

    private void event(EventType<?> type) throws IOException {
        var schema = (ObjectNode) resource("schema", type);
        schema.remove(List.of("$schema", "$id"));
        at("/components/schemas").set(type.shortName(), schema);
        ObjectNode message = at("/components/messages").putObject(type.shortName());
        message.put("name", type.name());
        message.put("title", type.shortName());
        message.put("summary", schema.path("description").asText());
        message.put("contentType", "application/json");
        ObjectNode own = message.putObject("headers")
                .putArray("allOf")
                .add(ref("/components/schemas/cloudEvent"))
                .addObject();
        own.putObject("properties").setAll(attributes(type));
        message.set("payload", ref("/components/schemas/" + type.shortName()));
        message.putArray("examples").addObject().set("payload", resource("examples", type));
        carry("events", "publish", type.shortName());
    }

    private static ObjectNode attributes(EventType<?> type) {
        ObjectNode attributes = JSON.createObjectNode();
        attributes.putObject("ce_type").put("const", type.name());
        attributes.putObject("ce_dataschema").put("const", EventCodec.dataSchema(type));
        return attributes;
    }

    /** Browsers see the families under their short names, in channels of their own. */
    private void describeEventFrames() {
        ObjectNode payload = at("/components/messages/event/payload/properties");
        ArrayNode names = ((ObjectNode) payload.path("event")).putArray("enum");
        ArrayNode payloads = ((ObjectNode) payload.path("data")).putArray("anyOf");
        for (EventType<?> type : EventTypes.FAMILIES) {
            names.add(type.shortName());
            payloads.add(ref("/components/schemas/" + type.shortName()));
        }
        var example = (ObjectNode) document.at("/components/messages/event/examples/0/payload");
        example.set("data", document.at("/components/messages/memory_deleted/examples/0/payload"));
    }

    private void carry(String channel, String operation, String message) {
        at("/channels/" + channel + "/messages").set(message, ref("/components/messages/" + message));
        ((ArrayNode) document.at("/operations/" + operation + "/messages"))
                .add(ref("/channels/" + channel + "/messages/" + message));
    }

    private ObjectNode at(String pointer) {
        return (ObjectNode) document.at(pointer);
    }

    private static ObjectNode ref(String pointer) {
        return JSON.createObjectNode().put("$ref", "#" + pointer);
    }

    private static JsonNode resource(String folder, EventType<?> type) throws IOException {
        try (InputStream in = EventTypes.class.getResourceAsStream(folder + "/" + type.name() + ".json")) {
            return JSON.readTree(in);
        }
    }

    /** The message of that name; its payload is a JSON Schema. */
    JsonNode message(String name) {
        return document.at("/components/messages/" + name);
    }

    /** The schema of a message with everything it refers to, to stand alone. */
    ObjectNode schema(String message) {
        ObjectNode schema = message(message).path("payload").deepCopy();
        schema.putObject("components").set("schemas", document.at("/components/schemas"));
        return schema;
    }

    /** First example of a message. */
    JsonNode example(String message) {
        return message(message).at("/examples/0/payload");
    }

    String text(String heading) throws IOException {
        return heading + YAML.writeValueAsString(document);
    }
}
