package io.mnemesh.mesh.tenancy;

/** The verified caller of the running HTTP request; inject it into resources and pass the value on. */
public interface CurrentIdentity {

    /**
     * @throws io.mnemesh.mesh.problem.ProblemException {@code unauthenticated} if the request carries no verified token
     */
    Identity get();

    /** The tenant of {@link #get()}. */
    default TenantId tenant() {
        return get().tenant();
    }
}
