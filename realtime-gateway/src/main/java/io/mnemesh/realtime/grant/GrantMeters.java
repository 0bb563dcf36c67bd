package io.mnemesh.realtime.grant;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.mnemesh.mesh.identity.TokenVerifier;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.realtime.telemetry.RealtimeMetrics;
import jakarta.inject.Singleton;

/** What came of subscription tokens. */
@Singleton
public class GrantMeters {

    private final Counter accepted;
    private final Counter expired;
    private final Counter invalid;
    private final Counter forbidden;
    private final Counter endedByTime;
    private final Counter endedByRevocation;

    GrantMeters(MeterRegistry registry) {
        accepted = tokens(registry, "accepted");
        expired = tokens(registry, "expired");
        invalid = tokens(registry, "invalid");
        forbidden = tokens(registry, "forbidden");
        endedByTime = registry.counter(RealtimeMetrics.ENDED_GRANTS, "reason", "expired");
        endedByRevocation = registry.counter(RealtimeMetrics.ENDED_GRANTS, "reason", "revoked");
    }

    private static Counter tokens(MeterRegistry registry, String outcome) {
        return registry.counter(RealtimeMetrics.SUBSCRIPTION_TOKENS, "outcome", outcome);
    }

    void accepted() {
        accepted.increment();
    }

    void refused(ProblemException refusal) {
        if (refusal.type() == ProblemType.FORBIDDEN) {
            forbidden.increment();
        } else if (TokenVerifier.EXPIRED.equals(refusal.extensions().get(TokenVerifier.REASON))) {
            expired.increment();
        } else {
            invalid.increment();
        }
    }

    /** A subscription ended with its token; {@code revoked} if not by the token's time. */
    public void ended(boolean revoked) {
        (revoked ? endedByRevocation : endedByTime).increment();
    }
}
