package io.mnemesh.realtime.session;

import io.mnemesh.mesh.identity.BearerTokens;
import io.mnemesh.mesh.identity.TokenVerifier.Verified;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.realtime.compression.Compression;
import io.mnemesh.realtime.compression.CompressionConfig;
import io.netty.channel.ChannelHandlerContext;
import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Applies the {@link Admission} to handshakes, which are refused without a body. Of those that are let in, only the headers
 * stay that the handshake itself needs: the framework keeps them as long as the connection lives.
 */
@Singleton
class Upgrade implements HttpUpgradeCheck {

    private static final String RETRY_SECONDS = "2";
    private static final String EXTENSIONS = "sec-websocket-extensions";
    private static final String SUBPROTOCOLS = "sec-websocket-protocol";

    /** What the handshake of RFC 6455 is made from, in lower case. */
    private static final Set<String> NEEDED = Set.of(
            "host", "connection", "upgrade", "sec-websocket-key", "sec-websocket-version", EXTENSIONS, SUBPROTOCOLS);

    private final Admission admission;
    private final Compression compression;

    Upgrade(Admission admission, CompressionConfig compression, SessionConfig config) {
        this.admission = admission;
        this.compression = new Compression(compression, config.maxFrame().asLongValue());
    }

    @Override
    public Uni<CheckResult> perform(HttpUpgradeContext context) {
        HttpServerRequest request = context.httpRequest();
        Verified verified;
        String device;
        try {
            verified = admission.admit(request);
            device = Device.of(request);
        } catch (ProblemException refusal) {
            return refuse(refusal.type());
        }
        if (!(request.connection() instanceof ConnectionBase connection)) {
            throw new IllegalStateException("The HTTP connection is not one of Vert.x.");
        }
        MultiMap headers = request.headers();
        keepNeeded(headers);
        ChannelHandlerContext netty = connection.channelHandlerContext();
        String deflate = compression.negotiate(headers.getAll(EXTENSIONS), netty);
        context.userData().put(Handshake.KEY, new Handshake(netty, headers, device, verified, deflate != null));
        return deflate == null
                ? CheckResult.permitUpgrade()
                : CheckResult.permitUpgrade(Map.of(EXTENSIONS, List.of(deflate)));
    }

    private static void keepNeeded(MultiMap headers) {
        for (String name : List.copyOf(headers.names())) {
            if (!NEEDED.contains(name.toLowerCase(Locale.ROOT))) {
                headers.remove(name);
            }
        }
        List<String> offered = headers.getAll(SUBPROTOCOLS);
        if (!offered.isEmpty()) {
            String others = offered.stream()
                    .flatMap(some -> Arrays.stream(some.split(",")))
                    .map(String::strip)
                    .filter(name -> !name.startsWith(BearerTokens.SUBPROTOCOL_PREFIX))
                    .collect(Collectors.joining(", "));
            if (others.isEmpty()) {
                headers.remove(SUBPROTOCOLS);
            } else {
                headers.set(SUBPROTOCOLS, others);
            }
        }
    }

    private static Uni<CheckResult> refuse(ProblemType type) {
        Map<String, List<String>> headers =
                switch (type) {
                    case UNAUTHENTICATED -> Map.of("WWW-Authenticate", List.of("Bearer error=\"invalid_token\""));
                    case INVALID_VALUE, FORBIDDEN -> Map.of();
                    default -> Map.of("Retry-After", List.of(RETRY_SECONDS));
                };
        return CheckResult.rejectUpgrade(type.status(), headers);
    }
}
