package io.mnemesh.intelligence.security.profile;

/**
 * Something unusual.
 *
 * @param caller id of the session or key; empty if it is about the tenant
 * @param about  what distinguishes it from others of its kind and caller, for example a network
 * @param urgent whether somebody should look at once
 * @param detail one sentence with figures
 */
public record Suspicion(AlertKind kind, String caller, String about, boolean urgent, String detail) {}
