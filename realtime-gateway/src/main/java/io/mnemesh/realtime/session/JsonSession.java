package io.mnemesh.realtime.session;

import io.mnemesh.mesh.identity.TokenVerifier.Verified;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.tenancy.Identity;
import io.mnemesh.realtime.grant.Grant;
import io.mnemesh.realtime.protocol.ClientFrame;
import io.mnemesh.realtime.protocol.ClientFrames;
import io.mnemesh.realtime.protocol.CloseCode;
import io.mnemesh.realtime.protocol.JsonProtocol;
import io.mnemesh.realtime.protocol.ServerFrame;
import io.mnemesh.realtime.protocol.WebSocketFrames;
import io.netty.channel.ChannelHandlerContext;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A session in the project's own protocol. */
final class JsonSession extends ClientSession {

    private final JsonAnswers answers;
    private final JsonQuestions questions;
    private final Typing typing;
    private final Acknowledging acknowledging;
    private final JsonSubscriptions subscriptions;

    JsonSession(Sessions shared, Socket socket, ChannelHandlerContext context, JsonProtocol json) {
        super(shared, socket, context, json);
        this.answers = new JsonAnswers(json, connection(), shared.meters());
        this.questions = new JsonQuestions(shared, loop(), publishing(), answers);
        this.typing = new Typing(shared, connection());
        this.acknowledging = new Acknowledging(shared, connection(), answers, socket.id(), this::onFailure);
        this.subscriptions =
                new JsonSubscriptions(shared, connection(), json, answers, acknowledging, socket.id(), this::isOver);
    }

    @Override
    void opened(@Nullable Verified handshake) {
        if (handshake != null) {
            connect(null, handshake);
        }
    }

    @Override
    void onFrame(String text) {
        if (!mayGoOn()) {
            strike(null, tooManyFrames());
            return;
        }
        ClientFrame frame;
        try {
            frame = ClientFrames.parse(text);
        } catch (ProblemException problem) {
            strike(null, problem);
            return;
        }
        try {
            take(frame);
        } catch (ProblemException problem) {
            strike(frame.id(), problem);
        } catch (RuntimeException failure) {
            answers.error(frame.id(), failure);
        }
    }

    @Override
    void onBinaryFrame(byte[] bytes) {
        strike(
                null,
                new ProblemException(ProblemType.MALFORMED_REQUEST, "Frames of this protocol are text, not binary."));
    }

    @Override
    void onTooLarge() {
        strike(null, tooLarge());
    }

    @Override
    void onTokenMissing() {
        answers.error(null, unauthenticated("No token came in time."));
        close(CloseCode.CONNECT_TIMEOUT, "no token came in time");
    }

    @Override
    void onTokenExpired() {
        answers.error(null, unauthenticated("The token has expired; refresh it before it does."));
        close(CloseCode.TOKEN_EXPIRED, "token expired");
    }

    @Override
    void onTokenRevoked() {
        answers.error(null, unauthenticated("The session or API key of the token was revoked; sign in again."));
        close(CloseCode.UNAUTHENTICATED, "token revoked");
    }

    @Override
    void onBeat(long silent) {
        typing.onBeat();
        acknowledging.onBeat();
        if (silent > shared().config().deadAfter().toNanos()) {
            close(CloseCode.NO_HEARTBEAT, "no answer to heartbeats");
        } else if (silent > shared().config().heartbeat().toNanos() && pingsNow()) {
            connection().send(WebSocketFrames.ping());
        }
    }

    @Override
    void onGrantEnded(Grant grant, boolean revoked) {
        subscriptions.end(grant, revoked ? "token_revoked" : "token_expired");
    }

    @Override
    void onEnd() {
        acknowledging.onEnd();
    }

    @Override
    public void onSlow() {
        close(CloseCode.SLOW_CONSUMER, "slow consumer; reconnect and recover");
    }

    @Override
    public void onFailure() {
        close(CloseCode.FAILED, "a message could not be written; reconnect and recover");
    }

    @Override
    public void onDrain(Duration pause) {
        close(CloseCode.RESTART, "service restart; retry-after-ms=" + pause.toMillis());
    }

