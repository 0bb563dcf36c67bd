package io.mnemesh.gateway.access;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/** API keys, without their secrets. */
@RegisterForReflection
public record KeyList(List<ApiKey> items) {}
