package io.mnemesh.gateway.accounts.rest;

import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.tenancy.TenantId;
import org.jspecify.annotations.Nullable;

/** The query parameter {@code tenant}. */
public final class TenantParameter {

    private TenantParameter() {}

    /**
     * The tenant it names, or null.
     *
     * @throws ProblemException {@code invalid-value} if it has not the form of a tenant name
     */
    public static @Nullable TenantId read(@Nullable String name) {
        try {
            return name == null ? null : new TenantId(name);
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalid("tenant", String.valueOf(e.getMessage()));
        }
    }
}
