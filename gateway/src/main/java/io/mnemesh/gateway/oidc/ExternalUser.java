package io.mnemesh.gateway.oidc;

import io.mnemesh.mesh.tenancy.TenantId;
import java.util.List;

/**
 * A user as an ID token tells, in terms of the mesh.
 *
 * @param name        of the account
 * @param description the person's name or address, if the token has it
 * @param provider    name of the provider
 */
record ExternalUser(TenantId tenant, String name, String description, List<String> roles, String provider) {

    /** What made accounts of this provider. */
    String maker() {
        return "oidc:" + provider;
    }
}
