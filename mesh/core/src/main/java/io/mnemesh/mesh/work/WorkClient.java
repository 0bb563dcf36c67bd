package io.mnemesh.mesh.work;

import io.smallrye.mutiny.Uni;

/** Asks other services over the work lanes. */
public interface WorkClient {

    /**
     * Sends the request and waits for its reply.
     *
     * @return the reply's body; fails with a {@link io.mnemesh.mesh.problem.ProblemException}: the one the worker
     *     answered with, {@code deadline-exceeded}, or {@code unavailable} when the request cannot be sent
     */
    Uni<byte[]> request(WorkRequest request);
}
