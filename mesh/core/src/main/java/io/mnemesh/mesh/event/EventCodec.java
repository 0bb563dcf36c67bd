package io.mnemesh.mesh.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.mnemesh.mesh.tenancy.TenantId;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Wire form of events: CloudEvents 1.0 in binary mode as stream fields, attributes with the prefix {@code ce_} and the
 * payload as JSON in {@code data}. Members of the payload that a reader does not know are skipped, so that newer
 * writers do not stop older readers. Immutable and thread-safe.
 */
@Singleton
public final class EventCodec {

    private static final String SPEC = "1.0";
    private static final String JSON = "application/json";
    private static final String SCHEMAS = "https://mnemesh.io/schemas/";
    private static final String TYPES = "io.mnemesh.";

    private final ObjectMapper json;

    @Inject
    public EventCodec(ObjectMapper json) {
        this.json = json.copy()
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    }

    /** The stream fields of an event, in a fixed order. */
    public Map<String, String> encode(MeshEvent<?> event) {
        var fields = new LinkedHashMap<String, String>();
        fields.put("ce_specversion", SPEC);
        fields.put("ce_id", event.id().toString());
        fields.put("ce_type", event.type().name());
        fields.put("ce_source", event.source());
        fields.put("ce_subject", event.subject());
        fields.put("ce_time", event.time().toString());
        fields.put("ce_tenant", event.tenant().value());
        if (event.traceparent() != null) {
            fields.put("ce_traceparent", event.traceparent());
        }
        fields.put("ce_dataschema", dataSchema(event.type()));
        fields.put("content-type", JSON);
        try {
            fields.put("data", json.writeValueAsString(event.data()));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The payload of " + event.type().name() + " cannot be written.", e);
        }
        return fields;
    }

    /** @throws UndecodableEventException if the fields are not an event of a known type */
    public MeshEvent<?> decode(Map<String, String> fields) {
        String name = required(fields, "ce_type");
        EventType<?> type =
                EventTypes.byName(name).orElseThrow(() -> new UndecodableEventException("Unknown type " + name + "."));
        return decode(type, fields);
    }

    /** URI of the JSON Schema of the type's payload. */
    public static String dataSchema(EventType<?> type) {
        return SCHEMAS + type.name().substring(TYPES.length()) + ".json";
    }

    private <T extends Record> MeshEvent<T> decode(EventType<T> type, Map<String, String> fields) {
        try {
            @Nullable T data = json.readValue(required(fields, "data"), type.payload());
            if (data == null) {
                throw new UndecodableEventException("The payload is null.");
            }
            return new MeshEvent<>(
                    UUID.fromString(required(fields, "ce_id")),
                    type,
                    required(fields, "ce_source"),
                    required(fields, "ce_subject"),
                    Instant.parse(required(fields, "ce_time")),
                    new TenantId(required(fields, "ce_tenant")),
                    fields.get("ce_traceparent"),
                    data);
        } catch (JsonProcessingException e) {
            throw new UndecodableEventException("The payload is not a " + type.name() + ": " + e.getOriginalMessage());
        } catch (IllegalArgumentException | DateTimeParseException e) {
            throw new UndecodableEventException("An attribute is malformed: " + e.getMessage());
        }
    }

    private static String required(Map<String, String> fields, String field) {
        String value = fields.get(field);
        if (value == null) {
            throw new UndecodableEventException("The field " + field + " is missing.");
        }
        return value;
    }
}
