package io.mnemesh.mesh.tenancy;

import java.util.Set;

/**
 * A verified caller. It is made from a verified token or from an event that a verified caller caused, never from a
 * body or a header a client can set.
 *
 * @param tenant  the tenant all reads and writes of this call are confined to
 * @param subject stable id of the user, service account or key
 * @param roles   for example {@code admin}, {@code member}
 * @param scopes  for example {@code memory:write}
 */
public record Identity(TenantId tenant, String subject, Set<String> roles, Set<String> scopes) {

    /** Role that may administer its tenant. */
    public static final String ADMIN = "admin";

    /** Role that runs the mesh itself: it may make tenants and see the streams of all of them. */
    public static final String OPERATOR = "operator";

    public Identity {
        roles = Set.copyOf(roles);
        scopes = Set.copyOf(scopes);
    }
}
