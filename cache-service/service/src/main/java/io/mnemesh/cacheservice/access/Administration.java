package io.mnemesh.cacheservice.access;

import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.tenancy.Identity;

/** Who may administer the cache of a tenant: its admins, and tokens with the scope {@link #SCOPE}. */
public final class Administration {

    public static final String SCOPE = "cache:admin";

    private Administration() {}

    public static boolean allows(Identity caller) {
        return caller.roles().contains(Identity.ADMIN) || caller.scopes().contains(SCOPE);
    }

    /** @throws ProblemException {@code forbidden} if the caller may not */
    public static Identity require(Identity caller) {
        if (!allows(caller)) {
            throw new ProblemException(
                    ProblemType.FORBIDDEN, "Administering the cache needs the role admin or the scope " + SCOPE + ".");
        }
        return caller;
    }
}
