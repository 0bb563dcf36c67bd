package io.mnemesh.realtime.session;

import io.mnemesh.mesh.identity.TokenVerifier.Verified;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.realtime.channel.Member;
import io.mnemesh.realtime.channel.Position;
import io.mnemesh.realtime.protocol.CloseCode;
import io.mnemesh.realtime.protocol.JsonProtocol;
import io.mnemesh.realtime.protocol.ServerFrame;
import io.mnemesh.realtime.protocol.StreamPlace;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A session that only listens: its channels and its token come with the request, and the frames of the own protocol go
 * out as server-sent events. Nothing comes from such a client, so that it is gone when its connection is.
 */
final class EventStreamSession extends ClientSession {

    private static final byte[] HEARTBEAT = ":\n\n".getBytes(StandardCharsets.US_ASCII);

    private final JsonAnswers answers;
    private final List<Subscribing.Asked> asked;
    private final StreamPlace place;
    private long heartbeatAt = System.nanoTime();

    /** @param place takes where the stream begins, and is where it is if {@code json} tells that of it */
    EventStreamSession(
            Sessions shared,
            Socket socket,
            ChannelHandlerContext context,
            JsonProtocol json,
            List<Subscribing.Asked> asked,
            StreamPlace place) {
        super(shared, socket, context, json);
        this.answers = new JsonAnswers(json, connection(), shared.meters());
        this.asked = asked;
        this.place = place;
    }

    @Override
    void opened(@Nullable Verified verified) {
        if (verified == null) {
            throw new IllegalStateException("A stream begins with a token.");
        }
        if (!enter(verified)) {
            end(
                    CloseCode.TOO_MANY_CONNECTIONS,
                    new ProblemException(
                            ProblemType.TOO_MANY_REQUESTS, "You have as many connections to this node as allowed."));
            return;
        }
        new Subscribing(
                        connection(),
                        new Member(verified.identity().subject(), id()),
                        asked,
                        shared(),
                        this::subscribed,
                        problem -> end(CloseCode.RESTART, problem))
                .start();
    }

    /** The first event says where the client is before what it missed, in case it is gone again before it has that. */
    private void subscribed(List<Beginning> beginnings) {
        var entries = new LinkedHashMap<String, ServerFrame.Subscribed.Entry>();
        for (Beginning beginning : beginnings) {
            String name = beginning.channel().name();
            Position before = asked.stream()
                    .filter(one -> one.id().equals(beginning.channel()))
                    .findFirst()
                    .map(Subscribing.Asked::recover)
                    .orElse(beginning.live());
            place.reach(name, before);
            entries.put(name, ServerFrame.Subscribed.Entry.of(beginning.live(), beginning.recovered()));
        }
        say("id: " + place.text() + "\n");
        answers.send(new ServerFrame.Subscribed(null, entries));
        beginnings.forEach(beginning -> beginning.flow(shared()));
    }

    @Override
    void onBeat(long silent) {
        long now = System.nanoTime();
        if (now - heartbeatAt >= shared().config().heartbeat().toNanos()) {
            heartbeatAt = now;
            connection().send(Unpooled.wrappedBuffer(HEARTBEAT));
        }
    }

    @Override
    void onTokenExpired() {
        end(
                CloseCode.TOKEN_EXPIRED,
                new ProblemException(ProblemType.UNAUTHENTICATED, "The token has expired; come back with a new one."));
    }

    @Override
    void onTokenRevoked() {
        end(
                CloseCode.UNAUTHENTICATED,
                new ProblemException(
                        ProblemType.UNAUTHENTICATED,
                        "The session or API key of the token was revoked; sign in again."));
    }

    @Override
    public void onSlow() {
        over(CloseCode.SLOW_CONSUMER);
    }

    @Override
    public void onFailure() {
        over(CloseCode.FAILED);
    }

    @Override
    public void onDrain(Duration pause) {
        say("retry: " + pause.toMillis() + "\n\n");
        over(CloseCode.RESTART);
    }

    @Override
    void onTokenMissing() {
        throw nothingComes();
    }

    @Override
    void onFrame(String text) {
        throw nothingComes();
    }

    @Override
    void onBinaryFrame(byte[] bytes) {
        throw nothingComes();
    }

    @Override
    void onTooLarge() {
        throw nothingComes();
    }

    private static IllegalStateException nothingComes() {
        return new IllegalStateException("Nothing comes from a client that only listens.");
    }

    private void end(CloseCode why, ProblemException problem) {
        answers.error(null, problem);
        over(why);
    }

    private void over(CloseCode why) {
        if (!isOver()) {
            shared().meters().disconnected(why);
            close(why.code(), why.label());
        }
    }

    private void say(String lines) {
        connection().send(Unpooled.wrappedBuffer(lines.getBytes(StandardCharsets.US_ASCII)));
    }
}
