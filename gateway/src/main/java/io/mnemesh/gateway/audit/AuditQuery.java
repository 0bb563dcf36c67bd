package io.mnemesh.gateway.audit;

import org.jspecify.annotations.Nullable;

/**
 * Which entries are wanted; what is null does not matter.
 *
 * @param actor  who did it
 * @param action what was done
 * @param target what it was done to
 */
public record AuditQuery(
        @Nullable String actor,
        @Nullable AuditAction action,
        @Nullable String target) {}
