package io.mnemesh.realtime.ingest;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.mnemesh.mesh.event.MeshEvent;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.UUID;

/** The form in which browsers see an event. */
@Singleton
public class EventPayloads {

    private final ObjectMapper json;

    EventPayloads(ObjectMapper json) {
        this.json = json.copy().disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);
    }

    /** A JSON object in UTF-8. */
    public byte[] of(MeshEvent<?> event) {
        try {
            return json.writeValueAsBytes(
                    new Payload(event.type().shortName(), event.id(), event.time(), event.subject(), event.data()));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The event cannot be written as JSON.", e);
        }
    }

    @RegisterForReflection
    @JsonPropertyOrder({"event", "eventId", "time", "subject", "data"})
    record Payload(String event, UUID eventId, Instant time, String subject, Record data) {}
}
