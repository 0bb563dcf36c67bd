package io.mnemesh.intelligence.security;

import io.mnemesh.intelligence.security.profile.AlertKind;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Somebody should look at how a token or a tenant is used.
 *
 * @param caller   id of the session or key; empty if it is about the tenant
 * @param about    what distinguishes it from others of its kind, for example a network
 * @param severity {@code warning} or {@code critical}
 * @param detail   what was seen first, in one sentence
 * @param times    how often it was seen
 */
public record SecurityAlert(
        UUID id,
        AlertKind kind,
        String caller,
        String about,
        String severity,
        String detail,
        long times,
        Instant firstAt,
        Instant lastAt,
        @Nullable String acknowledgedBy,
        @Nullable Instant acknowledgedAt) {}
