package io.mnemesh.mesh.load;

import io.mnemesh.mesh.redis.RedisLines;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The latest report of every process of the mesh, in one hash of Redis. */
@Singleton
public final class LoadReports {

    private static final String KEY = "mnemesh:{load}";

    /** Age from which on the process of a report is taken for gone. */
    private static final Duration GONE = Duration.ofMinutes(2);

    private final RedisLines redis;
    private final Clock clock;

    @Inject
    LoadReports(RedisLines redis, Clock clock) {
        this.redis = redis;
        this.clock = clock;
    }

    /** Replaces what the process told before. */
    public Uni<Void> tell(LoadReport report) {
        return redis.send(Request.cmd(Command.HSET)
                        .arg(KEY)
                        .arg(report.instance())
                        .arg(report.encoded()))
                .replaceWithVoid();
    }

    /** Takes back what a process told. */
    public Uni<Void> leave(String instance) {
        return redis.send(Request.cmd(Command.HDEL).arg(KEY).arg(instance)).replaceWithVoid();
    }

    /** Reports of processes that run; those of others are removed. */
    public Uni<List<LoadReport>> all() {
        return redis.send(Request.cmd(Command.HGETALL).arg(KEY)).flatMap(answer -> {
            var running = new ArrayList<LoadReport>();
            var gone = new ArrayList<String>();
            Instant oldest = clock.instant().minus(GONE);
            for (String instance : answer == null ? List.<String>of() : List.copyOf(answer.getKeys())) {
                LoadReport report = read(instance, answer.get(instance));
                if (report == null || report.at().isBefore(oldest)) {
                    gone.add(instance);
                } else {
                    running.add(report);
                }
            }
            if (gone.isEmpty()) {
                return Uni.createFrom().item(List.copyOf(running));
            }
            Request removal = Request.cmd(Command.HDEL).arg(KEY);
            gone.forEach(removal::arg);
            return redis.send(removal).replaceWith(List.copyOf(running));
        });
    }

    private static @Nullable LoadReport read(String instance, @Nullable Response text) {
        try {
            return text == null ? null : LoadReport.decoded(instance, text.toString());
        } catch (RuntimeException e) {
            return null; // of another version: as good as gone
        }
    }
}
