package io.mnemesh.realtime.session;

import io.mnemesh.mesh.identity.TokenVerifier.Verified;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Applies the {@link Admission} to handshakes, which are refused without a body. */
@Singleton
class Upgrade implements HttpUpgradeCheck {

    private static final String RETRY_SECONDS = "2";
    private static final Set<String> HANDSHAKE = Set.of("host", "connection", "upgrade");

    private final Admission admission;

    Upgrade(Admission admission) {
        this.admission = admission;
    }

    @Override
    public Uni<CheckResult> perform(HttpUpgradeContext context) {
        HttpServerRequest request = context.httpRequest();
        Verified verified;
        try {
            verified = admission.admit(request);
        } catch (ProblemException refusal) {
            return refuse(refusal.type());
        }
        if (!(request.connection() instanceof ConnectionBase connection)) {
            throw new IllegalStateException("The HTTP connection is not one of Vert.x.");
        }
        context.userData().put(Handshake.KEY, new Handshake(connection.channelHandlerContext(), verified));
        keepWhatTheHandshakeNeeds(request.headers());
        return CheckResult.permitUpgrade();
    }

    /** The framework holds the headers for as long as the socket is open: the token is not to be among them. */
    private static void keepWhatTheHandshakeNeeds(MultiMap headers) {
        for (String name : List.copyOf(headers.names())) {
            String lower = name.toLowerCase(Locale.ROOT);
            if (!HANDSHAKE.contains(lower) && !lower.startsWith("sec-websocket-")) {
                headers.remove(name);
            }
        }
    }

    private static Uni<CheckResult> refuse(ProblemType type) {
        Map<String, List<String>> headers =
                switch (type) {
                    case UNAUTHENTICATED -> Map.of("WWW-Authenticate", List.of("Bearer error=\"invalid_token\""));
                    default -> Map.of("Retry-After", List.of(RETRY_SECONDS));
                };
        return CheckResult.rejectUpgrade(type.status(), headers);
    }
}
