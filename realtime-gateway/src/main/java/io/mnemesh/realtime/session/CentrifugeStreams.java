package io.mnemesh.realtime.session;

import io.mnemesh.mesh.identity.TokenVerifier.Verified;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.problem.Problems;
import io.mnemesh.realtime.centrifuge.BadFrameException;
import io.mnemesh.realtime.centrifuge.CentrifugeEncoding;
import io.mnemesh.realtime.centrifuge.EmulationRequest;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP transports of the Centrifuge protocol, where its clients look for them: a streamed answer, or server-sent
 * events, and the door for what clients of these say, which is open on every node.
 */
@ApplicationScoped
class CentrifugeStreams {

    private static final String OCTETS = "application/octet-stream";

    /** An emulation request is so much larger than the commands in it: names, and their escapes in JSON. */
    private static final int BESIDE_COMMANDS = 2;

    private final Sessions sessions;
    private final EmulatedSessions emulated;
    private final Admission admission;
    private final OpenConnections open;

    CentrifugeStreams(Sessions sessions, EmulatedSessions emulated, Admission admission, OpenConnections open) {
        this.sessions = sessions;
        this.emulated = emulated;
        this.admission = admission;
        this.open = open;
    }

    void register(@Observes Router router) {
        router.post("/connection/http_stream").handler(StreamedAnswer.orProblem(this::httpStream));
        router.get("/connection/sse").handler(StreamedAnswer.orProblem(this::events));
        router.post("/emulation").handler(StreamedAnswer.orProblem(this::emulate));
    }

    private void httpStream(RoutingContext context) {
        Verified verified = admission.admit(context.request());
        boolean binary = isBinary(context.request());
        CentrifugeEncoding encoding = binary
                ? sessions.centrifuge().protobufStream()
                : sessions.centrifuge().jsonStream();
        String type = binary ? OCTETS : "application/json";
        body(context, maxFrame(), first -> open(context, encoding, type, first, verified));
    }

    private void events(RoutingContext context) {
        Verified verified = admission.admit(context.request());
        byte[] first = Optional.ofNullable(context.request().getParam("cf_connect"))
                .orElse("")
                .getBytes(StandardCharsets.UTF_8);
        atMost(maxFrame(), first.length);
        open(context, sessions.centrifuge().events(), "text/event-stream", first, verified);
    }

    private void open(
            RoutingContext context,
            CentrifugeEncoding encoding,
            String type,
            byte[] first,
            @Nullable Verified verified) {
        String client =
                Device.client(Device.of(context.request()), UUID.randomUUID().toString());
        StreamedAnswer stream = StreamedAnswer.to(context, open);
        UUID name = UUID.randomUUID();
        var socket = new StreamSocket(client, context.request(), encoding::disconnect);
        var session = new CentrifugeSession(sessions, socket, stream.netty(), encoding, emulated.address(name));
        var receiver = new EmulatedSession(session, encoding);
        emulated.add(name, receiver);
        stream.carry(
                session,
                type,
                () -> {
                    session.onOpen(verified);
                    receiver.receive(first);
                },
                () -> emulated.remove(name));
    }

    private void emulate(RoutingContext context) {
        boolean binary = isBinary(context.request());
        body(context, BESIDE_COMMANDS * maxFrame(), bytes -> {
            EmulationRequest request = read(bytes, binary);
            atMost(maxFrame(), request.data().length);
            emulated.deliver(request)
                    .subscribe()
                    .with(delivered -> answer(context, delivered), failure -> unavailable(context, failure));
        });
    }

    private static EmulationRequest read(byte[] bytes, boolean binary) {
        try {
            return binary ? EmulationRequest.protobuf(bytes) : EmulationRequest.json(bytes);
        } catch (BadFrameException bad) {
            throw new ProblemException(
                    ProblemType.MALFORMED_REQUEST, "The body has session, node and data of the Centrifuge protocol.");
        }
    }

    private static void answer(RoutingContext context, boolean delivered) {
        if (delivered) {
            var _ = context.response().setStatusCode(204).end();
        } else {
            Problems.send(context.response(), ProblemException.notFound("There is no such node; connect anew."));
        }
    }

    private static void unavailable(RoutingContext context, Throwable failure) {
        Problems.send(
                context.response(),
                new ProblemException(
                        ProblemType.UNAVAILABLE,
                        "The node of the session cannot be reached at the moment; connect anew.",
                        Map.of(),
                        null,
                        failure));
    }

    private static void body(RoutingContext context, long most, Consumer<byte[]> action) {
        HttpServerRequest request = context.request();
        Future<Buffer> body = request.body();
        request.resume();
        // A client that leaves before its body is whole does not want an answer.
        var _ = body.onSuccess(bytes -> StreamedAnswer.guarded(context, () -> {
            atMost(most, bytes.length());
            action.accept(bytes.getBytes());
        }));
    }

    private static void atMost(long limit, int length) {
        if (length > limit) {
            throw new ProblemException(
                    ProblemType.TOO_LARGE,
                    "A frame may have %d bytes.".formatted(limit),
                    Map.of("limit", limit),
                    null,
                    null);
        }
    }

    private long maxFrame() {
        return sessions.config().maxFrame().asLongValue();
    }

    private static boolean isBinary(HttpServerRequest request) {
        String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        return type != null && type.regionMatches(true, 0, OCTETS, 0, OCTETS.length());
    }
}
