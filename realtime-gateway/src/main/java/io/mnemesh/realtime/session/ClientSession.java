package io.mnemesh.realtime.session;

import io.mnemesh.mesh.identity.TokenVerifier.Verified;
import io.mnemesh.mesh.tenancy.Identity;
import io.mnemesh.realtime.filter.ChannelFilters;
import io.mnemesh.realtime.grant.Grant;
import io.mnemesh.realtime.hub.Connection;
import io.mnemesh.realtime.hub.Peer;
import io.mnemesh.realtime.hub.TenantTraffic;
import io.mnemesh.realtime.hub.WireProtocol;
import io.mnemesh.realtime.request.Caller;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.EventExecutor;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One client connection from open to close, whatever its protocol: it waits for a token, then takes frames, then is
 * over. What is said meanwhile is up to the protocol. Confined to the connection's event loop.
 */
abstract class ClientSession implements Peer {

    /** Where the session is. */
    sealed interface State {

        /** @param since nano time of the opening */
        record Waiting(long since) implements State {}

        record Over() implements State {}
    }

    /**
     * @param verified the latest token
     * @param filters  what that lets be seen of channels
     * @param client   id of the connection
     * @param grants   what it has by subscription tokens
     */
    record Ready(Verified verified, ChannelFilters filters, TenantTraffic traffic, String client, HeldGrants grants)
            implements State {

        Identity identity() {
            return verified.identity();
        }

        Caller caller() {
            return new Caller(identity(), filters, client, grants);
        }
    }

    private final Sessions shared;
    private final Socket socket;
    private final Connection connection;
    private final Publishing publishing;
    private final TokenBucket rate;
    private final TokenBucket strikes;
    private State state;
    private long lastHeard;
    private boolean pinged;

