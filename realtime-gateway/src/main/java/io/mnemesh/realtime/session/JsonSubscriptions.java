package io.mnemesh.realtime.session;

import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.tenancy.Identity;
import io.mnemesh.realtime.channel.Channel;
import io.mnemesh.realtime.channel.ChannelId;
import io.mnemesh.realtime.channel.Member;
import io.mnemesh.realtime.channel.Signal;
import io.mnemesh.realtime.filter.Filter;
import io.mnemesh.realtime.grant.Grant;
import io.mnemesh.realtime.hub.Connection;
import io.mnemesh.realtime.hub.Reception;
import io.mnemesh.realtime.mark.Mark;
import io.mnemesh.realtime.namespace.Namespace;
import io.mnemesh.realtime.protocol.ClientFrame;
import io.mnemesh.realtime.protocol.JsonProtocol;
import io.mnemesh.realtime.protocol.ServerFrame;
import io.mnemesh.realtime.request.Caller;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What a session in the project's own protocol subscribes to. Confined to the connection's event loop. */
final class JsonSubscriptions {

    private final Sessions shared;
    private final Connection connection;
    private final JsonProtocol json;
    private final JsonAnswers answers;
    private final Acknowledging acknowledging;
    private final String client;
    private final BooleanSupplier isOver;

    /**
     * @param client id of the connection
     * @param isOver whether the session has ended
     */
    JsonSubscriptions(
            Sessions shared,
            Connection connection,
            JsonProtocol json,
            JsonAnswers answers,
            Acknowledging acknowledging,
            String client,
            BooleanSupplier isOver) {
        this.shared = shared;
        this.connection = connection;
        this.json = json;
        this.answers = answers;
        this.acknowledging = acknowledging;
        this.client = client;
        this.isOver = isOver;
    }

    /**
     * A subscribe frame with what it asks for.
     *
     * @param grants  those of the connection
     * @param granted what tokens grant of the channels
     */
    private record Request(
            ClientFrame.Subscribe frame,
            String user,
            List<Subscribing.Asked> asked,
            HeldGrants grants,
            Map<ChannelId, Grant> granted) {

        Request from(List<Subscribing.Asked> found) {
            return new Request(frame, user, found, grants, granted);
        }
    }

    /** @throws ProblemException if one of the channels is refused */
    void subscribe(Caller caller, HeldGrants grants, ClientFrame.Subscribe frame) {
        var granted = new HashMap<ChannelId, Grant>(0);
        List<Subscribing.Asked> asked = asked(caller, frame, granted);
        var request = new Request(frame, caller.identity().subject(), asked, grants, granted);
        if (frame.consumer() == null) {
            subscribe(request, null);
            return;
        }
        var mark = new Mark(request.user(), frame.consumer());
        acknowledging.find(mark, asked, found -> subscribeAgainst(request.from(found), mark), frame.id());
    }

    /** Meanwhile the session may have ended, or another frame have asked for the same. */
    private void subscribeAgainst(Request request, Mark mark) {
        if (isOver.getAsBoolean()) {
            return;
        }
        if (isTooMuch(request.asked().size())) {
            answers.error(request.frame().id(), tooManySubscriptions());
            return;
        }
        for (Subscribing.Asked one : request.asked()) {
            if (connection.has(one.id())) {
                answers.error(request.frame().id(), alreadyThere(one.channel()));
                return;
            }
        }
        subscribe(request, mark);
    }

    private void subscribe(Request request, @Nullable Mark mark) {
        new Subscribing(
                        connection,
                        new Member(request.user(), client),
                        request.asked(),
                        shared,
                        beginnings -> subscribed(request, mark, beginnings),
                        problem -> answers.error(request.frame().id(), problem))
                .start();
    }

    private void subscribed(Request request, @Nullable Mark mark, List<Beginning> beginnings) {
        var entries = new LinkedHashMap<String, ServerFrame.Subscribed.Entry>();
        for (Beginning beginning : beginnings) {
            ChannelId channel = beginning.channel();
            Grant grant = request.granted().get(channel);
            request.grants().put(channel, grant);
            entries.put(
                    channel.name(),
                    ServerFrame.Subscribed.Entry.of(
                            beginning.live(), beginning.recovered(), grant == null ? null : grant.expiresAt()));
            if (mark != null) {
                request.asked().stream()
                        .filter(one -> one.id().equals(channel))
                        .forEach(one -> acknowledging.begun(mark, one, beginning));
            }
        }
        answers.send(new ServerFrame.Subscribed(request.frame().id(), entries));
        beginnings.forEach(beginning -> flow(request.frame(), beginning));
    }

    private void flow(ClientFrame.Subscribe frame, Beginning beginning) {
        Instant since = frame.channels().stream()
                .filter(wanted -> wanted.channel().equals(beginning.channel().name()))
                .map(ClientFrame.Wanted::since)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        if (since == null) {
            beginning.flow(shared);
        } else {
            new ArchiveReplay(shared, json, beginning.subscription(), beginning.live(), since).start();
        }
    }

    private List<Subscribing.Asked> asked(Caller caller, ClientFrame.Subscribe frame, Map<ChannelId, Grant> granted) {
        if (isTooMuch(frame.channels().size())) {
            throw tooManySubscriptions();
        }
        var asked = new ArrayList<Subscribing.Asked>(frame.channels().size());
        for (ClientFrame.Wanted wanted : frame.channels()) {
            Channel channel = shared.directory().find(caller.identity().tenant(), wanted.channel());
            Grant grant = grant(caller.identity(), channel, wanted);
            if (grant != null) {
                granted.put(channel.id(), grant);
            }
            asked.add(asked(caller, frame, wanted, channel, grant));
        }
        return asked;
    }

