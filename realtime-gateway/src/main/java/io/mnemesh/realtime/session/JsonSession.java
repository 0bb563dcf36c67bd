package io.mnemesh.realtime.session;

import io.mnemesh.mesh.identity.TokenVerifier.Verified;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.tenancy.Identity;
import io.mnemesh.realtime.channel.ChannelId;
import io.mnemesh.realtime.hub.Connection;
import io.mnemesh.realtime.hub.Peer;
import io.mnemesh.realtime.hub.TenantTraffic;
import io.mnemesh.realtime.protocol.ClientFrame;
import io.mnemesh.realtime.protocol.ClientFrames;
import io.mnemesh.realtime.protocol.CloseCode;
import io.mnemesh.realtime.protocol.JsonProtocol;
import io.mnemesh.realtime.protocol.ServerFrame;
import io.mnemesh.realtime.protocol.WebSocketFrames;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One client connection from open to close: it waits for a token, then takes frames, then is over. Confined to the
 * connection's event loop.
 */
final class ClientSession implements Peer {

    /** Where the session is. */
    private sealed interface State {

        /** @param since nano time of the opening */
        record Waiting(long since) implements State {}

        /** @param verified the latest token */
        record Ready(Verified verified, TenantTraffic traffic) implements State {}

        record Over() implements State {}
    }

    private final Sessions shared;
    private final Socket socket;
    private final Connection connection;
    private final TokenBucket rate;
    private final TokenBucket strikes;
    private State state;
    private long lastHeard;
    private boolean pinged;

    ClientSession(Sessions shared, Socket socket, ChannelHandlerContext context) {
        long now = System.nanoTime();
        SessionConfig config = shared.config();
        this.shared = shared;
        this.socket = socket;
        this.rate = new TokenBucket(config.frameBurst(), config.frameRate(), now);
        this.strikes = new TokenBucket(config.strikes(), config.strikes() / 60.0, now);
        this.state = new State.Waiting(now);
        this.lastHeard = now;
        this.connection = new Connection(
                context,
                shared.protocol(),
                shared.hub().shard(context.executor()),
                config.queue().asLongValue(),
                this);
    }

    /** Where everything of this session runs. */
    EventExecutor loop() {
        return connection.shard().loop();
    }

    /** @param verified the token of the handshake, if it brought one */
    void onOpen(@Nullable Verified verified) {
        connection.shard().add(connection);
        if (shared.draining().isOn()) {
            onDrain(shared.draining()
                    .pause()); // It began after the handshake, and may have looked for connections already.
        } else if (verified != null) {
            connect(null, verified);
        }
    }

    void onText(String text) {
        if (state instanceof State.Over) {
            return;
        }
        heard();
        int bytes = ByteBufUtil.utf8Bytes(text);
        if (state instanceof State.Ready ready) {
            ready.traffic().received(bytes);
        }
        if (bytes > shared.config().maxFrame().asLongValue()) {
            strike(null, tooLarge());
            return;
        }
        if (!rate.take(lastHeard)) {
            strike(null, tooManyFrames());
            return;
        }
        try {
            take(ClientFrames.parse(text));
        } catch (ProblemException problem) {
            strike(null, problem);
        } catch (RuntimeException failure) {
            send(JsonProtocol.error(failure));
        }
    }

    void onBinary() {
        if (!(state instanceof State.Over)) {
            heard();
            strike(
                    null,
                    new ProblemException(
                            ProblemType.MALFORMED_REQUEST, "Frames of this protocol are text, not binary."));
        }
    }

    /** A message was too large to be put together. */
    void onOutgrown() {
        if (!(state instanceof State.Over)) {
            heard();
            strike(null, tooLarge());
        }
    }

    void onPong() {
        heard();
    }

    /** The socket is gone. */
    void onClosed() {
        connection.detach();
        end();
    }

