package io.mnemesh.realtime.archive;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.UUID;

/**
 * An event as the archive tells it, in the same words as the socket.
 *
 * @param event   short name of its type
 * @param eventId id, the same as everywhere
 * @param time    when it happened
 * @param subject what it is about
 * @param data    the payload
 */
@RegisterForReflection
public record ArchivedEvent(String event, UUID eventId, Instant time, String subject, JsonNode data) {}
