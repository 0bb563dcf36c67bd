package io.mnemesh.embeddings.job.rest;

import io.mnemesh.embeddings.job.Jobs;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.tenancy.CurrentIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.UriInfo;
import java.util.UUID;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Refuses a job that is not there with 404 before the method begins: a stream of server-sent events has sent its status by
 * the time it asks for its first item.
 */
@Singleton
class KnownJobFilter {

    private final Jobs jobs;
    private final CurrentIdentity identity;

    KnownJobFilter(Jobs jobs, CurrentIdentity identity) {
        this.jobs = jobs;
        this.identity = identity;
    }

    @KnownJob
    @ServerRequestFilter
    Uni<Void> require(UriInfo address) {
        String id = address.getPathParameters().getFirst("id");
        try {
            return jobs.get(identity.tenant(), UUID.fromString(id)).replaceWithVoid();
        } catch (IllegalArgumentException e) {
            throw ProblemException.notFound("There is no job with this id.");
        }
    }
}
