package io.mnemesh.intelligence.security.profile;

import java.time.Duration;

/**
 * What is told, at least.
 *
 * @param denied     denied calls of a minute below which nothing is a burst
 * @param bytes      bytes of a minute below which nothing is a lot
 * @param requests   requests of a minute below which nothing is many
 * @param settled    how long a token has to be known before its networks are
 * @param hours      how long a token has to be known before its hours are
 */
public record Limits(long denied, long bytes, long requests, Duration settled, Duration hours) {}
