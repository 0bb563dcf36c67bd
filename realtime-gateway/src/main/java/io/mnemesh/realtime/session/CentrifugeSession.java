package io.mnemesh.realtime.session;

import io.mnemesh.mesh.identity.TokenVerifier;
import io.mnemesh.mesh.identity.TokenVerifier.Verified;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.Problems;
import io.mnemesh.mesh.tenancy.Identity;
import io.mnemesh.realtime.centrifuge.BadFrameException;
import io.mnemesh.realtime.centrifuge.CentrifugeEncoding;
import io.mnemesh.realtime.centrifuge.Command;
import io.mnemesh.realtime.centrifuge.Disconnect;
import io.mnemesh.realtime.centrifuge.Emulation;
import io.mnemesh.realtime.centrifuge.ErrorCode;
import io.mnemesh.realtime.centrifuge.Reply;
import io.mnemesh.realtime.centrifuge.Unsubscription;
import io.mnemesh.realtime.grant.Grant;
import io.netty.channel.ChannelHandlerContext;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A session in the Centrifuge protocol, in one of its encodings: it reads frames, connects, and passes on what is about
 * channels.
 */
final class CentrifugeSession extends ClientSession {

    private final CentrifugeEncoding encoding;
    private final @Nullable Emulation emulation;
    private final Replies replies;
    private final CentrifugeSubscriptions subscriptions;
    private final CentrifugeQuestions questions;
    private @Nullable Verified handshake;
    private long pingedAt = System.nanoTime();

    /** @param emulation where the client sends its commands; null if the transport carries them */
    CentrifugeSession(
            Sessions shared,
            Socket socket,
            ChannelHandlerContext context,
            CentrifugeEncoding encoding,
            @Nullable Emulation emulation) {
        super(shared, socket, context, encoding);
        this.encoding = encoding;
        this.emulation = emulation;
        this.replies = new Replies(encoding, connection(), shared.meters());
        this.subscriptions = new CentrifugeSubscriptions(shared, connection(), encoding, replies, socket.id());
        this.questions = new CentrifugeQuestions(shared, connection(), publishing(), replies);
    }

    @Override
    void opened(@Nullable Verified verified) {
        handshake = verified;
    }

    @Override
    void onFrame(String text) {
        takeAll(() -> encoding.decode(text));
    }

    @Override
    void onBinaryFrame(byte[] bytes) {
        takeAll(() -> encoding.decode(bytes));
    }

    @Override
    void onTooLarge() {
        disconnect(Disconnect.TOO_LARGE);
    }

    @Override
    void onTokenMissing() {
        disconnect(Disconnect.STALE);
    }

    @Override
    void onTokenExpired() {
        disconnect(Disconnect.EXPIRED);
    }

    @Override
    void onTokenRevoked() {
        disconnect(Disconnect.INVALID_TOKEN);
    }

    @Override
    void onGrantEnded(Grant grant, boolean revoked) {
        subscriptions.end(grant, revoked ? Unsubscription.SERVER : Unsubscription.EXPIRED);
    }

    @Override
    void onBeat(long silent) {
        long now = System.nanoTime();
        if (silent > shared().config().deadAfter().toNanos()) {
            disconnect(Disconnect.NO_PONG);
        } else if (now - pingedAt >= shared().config().heartbeat().toNanos()) {
            pingedAt = now;
            connection().send(encoding.ping());
        }
    }

    @Override
    public void onSlow() {
        disconnect(Disconnect.SLOW);
    }

    @Override
    public void onFailure() {
        disconnect(Disconnect.SERVER_ERROR);
    }

    @Override
    public void onDrain(Duration pause) {
        disconnect(Disconnect.SHUTDOWN); // Clients of this protocol choose the pause themselves.
    }

    /** Takes the commands of a frame. */
    private void takeAll(Supplier<List<Command>> frame) {
        List<Command> commands;
        try {
            commands = frame.get();
        } catch (BadFrameException bad) {
            disconnect(Disconnect.BAD_REQUEST);
            return;
        }
        replies.begin();
        try {
            for (Command command : commands) {
                if (isOver()) {
                    return;
                }
                take(command);
            }
        } catch (RuntimeException failure) {
            var _ = Problems.document(failure); // which logs it
            disconnect(Disconnect.SERVER_ERROR);
        } finally {
            replies.end();
        }
    }

    private void take(Command command) {
        if (!mayGoOn()) {
            limit(command);
            return;
        }
        Ready ready = ready();
        if (ready == null) {
            if (command instanceof Command.Connect connect) {
                connect(connect);
            } else {
                disconnect(Disconnect.BAD_REQUEST);
            }
            return;
        }
        try {
            take(ready, command);
        } catch (ProblemException refusal) {
            replies.fail(command.id(), ErrorCode.of(refusal));
        }
    }

