package io.mnemesh.gateway.accounts;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Changes an account; what is left out stays.
 *
 * @param roles    the tokens it has are revoked, so that none says more than this
 * @param disabled true ends its tokens and lets nobody in with it until it is false again
 */
@RegisterForReflection
public record AccountChange(
        @Nullable List<String> roles,
        @Nullable String description,
        @Nullable Boolean disabled) {}
