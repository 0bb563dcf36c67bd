package io.mnemesh.intelligence.sql;

import java.time.Instant;
import java.util.UUID;

/** Where a page ends in a list that is ordered by time and then by id. */
public record Position(Instant at, UUID id) {}
