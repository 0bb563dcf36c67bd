package io.mnemesh.mesh.outbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mnemesh.mesh.event.EventCodec;
import io.mnemesh.mesh.event.MeshEvent;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;

/** Form of events in the outbox: their stream fields as one JSON object. Thread-safe. */
@Singleton
final class StoredEvents {

    private static final TypeReference<Map<String, String>> FIELDS = new TypeReference<>() {};

    private final EventCodec codec;
    private final ObjectMapper json;

    @Inject
    StoredEvents(EventCodec codec, ObjectMapper json) {
        this.codec = codec;
        this.json = json;
    }

    String write(MeshEvent<?> event) {
        try {
            return json.writeValueAsString(codec.encode(event));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The event cannot be stored.", e);
        }
    }

    MeshEvent<?> read(String stored) {
        try {
            return codec.decode(json.readValue(stored, FIELDS));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The outbox holds something that is not an event.", e);
        }
    }
}
