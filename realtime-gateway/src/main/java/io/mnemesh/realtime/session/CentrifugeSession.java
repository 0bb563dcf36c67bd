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
import io.mnemesh.realtime.channel.ChannelId;
import io.mnemesh.realtime.channel.ChannelItem.Message;
import io.mnemesh.realtime.channel.Position;
import io.netty.channel.ChannelHandlerContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A session in the Centrifuge protocol, in one of its encodings. Replies to the commands of one frame go out in one frame,
 * but for those that need the channel or its history, which come when they are there.
 */
final class CentrifugeSession extends ClientSession {

    /** A client gets a newer token so long before the old one ends, or in the last quarter of a short one's time. */
    private static final Duration REFRESH_LEAD = Duration.ofSeconds(30);

    private final CentrifugeEncoding encoding;
    private final @Nullable Emulation emulation;
    private final List<Reply> replies = new ArrayList<>(2);
    private final Map<ChannelId, Pending> pending = HashMap.newHashMap(2);
    private @Nullable Verified handshake;
    private boolean inFrame;
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
    }

    /** A subscribe command that is not answered yet. */
    private record Pending(long id, Subscribing subscribing) {}

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
        inFrame = true;
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
            inFrame = false;
            flush();
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
        Identity identity = ready.identity();
        switch (command) {
            case Command.Connect again -> disconnect(Disconnect.BAD_REQUEST);
            case Command.Refresh refresh -> refresh(ready, refresh);
            case Command.Subscribe subscribe -> subscribe(identity, subscribe);
            case Command.Unsubscribe unsubscribe -> unsubscribe(identity, unsubscribe);
            case Command.Publish publish ->
                failIfKnown(identity, publish.id(), publish.channel(), ErrorCode.PERMISSION_DENIED);
            case Command.Presence presence ->
                failIfKnown(identity, presence.id(), presence.channel(), ErrorCode.NOT_AVAILABLE);
            case Command.SubRefresh refresh ->
                failIfKnown(identity, refresh.id(), refresh.channel(), ErrorCode.NOT_AVAILABLE);
            case Command.History history -> history(identity, history);
            case Command.Ping ping -> reply(new Reply.Pong(ping.id()));
            case Command.Rpc rpc -> fail(rpc.id(), ErrorCode.METHOD_NOT_FOUND);
            case Command.Unknown unknown -> fail(unknown.id(), ErrorCode.METHOD_NOT_FOUND);
            case Command.Send send -> shared().meters().refused(ErrorCode.NOT_AVAILABLE.problem());
            case Command.Pong pong -> {
                // That something came is noted already.
            }
        }
    }

    private void limit(Command command) {
        if (command.id() > 0) {
            fail(command.id(), ErrorCode.TOO_MANY_REQUESTS);
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
            fail(command.id(), ErrorCode.UNAUTHORIZED);
        } else if (isExpired(verified)) {
            fail(command.id(), ErrorCode.TOKEN_EXPIRED);
        } else if (!enter(verified)) {
            disconnect(Disconnect.CONNECTION_LIMIT);
        } else {
            reply(new Reply.Connected(command.id(), id(), ttl(verified), pingSeconds(), emulation));
        }
    }

    /** What may be better with another token or later, a client tries again by itself. */
    private void refuse(Command.Connect command, ProblemException refusal) {
        switch (reason(refusal)) {
            case TokenVerifier.EXPIRED -> fail(command.id(), ErrorCode.TOKEN_EXPIRED);
            case TokenVerifier.KEY_UNKNOWN -> fail(command.id(), ErrorCode.INTERNAL);
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
                case TokenVerifier.KEY_UNKNOWN -> fail(command.id(), ErrorCode.INTERNAL);
                default -> disconnect(Disconnect.INVALID_TOKEN);
            }
            return;
        }
        if (!renew(ready, verified)) {
            disconnect(Disconnect.INVALID_TOKEN);
        } else if (isExpired(verified)) {
            disconnect(Disconnect.EXPIRED);
        } else {
            reply(new Reply.Refreshed(command.id(), ttl(verified)));
        }
    }

    private void subscribe(Identity identity, Command.Subscribe command) {
        ChannelId channel = find(identity, command.channel()).orElse(null);
        if (channel == null) {
            fail(command.id(), ErrorCode.UNKNOWN_CHANNEL);
        } else if (!command.plain()) {
            fail(command.id(), ErrorCode.NOT_AVAILABLE);
        } else if (connection().has(channel) || pending.containsKey(channel)) {
            fail(command.id(), ErrorCode.ALREADY_SUBSCRIBED);
        } else if (connection().subscriptionCount() >= shared().config().maxSubscriptions()) {
            fail(command.id(), ErrorCode.LIMIT_EXCEEDED);
        } else {
            var asked = new Subscribing.Asked(
                    channel, command.recover() ? new Position(command.epoch(), command.offset()) : null);
            var subscribing = new Subscribing(
                    connection(),
                    List.of(asked),
                    shared(),
                    beginnings -> subscribed(command, channel, beginnings),
                    problem -> notSubscribed(command, channel));
            pending.put(channel, new Pending(command.id(), subscribing));
            subscribing.start();
        }
    }

    private void notSubscribed(Command.Subscribe command, ChannelId channel) {
        pending.remove(channel);
        fail(command.id(), ErrorCode.INTERNAL);
    }

    private void subscribed(Command.Subscribe command, ChannelId channel, List<Beginning> beginnings) {
        if (beginnings.isEmpty()) {
            notSubscribed(command, channel);
            return;
        }
        pending.remove(channel);
        Beginning beginning = beginnings.getFirst();
        switch (beginning.plan()) {
            case RecoveryPlan.UpToDate upToDate -> {
                subscribed(command, upToDate.seen(), true);
                beginning.subscription().goLiveBehind(upToDate.seen());
            }
            case RecoveryPlan.Replay replay when replay.recovered() -> replay(command, beginning, replay);
            case null, default -> {
                if (command.recover() && command.rejectUnrecovered()) {
                    beginning.subscription().leave();
                    fail(command.id(), ErrorCode.UNRECOVERABLE_POSITION);
                } else {
                    subscribed(command, beginning.live(), false);
                    beginning.subscription().goLive();
                }
            }
        }
    }

    /** The answer leaves at once, since what is live may follow. */
    private void subscribed(Command.Subscribe command, Position position, boolean recovered) {
        replies.add(new Reply.Subscribed(command.id(), position, command.recover(), recovered, List.of()));
        flush();
    }

    private void replay(Command.Subscribe command, Beginning beginning, RecoveryPlan.Replay plan) {
        flush();
        List<Message> messages = firstOf(plan.messages());
        var answer = new Reply.Subscribed(command.id(), plan.from(), true, true, messages);
        Position reached = messages.isEmpty() ? plan.from() : messages.getLast().position();
        var rest = new RecoveryPlan.Replay(
                null,
                reached,
                plan.messages().subList(messages.size(), plan.messages().size()));
        var catchUp = new CatchUp(beginning.subscription(), beginning.live(), shared().log(), shared().pageSize());
        connection().offer(new RecoveredReply(encoding, answer, catchUp, rest));
    }

    private void unsubscribe(Identity identity, Command.Unsubscribe command) {
        var channel = new ChannelId(identity.tenant(), command.channel());
        Pending waiting = pending.remove(channel);
        if (waiting != null) {
            waiting.subscribing().cancel();
            fail(waiting.id(), ErrorCode.INTERNAL);
        }
        connection().leave(channel);
        reply(new Reply.Unsubscribed(command.id()));
    }

    private void history(Identity identity, Command.History command) {
        ChannelId channel = find(identity, command.channel()).orElse(null);
        if (channel == null) {
            fail(command.id(), ErrorCode.UNKNOWN_CHANNEL);
            return;
        }
        int most = shared().pageSize();
        int limit = command.limit() < 0 ? most : Math.min(command.limit(), most);
        // Without an epoch, the beginning is where a client is that has seen nothing.
        boolean since = command.since() && (!command.epoch().isEmpty() || command.offset() > 0);
        Position position = since ? new Position(command.epoch(), command.offset()) : null;
        new HistoryQuery(channel, limit, position, command.reverse())
                .run(shared().log())
                .map(page -> answer(command, page))
                .onFailure()
                .recoverWithItem(new Reply.Failed(command.id(), ErrorCode.INTERNAL))
                .subscribe()
                .with(answer -> loop().execute(() -> reply(answer)));
    }

    private Reply answer(Command.History command, Optional<HistoryQuery.Page> page) {
        return page.<Reply>map(found -> new Reply.History(command.id(), found.newest(), firstOf(found.messages())))
                .orElseGet(() -> new Reply.Failed(command.id(), ErrorCode.UNRECOVERABLE_POSITION));
    }

    private void failIfKnown(Identity identity, long id, String channel, ErrorCode error) {
        fail(id, find(identity, channel).isPresent() ? error : ErrorCode.UNKNOWN_CHANNEL);
    }

    private Optional<ChannelId> find(Identity identity, String channel) {
        try {
            return Optional.of(shared().directory().find(identity.tenant(), channel));
        } catch (ProblemException unknown) {
            return Optional.empty();
        }
    }

    private void fail(long id, ErrorCode error) {
        reply(new Reply.Failed(id, error));
    }

    private void reply(Reply reply) {
        if (isOver()) {
            return;
        }
        if (reply instanceof Reply.Failed failed) {
            shared().meters().refused(failed.error().problem());
        }
        replies.add(reply);
        if (!inFrame) {
            flush();
        }
    }

    private void flush() {
        if (!replies.isEmpty()) {
            connection().send(encoding.encode(replies));
            replies.clear();
        }
    }

    private void disconnect(Disconnect why) {
        if (!isOver()) {
            flush();
            shared().meters().disconnected(why);
            close(why.code(), why.reason());
        }
    }

    private long ttl(Verified verified) {
        Duration left = Duration.between(shared().clock().instant(), verified.expiresAt());
        Duration quarter = left.dividedBy(4);
        Duration lead = quarter.compareTo(REFRESH_LEAD) < 0 ? quarter : REFRESH_LEAD;
        return Math.max(1, left.minus(lead).toSeconds());
    }

    private long pingSeconds() {
        return Math.max(1, shared().config().heartbeat().toSeconds());
    }

    /** As many of them as fit into one piece, one at least. */
    private List<Message> firstOf(List<Message> messages) {
        long bytes = 0;
        for (int i = 0; i < messages.size(); i++) {
            bytes += messages.get(i).payload().length;
            if (bytes > connection().pieceBytes()) {
                return messages.subList(0, Math.max(1, i));
            }
        }
        return messages;
    }
}
