package io.mnemesh.realtime.session;

import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.tenancy.Identity;
import io.mnemesh.realtime.centrifuge.CentrifugeEncoding;
import io.mnemesh.realtime.centrifuge.Command;
import io.mnemesh.realtime.centrifuge.ErrorCode;
import io.mnemesh.realtime.centrifuge.Reply;
import io.mnemesh.realtime.centrifuge.Unsubscription;
import io.mnemesh.realtime.channel.Channel;
import io.mnemesh.realtime.channel.ChannelId;
import io.mnemesh.realtime.channel.ChannelItem.Message;
import io.mnemesh.realtime.channel.Member;
import io.mnemesh.realtime.channel.Position;
import io.mnemesh.realtime.channel.Signal;
import io.mnemesh.realtime.filter.Filter;
import io.mnemesh.realtime.grant.Grant;
import io.mnemesh.realtime.history.Pages;
import io.mnemesh.realtime.hub.Connection;
import io.mnemesh.realtime.hub.Reception;
import io.mnemesh.realtime.namespace.Pace;
import io.mnemesh.realtime.request.Caller;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a session in the Centrifuge protocol subscribes to. Confined to the connection's event loop. */
final class CentrifugeSubscriptions {

    private static final String FOSSIL = "fossil";

    private final Sessions shared;
    private final Connection connection;
    private final CentrifugeEncoding encoding;
    private final Replies replies;
    private final String client;
    /** Empty, and then shared by all, unless something is under way. */
    private Map<ChannelId, Pending> pending = Map.of();

    /** @param client id of the connection */
    CentrifugeSubscriptions(
            Sessions shared, Connection connection, CentrifugeEncoding encoding, Replies replies, String client) {
        this.shared = shared;
        this.connection = connection;
        this.encoding = encoding;
        this.replies = replies;
        this.client = client;
    }

    /** A subscribe command that is not answered yet. */
    private record Pending(long id, Subscribing subscribing) {}

    /** @throws ProblemException if there is no such channel or the caller may not subscribe */
    void subscribe(Caller caller, HeldGrants grants, Command.Subscribe command) {
        Identity identity = caller.identity();
        Channel channel = shared.directory().find(identity.tenant(), command.channel());
        Grant grant = null;
        if (command.token().isEmpty()) {
            channel.forSubscriber(identity);
        } else {
            try {
                grant = shared.subscriptionTokens().judge(command.token(), channel, identity);
            } catch (ProblemException refusal) {
                replies.fail(command.id(), ErrorCode.ofToken(refusal));
                return;
            }
        }
        subscribe(caller, new Wanted(command, channel, grants, grant));
    }

    /**
     * What a subscribe command asks for.
     *
     * @param grants those of the connection
     * @param grant  what its token grants; null if it brought none
     */
    private record Wanted(
            Command.Subscribe command,
            Channel channel,
            HeldGrants grants,
            @Nullable Grant grant) {

        /** What it is told of others. */
        Set<Signal.Kind> signals() {
            return command.joinLeave() && (grant == null || grant.joinLeave())
                    ? Set.of(Signal.Kind.JOIN, Signal.Kind.LEAVE)
                    : Set.of();
        }

        /** Whether it is a member of the channel. */
        boolean attends() {
            return channel.namespace().presence() && (grant == null || grant.presence());
        }
    }

    private void subscribe(Caller caller, Wanted wanted) {
        Identity identity = caller.identity();
        Command.Subscribe command = wanted.command();
        Channel channel = wanted.channel();
        if (!command.plain()) {
            replies.fail(command.id(), ErrorCode.NOT_AVAILABLE);
        } else if (connection.has(channel.id()) || pending.containsKey(channel.id())) {
            replies.fail(command.id(), ErrorCode.ALREADY_SUBSCRIBED);
        } else if (connection.subscriptionCount() >= shared.config().maxSubscriptions()) {
            replies.fail(command.id(), ErrorCode.LIMIT_EXCEEDED);
        } else {
            // Clients that want the newest message alone recover from nowhere.
            boolean fromNowhere = channel.namespace().cache() && command.epoch().isEmpty();
            boolean recover = command.recover() && channel.namespace().recovery() && !fromNowhere;
            Reception reception = reception(caller, wanted);
            var asked = new Subscribing.Asked(
                    channel,
                    recover ? new Position(command.epoch(), command.offset()) : null,
                    wanted.signals(),
                    reception,
                    wanted.attends());
            var subscribing = new Subscribing(
                    connection,
                    new Member(identity.subject(), client),
                    List.of(asked),
                    shared,
                    beginnings -> subscribed(wanted, beginnings),
                    problem -> notSubscribed(command, channel, ErrorCode.of(problem)));
            if (pending.isEmpty()) {
                pending = HashMap.newHashMap(2);
            }
            pending.put(channel.id(), new Pending(command.id(), subscribing));
            subscribing.start();
        }
    }

