package io.mnemesh.gateway.edge;

import io.vertx.core.net.SocketAddress;

/** Chooses the instance of a service that takes a request, and learns how it went. Called on event loops; never blocks. */
public interface Upstreams {

    /**
     * Chooses an instance.
     *
     * @throws io.mnemesh.mesh.problem.ProblemException {@code unavailable} or {@code too-many-requests} if the request
     *     is not to be sent at all
     */
    Lease acquire(Service service);

    /** The right to send one request; ended exactly once. */
    interface Lease {

        SocketAddress address();

        /** Host and port as the Host header names them. */
        String authority();

        void end(Outcome outcome);
    }

    /** How a request went, as far as the instance is to blame. */
    enum Outcome {
        /** It was answered, with whatever status. */
        ANSWERED,
        /** It could not be reached or broke off. */
        FAILED,
        /** It did not answer in time. */
        TIMED_OUT,
        /** The client went away first. */
        ABANDONED
    }
}
