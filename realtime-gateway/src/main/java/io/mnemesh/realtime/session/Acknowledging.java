package io.mnemesh.realtime.session;

import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.telemetry.MeshLog;
import io.mnemesh.mesh.tenancy.Identity;
import io.mnemesh.realtime.channel.ChannelId;
import io.mnemesh.realtime.channel.Member;
import io.mnemesh.realtime.channel.Position;
import io.mnemesh.realtime.hub.Connection;
import io.mnemesh.realtime.mark.Mark;
import io.mnemesh.realtime.mark.MarkState;
import io.mnemesh.realtime.protocol.ClientFrame;
import io.mnemesh.realtime.protocol.ServerFrame;
import io.smallrye.mutiny.Multi;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The subscriptions of one connection whose messages come until they are acknowledged. A mark in Redis says how far the
 * user's consumer is; a subscription begins behind it, on whichever node and however much later. What is not acknowledged
 * in time comes again, from the history. Confined to the connection's event loop.
 */
final class Acknowledging {

    private static final MeshLog LOG = MeshLog.of(Acknowledging.class);

    private final Sessions shared;
    private final Connection connection;
    private final JsonAnswers answers;
    private final String client;
    private final Runnable failed;
    private final Map<ChannelId, Tracker> trackers = new HashMap<>();

    /**
     * @param client id of the connection
     * @param failed ends the connection, so that the client comes back for what it does not get
     */
    Acknowledging(Sessions shared, Connection connection, JsonAnswers answers, String client, Runnable failed) {
        this.shared = shared;
        this.connection = connection;
        this.answers = answers;
        this.client = client;
        this.failed = failed;
    }

    /** How far one channel is acknowledged, and since when something else waits for that. */
    private static final class Tracker {
        private final Subscribing.Asked asked;
        private final Mark mark;
        private Position acked;
        private @Nullable Long waitingSince;
        private boolean again;
        private @Nullable Position untold;

        Tracker(Subscribing.Asked asked, Mark mark, Position acked) {
            this.asked = asked;
            this.mark = mark;
            this.acked = acked;
        }
    }

    /**
     * Looks where the consumer is in these channels.
     *
     * @param then takes them with these positions, on the event loop
     * @throws ProblemException if one of them is not to be acknowledged, or the consumer has no good name
     */
    void find(Mark mark, List<Subscribing.Asked> asked, Consumer<List<Subscribing.Asked>> then, @Nullable Long id) {
        for (Subscribing.Asked one : asked) {
            if (!one.channel().namespace().acknowledge()) {
                throw ProblemException.invalid(
                        "consumer",
                        "'%s' is not acknowledged; leave it out."
                                .formatted(one.channel().name()));
            }
        }
        Multi.createFrom()
                .iterable(asked)
                .onItem()
                .transformToUniAndConcatenate(
                        one -> shared.marks().find(one.id(), mark).map(position -> one.from(position.orElse(null))))
                .collect()
                .asList()
                .emitOn(connection.shard().loop())
                .subscribe()
                .with(then, failure -> answers.error(id, unavailable(failure)));
    }

    /** A subscription has begun. */
    void begun(Mark mark, Subscribing.Asked asked, Beginning beginning) {
        Position from = Optional.ofNullable(asked.recover()).orElse(beginning.live());
        trackers.put(asked.id(), new Tracker(asked, mark, from));
        if (asked.recover() == null) {
            shared.marks()
                    .begin(asked.id(), mark, from)
                    .subscribe()
                    .with(done -> {}, failure -> connection.shard().loop().execute(failed));
        }
    }

    /** A subscription is over, also if it was about to begin again. */
    void end(ChannelId channel) {
        trackers.remove(channel);
    }