    /** @return null if the caller may subscribe without a token and shows none */
    private @Nullable Grant grant(Identity caller, Channel channel, ClientFrame.Wanted wanted) {
        if (wanted.token() == null) {
            channel.forSubscriber(caller);
            return null;
        }
        return shared.subscriptionTokens().judge(wanted.token(), channel, caller);
    }

    private Subscribing.Asked asked(
            Caller caller,
            ClientFrame.Subscribe frame,
            ClientFrame.Wanted wanted,
            Channel channel,
            @Nullable Grant grant) {
        if (connection.has(channel.id())) {
            throw alreadyThere(channel);
        }
        if (wanted.recover() != null && frame.consumer() != null) {
            throw ProblemException.invalid(
                    "recover", "A consumer goes on from what it acknowledged; leave 'recover' out.");
        }
        if (wanted.recover() != null && !channel.namespace().recovery()) {
            throw ProblemException.invalid(
                    "recover", "Nothing can be recovered of '%s'; leave it out.".formatted(channel.name()));
        }
        if (wanted.since() != null) {
            requirePast(frame, wanted, channel);
        }
        Set<Signal.Kind> signals = signals(frame, grant);
        if (!signals.stream().allMatch(channel::tells)) {
            throw ProblemException.invalid(
                    frame.joinLeave() && !channel.tells(Signal.Kind.JOIN) ? "joinLeave" : "typing",
                    "Nobody is told this of '%s'; leave it out.".formatted(channel.name()));
        }
        Filter filter = Filter.both(wanted.filter(), caller.filters().forChannel(channel.name()));
        if (grant != null) {
            filter = Filter.both(filter, grant.filters().forChannel(channel.name()));
        }
        return new Subscribing.Asked(
                channel,
                wanted.recover(),
                signals,
                new Reception(json, filter, false, channel.namespace().pace()),
                channel.namespace().presence() && (grant == null || grant.presence()));
    }

    private static void requirePast(ClientFrame.Subscribe frame, ClientFrame.Wanted wanted, Channel channel) {
        if (wanted.recover() != null || frame.consumer() != null) {
            throw ProblemException.invalid("since", "A subscription goes on from one place; leave 'since' out.");
        }
        if (!channel.namespace().name().equals(Namespace.EVENTS)
                || !channel.namespace().pace().isAtOnce()) {
            throw ProblemException.invalid(
                    "since", "What happened in '%s' is not kept; leave it out.".formatted(channel.name()));
        }
    }

    private static Set<Signal.Kind> signals(ClientFrame.Subscribe frame, @Nullable Grant grant) {
        var signals = EnumSet.noneOf(Signal.Kind.class);
        if (frame.joinLeave() && (grant == null || grant.joinLeave())) {
            signals.addAll(List.of(Signal.Kind.JOIN, Signal.Kind.LEAVE));
        }
        if (frame.typing()) {
            signals.addAll(List.of(Signal.Kind.TYPING, Signal.Kind.RESTING));
        }
        return signals;
    }

    /** @throws ProblemException if the connection has not all of them */
    void unsubscribe(Identity identity, HeldGrants grants, ClientFrame.Unsubscribe frame) {
        for (String name : frame.channels()) {
            var channel = new ChannelId(identity.tenant(), name);
            if (!connection.leave(channel)) {
                throw ProblemException.notFound("The connection has no such subscription.");
            }
            grants.remove(channel);
        }
        answers.send(new ServerFrame.Unsubscribed(frame.id(), frame.channels(), null));
    }

    /**
     * Takes a newer token of a subscription that has one.
     *
     * @throws ProblemException if the connection has no such subscription by a token, or the newer one does not grant the same
     */
    void refresh(Identity identity, HeldGrants grants, String name, ClientFrame.Refresh frame) {
        Channel channel = shared.directory().find(identity.tenant(), name);
        Grant held = grants.of(channel.id());
        if (held == null) {
            throw ProblemException.notFound("The connection has no such subscription by a token.");
        }
        Grant newer = shared.subscriptionTokens().judge(frame.token(), channel, identity);
        if (!newer.givesAs(held)) {
            throw new ProblemException(
                    ProblemType.CONFLICT,
                    "The token gives other things than before; unsubscribe, and subscribe with it.",
                    Map.of("channel", name),
                    null,
                    null);
        }
        grants.put(channel.id(), newer);
        answers.send(new ServerFrame.Refreshed(frame.id(), newer.expiresAt()));
    }

    /** Ends a subscription and tells the client. */
    void end(Grant grant, String reason) {
        acknowledging.end(grant.channel());
        connection.release(grant.channel());
        answers.send(new ServerFrame.Unsubscribed(null, List.of(grant.channel().name()), reason));
    }

    private boolean isTooMuch(int more) {
        return connection.subscriptionCount() + more > shared.config().maxSubscriptions();
    }

    private ProblemException tooManySubscriptions() {
        int limit = shared.config().maxSubscriptions();
        return new ProblemException(
                ProblemType.TOO_MANY_REQUESTS,
                "A connection may have %d subscriptions; unsubscribe first.".formatted(limit),
                Map.of("limit", limit),
                Duration.ofSeconds(1),
                null);
    }

    private static ProblemException alreadyThere(Channel channel) {
        return new ProblemException(
                ProblemType.CONFLICT,
                "The connection has '%s' already; unsubscribe first.".formatted(channel.name()),
                Map.of("channel", channel.name()),
                null,
                null);
    }
}
