package io.mnemesh.gateway.relay.message;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A message as it is sent.
 *
 * @param service    service it is for
 * @param method     method it is relayed with
 * @param path       path of the service, without a query
 * @param priority   {@code high}, {@code normal} or {@code low}; normal if left out
 * @param ttlSeconds how long it may wait, in seconds; an hour if left out
 * @param payload    JSON that becomes the body; none if left out
 */
@RegisterForReflection
public record MessageRequest(
        @Schema(required = true, examples = "memory") @Nullable
        String service,

        @Schema(required = true, examples = "POST") @Nullable
        String method,

        @Schema(required = true, examples = "/api/memories") @Nullable
        String path,

        @Schema(
                enumeration = {"high", "normal", "low"},
                examples = "normal")
        @Nullable
        String priority,

        @Schema(minimum = "1", examples = "3600") @Nullable Long ttlSeconds,

        @Schema(implementation = Object.class, examples = "{\"type\":\"fact\",\"content\":\"The valve was replaced.\"}")
        @Nullable
        JsonNode payload) {}