    /** @throws ProblemException if there is nothing to acknowledge there */
    void ack(Identity caller, ClientFrame.Ack frame) {
        var channel = new ChannelId(caller.tenant(), frame.channel());
        Tracker tracker = trackers.get(channel);
        if (tracker == null) {
            throw ProblemException.notFound("The connection has no such subscription that is acknowledged.");
        }
        Position position = frame.position();
        Position newest = connection.positionOf(channel);
        if (newest != null && (!newest.sameEpoch(position) || newest.offset() < position.offset())) {
            throw ProblemException.invalid("offset", "Nothing of this offset and epoch was sent.");
        }
        if (!position.sameEpoch(tracker.acked) || position.offset() > tracker.acked.offset()) {
            tracker.acked = position;
            tracker.waitingSince = null;
        }
        shared.marks()
                .move(channel, tracker.mark, position)
                .emitOn(connection.shard().loop())
                .subscribe()
                .with(
                        now -> {
                            tracker.untold = now;
                            if (frame.id() != null) {
                                answers.send(
                                        new ServerFrame.Acked(frame.id(), frame.channel(), now.offset(), now.epoch()));
                            }
                        },
                        failure -> answers.error(frame.id(), unavailable(failure)));
    }

    /** About once a second, so that the user's other devices are not told of each of many marks. */
    void onBeat() {
        tellDevices();
        trackers.values().removeIf(tracker -> !tracker.again && !connection.has(tracker.asked.id()));
        long now = System.nanoTime();
        for (Tracker tracker : List.copyOf(trackers.values())) {
            Position newest = connection.positionOf(tracker.asked.id());
            if (newest == null || tracker.again) {
                continue;
            }
            if (newest.sameEpoch(tracker.acked) && newest.offset() <= tracker.acked.offset()) {
                tracker.waitingSince = null;
            } else if (tracker.waitingSince == null) {
                tracker.waitingSince = now;
            } else if (now - tracker.waitingSince > shared.marks().timeout().toNanos()) {
                tracker.waitingSince = null;
                redeliver(tracker);
            }
        }
    }

    /** The connection is over; what it acknowledged last is told, too. */
    void onEnd() {
        tellDevices();
    }

    private void tellDevices() {
        for (Tracker tracker : trackers.values()) {
            Position mark = tracker.untold;
            if (mark != null) {
                tracker.untold = null;
                tell(tracker, mark);
            }
        }
    }

    private void tell(Tracker tracker, Position mark) {
        ChannelId channel = tracker.asked.id();
        String name = tracker.mark.name();
        shared.log()
                .position(channel)
                .chain(newest -> shared.devices()
                        .tell(
                                channel.tenant(),
                                new Member(tracker.mark.user(), client),
                                "mark",
                                MarkState.named(channel.name(), name, newest, mark)))
                .subscribe()
                .with(
                        done -> {},
                        failure -> LOG.debug("Devices are not told of a mark")
                                .cause(failure)
                                .log());
    }

    private void redeliver(Tracker tracker) {
        tracker.again = true;
        connection.release(tracker.asked.id());
        new Subscribing(
                        connection,
                        new Member(tracker.mark.user(), client),
                        List.of(tracker.asked.from(tracker.acked)),
                        shared,
                        beginnings -> flow(tracker, beginnings),
                        problem -> failed.run())
                .start();
    }

    private void flow(Tracker tracker, List<Beginning> beginnings) {
        tracker.again = false;
        if (trackers.get(tracker.asked.id()) != tracker) {
            beginnings.forEach(beginning -> beginning.subscription().leave());
            return;
        }
        answers.send(new ServerFrame.Redelivery(
                tracker.asked.channel().name(), tracker.acked.offset(), tracker.acked.epoch()));
        beginnings.forEach(beginning -> beginning.flow(shared));
    }

    private static ProblemException unavailable(Throwable failure) {
        return new ProblemException(
                ProblemType.UNAVAILABLE,
                "What is acknowledged cannot be kept or found at the moment; try again.",
                Map.of(),
                Duration.ofSeconds(1),
                failure);
    }
}
