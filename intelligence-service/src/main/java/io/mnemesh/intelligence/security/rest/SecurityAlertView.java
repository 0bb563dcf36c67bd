package io.mnemesh.intelligence.security.rest;

import io.mnemesh.intelligence.security.SecurityAlert;
import io.mnemesh.intelligence.security.SecurityAlerts;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A security alert as it is told. */
@Schema(name = "SecurityAlert")
public record SecurityAlertView(
        UUID id,

        @Schema(
                examples = {
                    "denied-burst",
                    "new-network",
                    "unusual-hour",
                    "tenant-denied",
                    "tenant-rate",
                    "tenant-volume"
                })
        String kind,

        @Schema(examples = {"warning", "critical"}) String severity,
        String title,

        @Schema(description = "What was seen first") String detail,

        @Schema(description = "Id of the session or API key; null if it is about the tenant") @Nullable
        String caller,

        @Schema(description = "How often it was seen", examples = "1")
        long times,

        Instant firstAt,
        Instant lastAt,
        @Nullable String acknowledgedBy,
        @Nullable Instant acknowledgedAt) {

    static SecurityAlertView of(SecurityAlert alert) {
        return new SecurityAlertView(
                alert.id(),
                alert.kind().text(),
                alert.severity(),
                SecurityAlerts.title(alert),
                alert.detail(),
                alert.caller().isEmpty() ? null : alert.caller(),
                alert.times(),
                alert.firstAt(),
                alert.lastAt(),
                alert.acknowledgedBy(),
                alert.acknowledgedAt());
    }
}
