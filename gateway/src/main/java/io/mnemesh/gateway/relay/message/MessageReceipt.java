package io.mnemesh.gateway.relay.message;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What has become of a message.
 *
 * @param service       service it is for
 * @param method        method it is relayed with
 * @param path          path of the service
 * @param priority      {@code high}, {@code normal} or {@code low}
 * @param attempts      how often it was sent
 * @param createdAt     when it was taken
 * @param expiresAt     when it is given up unless it is delivered
 * @param nextAttemptAt when it is sent at the earliest; null unless it is queued
 * @param endedAt       when it was delivered, expired or died; null before
 * @param status        status of the service's last answer; null if there was none
 * @param lastError     why it was not delivered, as far as known
 */
@RegisterForReflection
public record MessageReceipt(
        UUID id,
        String service,
        String method,
        String path,
        @Schema(enumeration = {"high", "normal", "low"}) String priority,
        MessageState state,
        int attempts,
        Instant createdAt,
        Instant expiresAt,
        @Nullable Instant nextAttemptAt,
        @Nullable Instant endedAt,
        @Nullable Integer status,
        @Nullable String lastError) {}
