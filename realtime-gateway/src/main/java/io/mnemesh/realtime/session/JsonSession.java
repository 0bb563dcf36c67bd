package io.mnemesh.realtime.session;

import io.mnemesh.mesh.identity.TokenVerifier.Verified;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.tenancy.Identity;
import io.mnemesh.realtime.channel.Channel;
import io.mnemesh.realtime.channel.ChannelId;
import io.mnemesh.realtime.channel.Member;
import io.mnemesh.realtime.channel.Signal;
import io.mnemesh.realtime.filter.Filter;
import io.mnemesh.realtime.hub.Reception;
import io.mnemesh.realtime.mark.Mark;
import io.mnemesh.realtime.protocol.ClientFrame;
import io.mnemesh.realtime.protocol.ClientFrames;
import io.mnemesh.realtime.protocol.CloseCode;
import io.mnemesh.realtime.protocol.ServerFrame;
import io.mnemesh.realtime.protocol.WebSocketFrames;
import io.mnemesh.realtime.request.Caller;
import io.netty.channel.ChannelHandlerContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A session in the project's own protocol. */
final class JsonSession extends ClientSession {

    private final JsonAnswers answers;
    private final JsonQuestions questions;
    private final Typing typing;
    private final Acknowledging acknowledging;

    JsonSession(Sessions shared, Socket socket, ChannelHandlerContext context) {
        super(shared, socket, context, shared.json());
        this.answers = new JsonAnswers(shared.json(), connection(), shared.meters());
        this.questions = new JsonQuestions(shared, loop(), publishing(), answers);
        this.typing = new Typing(shared, connection());
        this.acknowledging = new Acknowledging(shared, connection(), answers, socket.id(), this::onFailure);
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
                case ClientFrame.Subscribe subscribe -> subscribe(ready.caller(), subscribe);
                case ClientFrame.Ack ack -> acknowledging.ack(ready.identity(), ack);
                case ClientFrame.Unsubscribe unsubscribe -> unsubscribe(ready.identity(), unsubscribe);
                case ClientFrame.Publish publish -> questions.publish(ready.identity(), publish);
                case ClientFrame.Presence presence -> questions.presence(ready.identity(), presence);
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

    private void subscribe(Caller caller, ClientFrame.Subscribe frame) {
        List<Subscribing.Asked> asked = asked(caller, frame);
        String user = caller.identity().subject();
        if (frame.consumer() == null) {
            subscribe(user, frame, asked, null);
            return;
        }
        var mark = new Mark(user, frame.consumer());
        acknowledging.find(mark, asked, found -> subscribeAgainst(user, frame, found, mark), frame.id());
    }

    /** Meanwhile the session may have ended, or another frame have asked for the same. */
    private void subscribeAgainst(String user, ClientFrame.Subscribe frame, List<Subscribing.Asked> asked, Mark mark) {
        if (isOver()) {
            return;
        }
        if (isTooMuch(asked.size())) {
            answers.error(frame.id(), tooManySubscriptions());
            return;
        }
        for (Subscribing.Asked one : asked) {
            if (connection().has(one.id())) {
                answers.error(frame.id(), alreadyThere(one.channel()));
                return;
            }
        }
        subscribe(user, frame, asked, mark);
    }

    private void subscribe(
            String user, ClientFrame.Subscribe frame, List<Subscribing.Asked> asked, @Nullable Mark mark) {
        new Subscribing(
                        connection(),
                        new Member(user, id()),
                        asked,
                        shared(),
                        beginnings -> subscribed(frame, asked, mark, beginnings),
                        problem -> answers.error(frame.id(), problem))
                .start();
    }

    private void subscribed(
            ClientFrame.Subscribe frame,
            List<Subscribing.Asked> asked,
            @Nullable Mark mark,
            List<Beginning> beginnings) {
        var entries = new LinkedHashMap<String, ServerFrame.Subscribed.Entry>();
        for (Beginning beginning : beginnings) {
            entries.put(
                    beginning.channel().name(),
                    ServerFrame.Subscribed.Entry.of(beginning.live(), beginning.recovered()));
            if (mark != null) {
                asked.stream()
                        .filter(one -> one.id().equals(beginning.channel()))
                        .forEach(one -> acknowledging.begun(mark, one, beginning));
            }
        }
        answers.send(new ServerFrame.Subscribed(frame.id(), entries));
        beginnings.forEach(beginning -> beginning.flow(shared()));
    }

    private static ProblemException alreadyThere(Channel channel) {
        return new ProblemException(
                ProblemType.CONFLICT,
                "The connection has '%s' already; unsubscribe first.".formatted(channel.name()),
                Map.of("channel", channel.name()),
                null,
                null);
    }

    private List<Subscribing.Asked> asked(Caller caller, ClientFrame.Subscribe frame) {
        Identity identity = caller.identity();
        if (isTooMuch(frame.channels().size())) {
            throw tooManySubscriptions();
        }
        var asked = new ArrayList<Subscribing.Asked>(frame.channels().size());
        for (ClientFrame.Wanted wanted : frame.channels()) {
            Channel channel = shared().directory()
                    .find(identity.tenant(), wanted.channel())
                    .forSubscriber(identity);
            if (connection().has(channel.id())) {
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
            Set<Signal.Kind> signals = signals(frame);
            if (!signals.stream().allMatch(channel::tells)) {
                throw ProblemException.invalid(
                        frame.joinLeave() && !channel.tells(Signal.Kind.JOIN) ? "joinLeave" : "typing",
                        "Nobody is told this of '%s'; leave it out.".formatted(channel.name()));
            }
            asked.add(new Subscribing.Asked(
                    channel,
                    wanted.recover(),
                    signals,
                    new Reception(
                            shared().json(),
                            Filter.both(wanted.filter(), caller.filters().forChannel(channel.name())),
                            false,
                            channel.namespace().pace())));
        }
        return asked;
    }

    private boolean isTooMuch(int more) {
        return connection().subscriptionCount() + more > shared().config().maxSubscriptions();
    }

    private ProblemException tooManySubscriptions() {
        int limit = shared().config().maxSubscriptions();
        return new ProblemException(
                ProblemType.TOO_MANY_REQUESTS,
                "A connection may have %d subscriptions; unsubscribe first.".formatted(limit),
                Map.of("limit", limit),
                Duration.ofSeconds(1),
                null);
    }

    private static Set<Signal.Kind> signals(ClientFrame.Subscribe frame) {
        var signals = EnumSet.noneOf(Signal.Kind.class);
        if (frame.joinLeave()) {
            signals.addAll(List.of(Signal.Kind.JOIN, Signal.Kind.LEAVE));
        }
        if (frame.typing()) {
            signals.addAll(List.of(Signal.Kind.TYPING, Signal.Kind.RESTING));
        }
        return signals;
    }

    private void unsubscribe(Identity identity, ClientFrame.Unsubscribe frame) {
        for (String name : frame.channels()) {
            if (!connection().leave(new ChannelId(identity.tenant(), name))) {
                throw ProblemException.notFound("The connection has no such subscription.");
            }
        }
        answers.send(new ServerFrame.Unsubscribed(frame.id(), frame.channels()));
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