    @Override
    public void onTick() {
        long now = System.nanoTime();
        switch (state) {
            case State.Waiting waiting -> {
                if (now - waiting.since() > shared.config().connectTimeout().toNanos()) {
                    error(null, unauthenticated("No token came in time."));
                    close(CloseCode.CONNECT_TIMEOUT, "no token came in time");
                }
            }
            case State.Ready ready -> {
                if (!shared.clock().instant().isBefore(ready.verified().expiresAt())) {
                    error(null, unauthenticated("The token has expired; refresh it before it does."));
                    close(CloseCode.TOKEN_EXPIRED, "token expired");
                } else {
                    heartbeat(now);
                }
            }
            case State.Over over -> {
                // The close handshake or its time-out ends it.
            }
        }
    }

    @Override
    public void onSlow() {
        close(CloseCode.SLOW_CONSUMER, "slow consumer; reconnect and recover");
    }

    @Override
    public void onDrain(Duration pause) {
        close(CloseCode.RESTART, "service restart; retry-after-ms=" + pause.toMillis());
    }

    private void take(ClientFrame frame) {
        if (state instanceof State.Ready ready) {
            switch (frame) {
                case ClientFrame.Connect connect ->
                    strike(
                            connect.id(),
                            new ProblemException(
                                    ProblemType.CONFLICT, "The connection is authenticated already; use refresh."));
                case ClientFrame.Refresh refresh -> refresh(ready, refresh);
                case ClientFrame.Subscribe subscribe ->
                    subscribe(ready.verified().identity(), subscribe);
                case ClientFrame.Unsubscribe unsubscribe ->
                    unsubscribe(ready.verified().identity(), unsubscribe);
                case ClientFrame.Ping ping -> send(new ServerFrame.Pong(ping.id()));
            }
        } else if (frame instanceof ClientFrame.Connect connect) {
            try {
                connect(connect.id(), shared.verifier().verify(connect.token()));
            } catch (ProblemException problem) {
                error(connect.id(), problem);
                close(CloseCode.UNAUTHENTICATED, "token not accepted");
            }
        } else {
            strike(frame.id(), unauthenticated("Connect first: {\"type\":\"connect\",\"token\":\"…\"}."));
        }
    }

    private void connect(@Nullable Long id, Verified verified) {
        Identity identity = verified.identity();
        if (!shared.users().enter(identity)) {
            error(
                    id,
                    new ProblemException(
                            ProblemType.TOO_MANY_REQUESTS,
                            "You have %d connections to this node, which is the limit; close one first."
                                    .formatted(shared.config().maxPerUser()),
                            Map.of("limit", shared.config().maxPerUser()),
                            Duration.ofSeconds(1),
                            null));
            close(CloseCode.TOO_MANY_CONNECTIONS, "too many connections of this user");
            return;
        }
        TenantTraffic traffic = shared.traffic().of(identity.tenant());
        traffic.connection(1);
        connection.countFor(traffic);
        state = new State.Ready(verified, traffic);
        send(new ServerFrame.Connected(
                id,
                socket.id(),
                identity.tenant().value(),
                identity.subject(),
                verified.expiresAt(),
                shared.config().heartbeat().toSeconds()));
    }

    private void refresh(State.Ready ready, ClientFrame.Refresh refresh) {
        Verified verified;
        try {
            verified = shared.verifier().verify(refresh.token());
        } catch (ProblemException problem) {
            strike(refresh.id(), problem);
            return;
        }
        Identity now = ready.verified().identity();
        Identity then = verified.identity();
        if (!then.tenant().equals(now.tenant()) || !then.subject().equals(now.subject())) {
            error(
                    refresh.id(),
                    new ProblemException(
                            ProblemType.FORBIDDEN, "The token is somebody else's; open a connection of its own."));
            close(CloseCode.UNAUTHENTICATED, "refresh with a token of another user");
            return;
        }
        state = new State.Ready(verified, ready.traffic());
        send(new ServerFrame.Refreshed(refresh.id(), verified.expiresAt()));
    }

