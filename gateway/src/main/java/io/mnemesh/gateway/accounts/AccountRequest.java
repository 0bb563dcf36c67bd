package io.mnemesh.gateway.accounts;

import io.mnemesh.mesh.tenancy.TenantId;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a service account.
 *
 * @param tenant      the caller's own if left out
 * @param name        subject of its tokens
 * @param description what it is for
 * @param roles       the most its keys may do; {@code ["member"]} if left out
 */
@RegisterForReflection
public record AccountRequest(
        @Nullable TenantId tenant,
        @Nullable String name,
        @Nullable String description,
        @Nullable List<String> roles) {}
