package io.mnemesh.gateway.signing;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/** The published signing keys, oldest first; there are never more than a few. */
@RegisterForReflection
public record SigningKeyList(List<SigningKeyView> items) {}
