package io.mnemesh.cache.declarative;

import io.mnemesh.mesh.tenancy.CurrentIdentity;
import io.mnemesh.mesh.tenancy.Identity;
import io.mnemesh.mesh.tenancy.TenantId;
import jakarta.enterprise.context.ContextNotActiveException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where a declared method has its tenant from. */
sealed interface TenantSource {

    /** Never another tenant than the call's own: where there is none, the call fails. */
    TenantId of(@Nullable Object[] arguments, CurrentIdentity current);

    /** A parameter of type {@link TenantId}. */
    record Named(int index) implements TenantSource {
        @Override
        public TenantId of(@Nullable Object[] arguments, CurrentIdentity current) {
            return (TenantId) Objects.requireNonNull(arguments[index], "The tenant of a cached method is not null.");
        }
    }

    /** A parameter of type {@link Identity}. */
    record OfCaller(int index) implements TenantSource {
        @Override
        public TenantId of(@Nullable Object[] arguments, CurrentIdentity current) {
            return ((Identity) Objects.requireNonNull(arguments[index], "The caller of a cached method is not null."))
                    .tenant();
        }
    }

    /** The verified caller of the running request. */
    record OfRequest(String method) implements TenantSource {
        @Override
        public TenantId of(@Nullable Object[] arguments, CurrentIdentity current) {
            try {
                return current.tenant();
            } catch (ContextNotActiveException e) {
                throw new IllegalStateException(
                        method + " has no tenant outside of a request; give it a parameter of type TenantId.", e);
            }
        }
    }
}
