package io.mnemesh.gateway.edge;

import io.mnemesh.gateway.relay.balance.RouteContext;
import io.mnemesh.mesh.problem.ProblemException;
import io.vertx.core.net.SocketAddress;
import java.net.URI;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Chooses the instance of a service that takes a request, and learns how it went. Called on event loops; never blocks. */
public interface Upstreams {

    /**
     * Chooses an instance.
     *
     * @throws io.mnemesh.mesh.problem.ProblemException {@code unavailable} if the request is not to be sent at all
     */
    Lease acquire(Service service, RouteContext context);

    /**
     * As {@link #acquire}, but waits a moment for room in a service that has as many requests as it can bear.
     *
     * @param go     told the lease, on the caller's event loop; at once if there is room
     * @param refuse told why the request is not to be sent, on the same
     */
    void acquireSoon(Service service, RouteContext context, Consumer<Lease> go, Consumer<ProblemException> refuse);

    /** What a refused request is told in X-Mnemesh-Route-Reason; null for nothing. */
    @Nullable
    String reason(ProblemException refused);

    /** Base address of an instance, for what is not a request of a client; empty while none is known. */
    Optional<URI> anInstance(Service service);

    /** The right to send one request once. Used on one event loop. */
    interface Lease {

        SocketAddress address();

        /** Host and port as the Host header names them. */
        String authority();

        /** Why this instance, in one line that names no address; null if nobody is to be told. */
        @Nullable
        String reason();

        /** Tells that the head of the answer came. */
        void answered(int status);

        /** Tells how it went, exactly once. */
        void end(Outcome outcome);

        /**
         * The right to send the request once more, to another instance. Does not end this one.
         *
         * @return null if the request may not be sent twice, or there is no other instance or no budget for it
         */
        @Nullable
        Lease again();

        /** How long after the request was sent {@link #hedge} is to be asked for if there is no answer; 0 if not at all. */
        long hedgeAfterMillis();

        /**
         * The right to send a late read to another instance too. Does not end this one.
         *
         * @return null if there is no room, no other instance or no budget for it
         */
        @Nullable
        Lease hedge();
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