    /** What the token lets be seen holds beside what the client asks for. */
    private Reception reception(Caller caller, Wanted wanted) {
        Command.Subscribe command = wanted.command();
        Channel channel = wanted.channel();
        Filter asked = command.filter() == null ? Filter.all() : Filter.of(command.filter());
        Filter filter = Filter.both(asked, caller.filters().forChannel(channel.name()));
        if (wanted.grant() != null) {
            filter = Filter.both(filter, wanted.grant().filters().forChannel(channel.name()));
        }
        Pace pace = channel.namespace().pace();
        boolean delta = channel.namespace().delta()
                && pace.isAtOnce()
                && command.delta().equals(FOSSIL);
        return new Reception(delta ? encoding.withDeltas() : encoding, filter, delta, pace);
    }

    void unsubscribe(Identity identity, HeldGrants grants, Command.Unsubscribe command) {
        var channel = new ChannelId(identity.tenant(), command.channel());
        Pending waiting = taken(channel);
        if (waiting != null) {
            waiting.subscribing().cancel();
            replies.fail(waiting.id(), ErrorCode.INTERNAL);
        }
        connection.leave(channel);
        grants.remove(channel);
        replies.reply(new Reply.Unsubscribed(command.id()));
    }

    /** Takes a newer token of a subscription that has one. */
    void refresh(Caller caller, HeldGrants grants, Command.SubRefresh command) {
        Identity identity = caller.identity();
        Channel channel = shared.directory().find(identity.tenant(), command.channel());
        Grant held = grants.of(channel.id());
        if (held == null) {
            channel.forSubscriber(identity);
            replies.fail(command.id(), ErrorCode.NOT_AVAILABLE);
            return;
        }
        Grant newer;
        try {
            newer = shared.subscriptionTokens().judge(command.token(), channel, identity);
        } catch (ProblemException refusal) {
            replies.fail(command.id(), ErrorCode.ofToken(refusal));
            return;
        }
        replies.now(new Reply.SubRefreshed(command.id(), ttl(newer)));
        if (newer.givesAs(held)) {
            grants.put(channel.id(), newer);
        } else {
            grants.remove(channel.id());
            end(newer, Unsubscription.INSUFFICIENT); // The client subscribes again, under what holds now.
        }
    }

    /** Ends a subscription and tells the client. */
    void end(Grant grant, Unsubscription why) {
        if (connection.has(grant.channel())) {
            connection.release(grant.channel());
            connection.send(encoding.unsubscribe(grant.channel(), why));
        }
    }

    private long ttl(@Nullable Grant grant) {
        return grant == null ? 0 : RefreshTimes.seconds(shared.clock().instant(), grant.expiresAt());
    }

    private @Nullable Pending taken(ChannelId channel) {
        if (pending.isEmpty()) {
            return null;
        }
        Pending found = pending.remove(channel);
        if (pending.isEmpty()) {
            pending = Map.of();
        }
        return found;
    }

    private void notSubscribed(Command.Subscribe command, Channel channel, ErrorCode error) {
        var _ = taken(channel.id());
        replies.fail(command.id(), error);
    }

    private void subscribed(Wanted wanted, List<Beginning> beginnings) {
        Command.Subscribe command = wanted.command();
        Channel channel = wanted.channel();
        if (beginnings.isEmpty()) {
            // It ended before its answer; the client comes back.
            notSubscribed(command, channel, ErrorCode.INTERNAL);
            return;
        }
        var _ = taken(channel.id());
        wanted.grants().put(channel.id(), wanted.grant());
        long ttl = ttl(wanted.grant());
        boolean recoverable = channel.namespace().recovery();
        Beginning beginning = beginnings.getFirst();
        boolean delta = beginning.subscription().reception().delta();
        switch (beginning.plan()) {
            case RecoveryPlan.UpToDate upToDate -> {
                replies.now(new Reply.Subscribed(
                        command.id(), recoverable, upToDate.seen(), command.recover(), true, delta, List.of(), ttl));
                beginning.subscription().goLiveBehind(upToDate.seen());
            }
            case RecoveryPlan.Replay replay when replay.recovered() -> replay(command, beginning, replay, ttl);
            case null, default -> {
                if (command.recover() && command.rejectUnrecovered()) {
                    connection.leave(channel.id());
                    wanted.grants().remove(channel.id());
                    replies.fail(command.id(), ErrorCode.UNRECOVERABLE_POSITION);
                } else {
                    replies.now(new Reply.Subscribed(
                            command.id(),
                            recoverable,
                            beginning.live(),
                            command.recover(),
                            false,
                            delta,
                            List.of(),
                            ttl));
                    beginning.subscription().goLive();
                }
            }
        }
    }

    private void replay(Command.Subscribe command, Beginning beginning, RecoveryPlan.Replay plan, long ttl) {
        replies.flush();
        List<Message> messages = Pages.firstOf(plan.messages(), connection.pieceBytes());
        Reception reception = beginning.subscription().reception();
        var answer = new Reply.Subscribed(
                command.id(),
                true,
                plan.from(),
                command.recover(),
                true,
                reception.delta(),
                reception.filter().select(messages),
                ttl);
        Position reached = messages.isEmpty() ? plan.from() : messages.getLast().position();
        var rest = new RecoveryPlan.Replay(
                null,
                reached,
                plan.messages().subList(messages.size(), plan.messages().size()));
        var catchUp = new CatchUp(beginning.subscription(), beginning.live(), shared);
        connection.offer(
                new RecoveredReply(encoding, shared.bytes(), beginning.channel(), reception, answer, catchUp, rest));
    }
}
