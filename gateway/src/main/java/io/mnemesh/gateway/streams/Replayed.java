package io.mnemesh.gateway.streams;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** How many dead letters are handled once more. */
@RegisterForReflection
public record Replayed(long replayed) {}
