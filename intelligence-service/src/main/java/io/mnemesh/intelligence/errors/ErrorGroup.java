package io.mnemesh.intelligence.errors;

import java.time.Instant;
import java.util.UUID;

/**
 * Errors that say the same.
 *
 * @param template    what they say; {@code <*>} stands for what varies
 * @param occurrences how many error memories tell of it
 */
public record ErrorGroup(UUID id, String template, long occurrences, Instant firstSeen, Instant lastSeen) {}
