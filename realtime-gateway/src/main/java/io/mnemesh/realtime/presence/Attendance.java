package io.mnemesh.realtime.presence;

import io.micrometer.core.instrument.MeterRegistry;
import io.mnemesh.mesh.telemetry.MeshLog;
import io.mnemesh.realtime.channel.Channel;
import io.mnemesh.realtime.channel.ChannelId;
import io.mnemesh.realtime.channel.Member;
import io.mnemesh.realtime.telemetry.RealtimeMetrics;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The members whose connections this node has. It prolongs all those of a channel at once, and looks at a channel again
 * when its next member ends, so that the leave of a member whose node is gone is told by a node that is not. Thread-safe.
 */
@ApplicationScoped
public class Attendance {

    private static final MeshLog LOG = MeshLog.of(Attendance.class);

    /** So long after its time a member has gone by the clock of Redis too. */
    private static final Duration LATER = Duration.ofMillis(20);

    private final PresenceStore store;
    private final PresenceConfig config;
    private final ConcurrentMap<ChannelId, Room> rooms = new ConcurrentHashMap<>();

    Attendance(PresenceStore store, PresenceConfig config, MeterRegistry registry) {
        this.store = store;
        this.config = config.validated();
        registry.gauge(
                RealtimeMetrics.PRESENT,
                rooms,
                all -> all.values().stream().mapToInt(Room::size).sum());
    }

    /**
     * A connection is in a channel from now on.
     *
     * @return the member it is there, which {@link #leave} takes: its own, or the one its user was before, if that was
     *     away for a short time only
     */
    public Uni<Member> enter(Channel channel, Member member) {
        return store.join(channel, member).invoke(joined -> {
            while (!room(channel).enter(joined)) {
                Thread.onSpinWait(); // The one that is closed is removed in a moment.
            }
        });
    }

    /**
     * A connection is not in a channel any more. If Redis does not hear of it, the member ends with its time.
     *
     * @param wanted whether the client said so; else it may come back
     */
    public void leave(Channel channel, Member member, boolean wanted) {
        Duration grace = wanted ? Duration.ZERO : config.grace();
        Room room = room(channel);
        room.leave(
                member,
                in(grace),
                () -> store.leave(channel, member, grace).subscribe().with(done -> {}, failure -> {
                    LOG.debug("A leave could not be told").cause(failure).log();
                    room.awaitEnd(in(config.ttl()));
                }));
    }

    /** Does what is due. */
    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void tick() {
        long now = System.nanoTime();
        rooms.forEach((id, room) -> {
            if (room.isDue(now)) {
                if (room.closes()) {
                    rooms.remove(id, room);
                } else {
                    room.keep(now, now + pause(), members -> keep(room, members));
                }
            }
        });
    }

    private void keep(Room room, List<Member> members) {
        store.keep(room.channel(), members)
                .subscribe()
                .with(
                        next -> {
                            if (next > config.grace().toMillis()) {
                                room.lookAfter(in(Duration.ofMillis(next)));
                            } else if (next >= 0) {
                                room.awaitEnd(in(Duration.ofMillis(next)));
                            }
                        },
                        failure -> room.awaitEnd(System.nanoTime()));
    }

    private Room room(Channel channel) {
        return rooms.computeIfAbsent(channel.id(), id -> {
            long now = System.nanoTime();
            return new Room(channel, now, now + ThreadLocalRandom.current().nextLong(pause() / 2, pause() + 1));
        });
    }

    private static long in(Duration time) {
        return System.nanoTime() + time.plus(LATER).toNanos();
    }

    private long pause() {
        return config.ttl().toNanos() / 3;
    }
}