    private void subscribe(Identity identity, ClientFrame.Subscribe frame) {
        List<Subscribing.Asked> asked;
        try {
            asked = asked(identity, frame);
        } catch (ProblemException problem) {
            strike(frame.id(), problem);
            return;
        }
        new Subscribing(
                        connection,
                        asked,
                        shared.feeds(),
                        shared.log(),
                        shared.pageSize(),
                        entries -> send(new ServerFrame.Subscribed(frame.id(), entries)),
                        problem -> error(frame.id(), problem))
                .start();
    }

    private List<Subscribing.Asked> asked(Identity identity, ClientFrame.Subscribe frame) {
        int limit = shared.config().maxSubscriptions();
        if (connection.subscriptionCount() + frame.channels().size() > limit) {
            throw new ProblemException(
                    ProblemType.TOO_MANY_REQUESTS,
                    "A connection may have %d subscriptions; unsubscribe first.".formatted(limit),
                    Map.of("limit", limit),
                    Duration.ofSeconds(1),
                    null);
        }
        var asked = new ArrayList<Subscribing.Asked>(frame.channels().size());
        for (ClientFrame.Wanted wanted : frame.channels()) {
            ChannelId channel = shared.directory().find(identity.tenant(), wanted.channel());
            if (connection.has(channel)) {
                throw new ProblemException(
                        ProblemType.CONFLICT,
                        "The connection has '%s' already; unsubscribe first.".formatted(channel.name()),
                        Map.of("channel", channel.name()),
                        null,
                        null);
            }
            asked.add(new Subscribing.Asked(channel, wanted.recover()));
        }
        return asked;
    }

    private void unsubscribe(Identity identity, ClientFrame.Unsubscribe frame) {
        for (String name : frame.channels()) {
            if (!connection.leave(new ChannelId(identity.tenant(), name))) {
                strike(frame.id(), ProblemException.notFound("The connection has no such subscription."));
                return;
            }
        }
        send(new ServerFrame.Unsubscribed(frame.id(), frame.channels()));
    }

    private void heartbeat(long now) {
        long silent = now - lastHeard;
        if (silent > shared.config().deadAfter().toNanos()) {
            close(CloseCode.NO_HEARTBEAT, "no answer to heartbeats");
        } else if (!pinged && silent > shared.config().heartbeat().toNanos()) {
            pinged = true;
            connection.send(WebSocketFrames.ping());
        }
    }

    private void heard() {
        lastHeard = System.nanoTime();
        pinged = false;
    }

    /** Answers a frame that is refused, and ends the connection if there were too many of them. */
    private void strike(@Nullable Long id, ProblemException problem) {
        error(id, problem);
        if (!strikes.take(lastHeard)) {
            close(CloseCode.ABUSE, "too many refused frames");
        }
    }

    private void error(@Nullable Long id, ProblemException problem) {
        shared.meters().refused(problem.type());
        send(JsonProtocol.error(id, problem));
    }

    private void send(ServerFrame frame) {
        connection.send(shared.protocol().encode(frame));
    }

    private void close(CloseCode code, String reason) {
        if (state instanceof State.Over) {
            return;
        }
        shared.meters().disconnected(code);
        connection.detach();
        end();
        socket.close(code, reason);
        // A peer that does not read does not see the close frame either.
        var _ = connection
                .shard()
                .loop()
                .schedule(connection::abort, shared.config().closeGrace().toMillis(), TimeUnit.MILLISECONDS);
    }

    private void end() {
        if (state instanceof State.Ready ready) {
            ready.traffic().connection(-1);
            shared.users().leave(ready.verified().identity());
        }
        state = new State.Over();
    }

    private ProblemException tooLarge() {
        long limit = shared.config().maxFrame().asLongValue();
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
                        .formatted(shared.config().frameRate()),
                Map.of("limit", shared.config().frameRate()),
                Duration.ofSeconds(1),
                null);
    }

    private static ProblemException unauthenticated(String detail) {
        return new ProblemException(ProblemType.UNAUTHENTICATED, detail);
    }
}