    private void take(ClientFrame frame) {
        Ready ready = ready();
        if (ready != null) {
            switch (frame) {
                case ClientFrame.Connect connect ->
                    strike(
                            connect.id(),
                            new ProblemException(
                                    ProblemType.CONFLICT, "The connection is authenticated already; use refresh."));
                case ClientFrame.Refresh refresh -> refresh(ready, refresh);
                case ClientFrame.Subscribe subscribe ->
                    subscriptions.subscribe(ready.caller(), ready.grants(), subscribe);
                case ClientFrame.Ack ack -> acknowledging.ack(ready.identity(), ack);
                case ClientFrame.Unsubscribe unsubscribe ->
                    subscriptions.unsubscribe(ready.identity(), ready.grants(), unsubscribe);
                case ClientFrame.Publish publish -> questions.publish(ready.identity(), publish);
                case ClientFrame.Presence presence -> questions.presence(ready.caller(), presence);
                case ClientFrame.Request request -> questions.request(ready.caller(), request);
                case ClientFrame.Typing writing -> typing.take(ready.identity(), writing);
                case ClientFrame.Ping ping -> answers.send(new ServerFrame.Pong(ping.id()));
            }
        } else if (frame instanceof ClientFrame.Connect connect) {
            try {
                connect(connect.id(), shared().verifier().verify(connect.token()));
            } catch (ProblemException problem) {
                answers.error(connect.id(), problem);
                close(CloseCode.UNAUTHENTICATED, "token not accepted");
            }
        } else {
            strike(frame.id(), unauthenticated("Connect first: {\"type\":\"connect\",\"token\":\"…\"}."));
        }
    }

    private void connect(@Nullable Long id, Verified verified) {
        if (!enter(verified)) {
            int limit = shared().config().maxPerUser();
            answers.error(
                    id,
                    new ProblemException(
                            ProblemType.TOO_MANY_REQUESTS,
                            "You have %d connections to this node, which is the limit; close one first."
                                    .formatted(limit),
                            Map.of("limit", limit),
                            Duration.ofSeconds(1),
                            null));
            close(CloseCode.TOO_MANY_CONNECTIONS, "too many connections of this user");
            return;
        }
        Identity identity = verified.identity();
        answers.send(new ServerFrame.Connected(
                id,
                id(),
                identity.tenant().value(),
                identity.subject(),
                verified.expiresAt(),
                shared().config().heartbeat().toSeconds()));
    }

    private void refresh(Ready ready, ClientFrame.Refresh refresh) {
        if (refresh.channel() != null) {
            subscriptions.refresh(ready.identity(), ready.grants(), refresh.channel(), refresh);
            return;
        }
        Verified verified;
        try {
            verified = shared().verifier().verify(refresh.token());
        } catch (ProblemException problem) {
            strike(refresh.id(), problem);
            return;
        }
        if (renew(ready, verified)) {
            if (!keepsFilters(ready, verified)) {
                answers.error(
                        refresh.id(),
                        new ProblemException(
                                ProblemType.CONFLICT, "The token shows other things than before; reconnect with it."));
                close(CloseCode.TOKEN_EXPIRED, "the new token has other filters");
                return;
            }
            answers.send(new ServerFrame.Refreshed(refresh.id(), verified.expiresAt()));
        } else {
            answers.error(
                    refresh.id(),
                    new ProblemException(
                            ProblemType.FORBIDDEN, "The token is somebody else's; open a connection of its own."));
            close(CloseCode.UNAUTHENTICATED, "refresh with a token of another user");
        }
    }

    /** Answers a frame that is refused, and ends the connection if there were too many of them. */
    private void strike(@Nullable Long id, ProblemException problem) {
        answers.error(id, problem);
        if (!toleratesRefusal()) {
            close(CloseCode.ABUSE, "too many refused frames");
        }
    }

    private void close(CloseCode code, String reason) {
        if (!isOver()) {
            shared().meters().disconnected(code);
            close(code.code(), reason);
        }
    }

    private ProblemException tooLarge() {
        long limit = shared().config().maxFrame().asLongValue();
        return new ProblemException(
                ProblemType.TOO_LARGE,
                "A frame may have %d bytes.".formatted(limit),
                Map.of("limit", limit),
                null,
                null);
    }

    private ProblemException tooManyFrames() {
        return new ProblemException(
                ProblemType.TOO_MANY_REQUESTS,
                "A connection may send %d frames per second."
                        .formatted(shared().config().frameRate()),
                Map.of("limit", shared().config().frameRate()),
                Duration.ofSeconds(1),
                null);
    }

    private static ProblemException unauthenticated(String detail) {
        return new ProblemException(ProblemType.UNAUTHENTICATED, detail);
    }
}
