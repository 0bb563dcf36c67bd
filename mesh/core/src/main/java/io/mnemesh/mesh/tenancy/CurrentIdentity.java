package io.mnemesh.mesh.tenancy;

import java.util.Optional;

/** The verified caller of the running HTTP request; inject it into resources and pass the value on. */
public interface CurrentIdentity {

    /**
     * @throws io.mnemesh.mesh.problem.ProblemException {@code unauthenticated} if the request carries no verified token
     */
    Identity get();

    /** Id of the API key or session that the caller's token was made from; empty if the token does not say. */
    default Optional<String> grant() {
        return Optional.empty();
    }

    /** The tenant of {@link #get()}. */
    default TenantId tenant() {
        return get().tenant();
    }
}
