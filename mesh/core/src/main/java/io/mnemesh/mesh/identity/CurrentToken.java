package io.mnemesh.mesh.identity;

/** The verified token of the running HTTP request, for what is not in its identity. */
public interface CurrentToken {

    /** @throws io.mnemesh.mesh.problem.ProblemException {@code unauthenticated} if the request carries no verified token */
    TokenVerifier.Verified verified();
}
