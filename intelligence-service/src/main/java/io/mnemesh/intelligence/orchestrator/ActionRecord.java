package io.mnemesh.intelligence.orchestrator;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A line of the audit.
 *
 * @param kind   {@code scale}, {@code restart_pod}, {@code open_breaker}, {@code close_breaker}, {@code shed_bulk} or {@code restore_bulk}
 * @param target what it was done to
 * @param detail for example {@code 2 to 3 replicas}
 * @param reason one sentence with figures
 * @param note   what was answered, or why it was refused or failed
 */
public record ActionRecord(
        UUID id,
        Instant at,
        String service,
        String kind,
        String target,
        String detail,
        String reason,
        double confidence,
        Outcome outcome,
        @Nullable String note) {}
