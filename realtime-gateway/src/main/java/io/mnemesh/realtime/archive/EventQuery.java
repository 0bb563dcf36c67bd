package io.mnemesh.realtime.archive;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of the archive.
 *
 * @param types      CloudEvents types; empty for all
 * @param from       earliest time, inclusive
 * @param to         latest time, exclusive
 * @param after      events behind this one in the order asked for
 * @param descending newest first
 * @param limit      most events to return
 */
record EventQuery(
        List<String> types,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable EventCursor after,
        boolean descending,
        int limit) {}
