package io.mnemesh.gateway.relay.message;

import io.mnemesh.gateway.edge.RouteScopes;
import io.mnemesh.gateway.edge.Service;
import io.mnemesh.gateway.edge.Upstreams;
import io.mnemesh.gateway.edge.Upstreams.Lease;
import io.mnemesh.gateway.edge.Upstreams.Outcome;
import io.mnemesh.gateway.relay.Priorities;
import io.mnemesh.gateway.relay.balance.CostClass;
import io.mnemesh.gateway.relay.balance.RouteContext;
import io.mnemesh.gateway.signing.TokenIssuer;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.tenancy.Identity;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeoutException;

/**
 * Sends one message once, as the one it is from and with the rights that one has now, to the instance that RelayCore
 * chooses. What RelayCore refuses was not sent, so it does not count as a sending.
 */
@ApplicationScoped
class MessageDelivery {

    private static final double MILLIS_PER_HOUR = 3_600_000;
    private static final double HOURS = 24;

    private final SenderRights rights;
    private final MessageTargets targets;
    private final TokenIssuer tokens;
    private final Upstreams upstreams;
    private final MessageClient client;
    private final MessageConfig config;
    private final Clock clock;

    MessageDelivery(
            SenderRights rights,
            MessageTargets targets,
            TokenIssuer tokens,
            Upstreams upstreams,
            MessageClient client,
            MessageConfig config,
            Clock clock) {
        this.rights = rights;
        this.targets = targets;
        this.tokens = tokens;
        this.upstreams = upstreams;
        this.client = client;
        this.config = config;
        this.clock = clock;
    }

    /** Fails only if what the sender may do is not known now. */
    Uni<Verdict> deliver(ClaimedMessage message) {
        if (!targets.isAllowed(message.target())) {
            return Uni.createFrom().item(new Verdict.Dead(null, "This gateway does not relay to this path any more."));
        }
        return rights.of(message.sender(), message.grant())
                .chain(found -> found == null
                        ? Uni.createFrom()
                                .item(new Verdict.Dead(
                                        null, "The key or session it was sent with has ended or lost its rights."))
                        : send(message, found));
    }

    private Uni<Verdict> send(ClaimedMessage message, SenderRights.Rights found) {
        Target target = message.target();
        String token;
        Lease lease;
        try {
            RouteScopes.check(
                    found.identity().scopes(),
                    target.service().key(),
                    HttpMethod.valueOf(target.method()),
                    target.path());
            token = tokens.issue(found.identity(), message.grant(), found.notAfter())
                    .token();
            lease = upstreams.acquire(target.service(), context(message, found.identity()));
        } catch (ProblemException refused) {
            return Uni.createFrom().item(refusal(refused));
        }
        return client.send(message, token, lease)
                .ifNoItem()
                .after(config.timeout())
                .fail()
                .onItemOrFailure()
                .transform((answer, failure) -> {
                    if (failure != null) {
                        lease.end(isTimeout(failure) ? Outcome.TIMED_OUT : Outcome.FAILED);
                        return new Verdict.Again(null, noAnswer(target.service(), failure), Duration.ZERO, true);
                    }
                    lease.answered(answer.status());
                    lease.end(Outcome.ANSWERED);
                    return Verdicts.of(message, answer, clock.instant());
                });
    }

    private static Verdict refusal(ProblemException refused) {
        return refused.retryAfter() == null
                ? new Verdict.Dead(null, refused.detail())
                : new Verdict.Again(null, refused.detail(), Objects.requireNonNull(refused.retryAfter()), false);
    }

    private static boolean isTimeout(Throwable failure) {
        return failure instanceof TimeoutException || failure instanceof io.smallrye.mutiny.TimeoutException;
    }

    private static String noAnswer(Service service, Throwable failure) {
        return "The " + service.key() + " service "
                + (isTimeout(failure) ? "did not answer in time." : "could not be reached or broke off.");
    }

    private RouteContext context(ClaimedMessage message, Identity sender) {
        Service service = message.target().service();
        boolean computes = service == Service.EMBEDDINGS || service == Service.INTELLIGENCE;
        byte[] payload = message.payload();
        return new RouteContext(
                computes ? CostClass.SEARCH : CostClass.WRITE,
                payload == null ? 0 : payload.length,
                clock.millis() / MILLIS_PER_HOUR % HOURS,
                false,
                Priorities.ofDelivery(message.priority(), sender));
    }
}