    private void take(Ready ready, Command command) {
        Identity identity = ready.identity();
        switch (command) {
            case Command.Connect again -> disconnect(Disconnect.BAD_REQUEST);
            case Command.Refresh refresh -> refresh(ready, refresh);
            case Command.Subscribe subscribe -> subscriptions.subscribe(ready.caller(), ready.grants(), subscribe);
            case Command.Unsubscribe unsubscribe -> subscriptions.unsubscribe(identity, ready.grants(), unsubscribe);
            case Command.Publish publish -> questions.publish(identity, publish);
            case Command.Presence presence -> questions.presence(ready.caller(), presence);
            case Command.PresenceStats stats -> questions.presenceStats(ready.caller(), stats);
            case Command.SubRefresh refresh -> subscriptions.refresh(ready.caller(), ready.grants(), refresh);
            case Command.History history -> questions.history(ready.caller(), history);
            case Command.Ping ping -> replies.reply(new Reply.Pong(ping.id()));
            case Command.Rpc rpc -> questions.rpc(ready.caller(), rpc);
            case Command.Unknown unknown -> replies.fail(unknown.id(), ErrorCode.METHOD_NOT_FOUND);
            case Command.Send send -> shared().meters().refused(ErrorCode.NOT_AVAILABLE.problem());
            case Command.Pong pong -> {
                // That something came is noted already.
            }
        }
    }

    private void limit(Command command) {
        if (command.id() > 0) {
            replies.fail(command.id(), ErrorCode.TOO_MANY_REQUESTS);
        }
        if (!toleratesRefusal()) {
            disconnect(Disconnect.FORCED);
        }
    }

    private void connect(Command.Connect command) {
        Verified verified = handshake;
        if (!command.token().isEmpty()) {
            try {
                verified = shared().verifier().verify(command.token());
            } catch (ProblemException refusal) {
                refuse(command, refusal);
                return;
            }
        }
        if (verified == null) {
            replies.fail(command.id(), ErrorCode.UNAUTHORIZED);
        } else if (isExpired(verified)) {
            replies.fail(command.id(), ErrorCode.TOKEN_EXPIRED);
        } else if (!enter(verified)) {
            disconnect(Disconnect.CONNECTION_LIMIT);
        } else {
            replies.reply(new Reply.Connected(command.id(), id(), ttl(verified), pingSeconds(), emulation));
        }
    }

    /** What may be better with another token or later, a client tries again by itself. */
    private void refuse(Command.Connect command, ProblemException refusal) {
        switch (reason(refusal)) {
            case TokenVerifier.EXPIRED -> replies.fail(command.id(), ErrorCode.TOKEN_EXPIRED);
            case TokenVerifier.KEY_UNKNOWN -> replies.fail(command.id(), ErrorCode.INTERNAL);
            default -> disconnect(Disconnect.INVALID_TOKEN);
        }
    }

    private static String reason(ProblemException refusal) {
        return String.valueOf(refusal.extensions().get(TokenVerifier.REASON));
    }

    private void refresh(Ready ready, Command.Refresh command) {
        Verified verified;
        try {
            verified = shared().verifier().verify(command.token());
        } catch (ProblemException refusal) {
            switch (reason(refusal)) {
                case TokenVerifier.EXPIRED -> disconnect(Disconnect.EXPIRED);
                case TokenVerifier.KEY_UNKNOWN -> replies.fail(command.id(), ErrorCode.INTERNAL);
                default -> disconnect(Disconnect.INVALID_TOKEN);
            }
            return;
        }
        if (!renew(ready, verified)) {
            disconnect(Disconnect.INVALID_TOKEN);
        } else if (isExpired(verified)) {
            disconnect(Disconnect.EXPIRED);
        } else if (!keepsFilters(ready, verified)) {
            disconnect(Disconnect.STATE_INVALID);
        } else {
            replies.reply(new Reply.Refreshed(command.id(), ttl(verified)));
        }
    }

    private void disconnect(Disconnect why) {
        if (!isOver()) {
            replies.flush();
            shared().meters().disconnected(why);
            close(why.code(), why.reason());
        }
    }

    private long ttl(Verified verified) {
        return RefreshTimes.seconds(shared().clock().instant(), verified.expiresAt());
    }

    private long pingSeconds() {
        return Math.max(1, shared().config().heartbeat().toSeconds());
    }
}