    ClientSession(Sessions shared, Socket socket, ChannelHandlerContext context, WireProtocol wire) {
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
                wire,
                shared.hub().shard(context.executor()),
                config.queue().asLongValue(),
                this);
        this.publishing = new Publishing(shared, loop(), socket.id());
    }

    /**
     * The connection is open.
     *
     * @param handshake the token of the HTTP request, if it brought one
     */
    abstract void opened(@Nullable Verified handshake);

    abstract void onFrame(String text);

    abstract void onBinaryFrame(byte[] bytes);

    /** A frame, or what fragments add up to, is larger than allowed. */
    abstract void onTooLarge();

    /** No token came in time. */
    abstract void onTokenMissing();

    abstract void onTokenExpired();

    /** The session or API key of the token was taken back. */
    abstract void onTokenRevoked();

    /**
     * The token that a subscription was granted by is over.
     *
     * @param revoked whether what it was granted with was taken back; else its time has come
     */
    void onGrantEnded(Grant grant, boolean revoked) {
        connection.release(grant.channel());
    }

    /**
     * About once a second while the client is connected.
     *
     * @param silent nanoseconds since something came from it
     */
    abstract void onBeat(long silent);

    /** Where everything of this session runs. */
    final EventExecutor loop() {
        return connection.shard().loop();
    }

    /** @param verified the token of the handshake, if it brought one */
    final void onOpen(@Nullable Verified verified) {
        connection.shard().add(connection);
        if (shared.draining().isOn()) {
            // It began after the handshake, and may have looked for connections already.
            onDrain(shared.draining().pause());
        } else {
            opened(verified);
        }
    }

    final void onText(String text) {
        if (admits(ByteBufUtil.utf8Bytes(text))) {
            onFrame(text);
        }
    }

    final void onBinary(byte[] bytes) {
        if (admits(bytes.length)) {
            onBinaryFrame(bytes);
        }
    }

    /** A message was too large to be put together. */
    final void onOutgrown() {
        if (!isOver()) {
            heard();
            onTooLarge();
        }
    }

    final void onPong() {
        heard();
    }

    /** The socket is gone. */
    final void onClosed() {
        connection.detach();
        end();
    }

    @Override
    public final void onTick() {
        long now = System.nanoTime();
        switch (state) {
            case State.Waiting waiting -> {
                if (now - waiting.since() > shared.config().connectTimeout().toNanos()) {
                    onTokenMissing();
                }
            }
            case Ready ready -> {
                if (isExpired(ready.verified())) {
                    onTokenExpired();
                } else if (isRevoked(ready.verified())) {
                    onTokenRevoked();
                } else {
                    endGrants(ready);
                    onBeat(now - lastHeard);
                }
            }
            case State.Over over -> {
                // The close handshake or its time-out ends it.
            }
        }
    }

    final Sessions shared() {
        return shared;
    }

    final Connection connection() {
        return connection;
    }

    /** What the client publishes. */
    final Publishing publishing() {
        return publishing;
    }

    /** Id of the connection, for questions about it. */
    final String id() {
        return socket.id();
    }

    /** The client's token and what goes with it; null before it has shown one, and when the session is over. */
    final @Nullable Ready ready() {
        return state instanceof Ready ready ? ready : null;
    }

    final boolean isOver() {
        return state instanceof State.Over;
    }

    private boolean isRevoked(Verified verified) {
        return isRevoked(verified.grant());
    }

    private boolean isRevoked(@Nullable String source) {
        return source != null && shared.revoked().contains(source);
    }

    /** Ends subscriptions whose tokens are over. */
    private void endGrants(Ready ready) {
        Instant now = shared.clock().instant();
        for (Grant grant :
                ready.grants().takeEnded(grant -> !now.isBefore(grant.expiresAt()) || isRevoked(grant.source()))) {
            boolean revoked = now.isBefore(grant.expiresAt());
            shared.grantMeters().ended(revoked);
            onGrantEnded(grant, revoked);
        }
    }

    final boolean isExpired(Verified verified) {
        return !shared.clock().instant().isBefore(verified.expiresAt());
    }

    /** Takes one frame or command from what the client may send. */
    final boolean mayGoOn() {
        return rate.take(lastHeard);
    }

    /** Counts a refusal against the client; false if it had too many of them. */
    final boolean toleratesRefusal() {
        return strikes.take(lastHeard);
    }

    /** True once for each silence, for who pings a silent client. */
    final boolean pingsNow() {
        if (pinged) {
            return false;
        }
        pinged = true;
        return true;
    }

    /** Lets the client in; false if the user has too many connections. */
    final boolean enter(Verified verified) {
        Identity identity = verified.identity();
        if (!shared.users().enter(identity)) {
            return false;
        }
        TenantTraffic traffic = shared.traffic().of(identity.tenant());
        traffic.connection(1);
        connection.countFor(traffic);
        state = new Ready(
                verified, ChannelFilters.of(verified.channelFilters()), traffic, id(), new HeldGrants(connection));
        return true;
    }

    /** Whether a newer token lets the same be seen of channels, so that subscriptions may go on. */
    final boolean keepsFilters(Ready ready, Verified verified) {
        return ready.verified().channelFilters().equals(verified.channelFilters());
    }

    /** Replaces the token; false if the new one is somebody else's. */
    final boolean renew(Ready ready, Verified verified) {
        Identity now = ready.identity();
        Identity then = verified.identity();
        if (!then.tenant().equals(now.tenant()) || !then.subject().equals(now.subject())) {
            return false;
        }
        state = new Ready(
                verified, ChannelFilters.of(verified.channelFilters()), ready.traffic(), id(), ready.grants());
        return true;
    }

    /** Ends the session and its socket; the code and the reason are the protocol's. */
    final void close(int code, String reason) {
        if (isOver()) {
            return;
        }
        connection.detach();
        end();
        socket.close(code, reason);
        // A peer that does not read does not see the close frame either.
        var _ = loop().schedule(connection::abort, shared.config().closeGrace().toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Takes note of a frame; false if it is not to be looked at. */
    private boolean admits(int bytes) {
        if (isOver()) {
            return false;
        }
        heard();
        if (state instanceof Ready ready) {
            ready.traffic().received(bytes);
        }
        if (bytes > shared.config().maxFrame().asLongValue()) {
            onTooLarge();
            return false;
        }
        return true;
    }

    private void heard() {
        lastHeard = System.nanoTime();
        pinged = false;
    }

    /** The session of a client that was let in is over; nothing can be sent to it any more. */
    void onEnd() {
        // Most have nothing left to say to anybody else.
    }

    private void end() {
        if (state instanceof Ready ready) {
            onEnd();
            ready.traffic().connection(-1);
            shared.users().leave(ready.identity());
        }
        state = new State.Over();
    }
}
