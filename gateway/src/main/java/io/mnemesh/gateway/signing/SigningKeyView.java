package io.mnemesh.gateway.signing;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;

/**
 * A published signing key.
 *
 * @param signsFrom from when it signs, until the next one does
 * @param signing   whether it signs now
 */
@RegisterForReflection
public record SigningKeyView(String id, Instant createdAt, Instant signsFrom, boolean signing) {}
