package io.mnemesh.gateway.quotas;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/** Puts a tenant on a plan. */
@RegisterForReflection
public record PlanChoice(@Nullable String plan) {}
