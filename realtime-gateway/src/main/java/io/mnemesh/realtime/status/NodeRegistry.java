package io.mnemesh.realtime.status;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.mnemesh.mesh.redis.RedisLines;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The nodes of this service, each as it last reported to Redis. A node that falls silent is forgotten. */
@ApplicationScoped
public class NodeRegistry {

    private static final String KEY = "mnemesh:{realtime}:nodes";
    private static final Duration FORGOTTEN_AFTER = Duration.ofSeconds(20);

    private final RedisLines redis;
    private final NodeReporter reporter;
    private final ObjectMapper json;
    private final Clock clock;

    NodeRegistry(RedisLines redis, NodeReporter reporter, ObjectMapper json, Clock clock) {
        this.redis = redis;
        this.reporter = reporter;
        this.json = json.copy().disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);
        this.clock = clock;
    }

    /** Reports this node. Without Redis the others do without. */
    @Scheduled(every = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> report() {
        return reporter.report()
                .chain(report -> redis.send(
                        Request.cmd(Command.HSET).arg(KEY).arg(report.node()).arg(write(report))))
                .chain(() -> redis.send(Request.cmd(Command.PEXPIRE).arg(KEY).arg(FORGOTTEN_AFTER.toMillis())))
                .replaceWithVoid()
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    /** Nodes that reported lately, this one among them if it did; empty without Redis. */
    Uni<List<NodeReport>> nodes() {
        return redis.send(Request.cmd(Command.HVALS).arg(KEY))
                .map(this::read)
                .onFailure()
                .recoverWithItem(List.of());
    }

    private List<NodeReport> read(@Nullable Response values) {
        if (values == null) {
            return List.of();
        }
        Instant oldest = clock.instant().minus(FORGOTTEN_AFTER);
        var reports = new ArrayList<NodeReport>(values.size());
        for (Response value : values) {
            NodeReport report = read(value.toString());
            if (report != null && report.at().isAfter(oldest)) {
                reports.add(report);
            }
        }
        return List.copyOf(reports);
    }

    /** Null for a report of another version. */
    private @Nullable NodeReport read(String value) {
        try {
            return json.readValue(value, NodeReport.class);
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    private String write(NodeReport report) {
        try {
            return json.writeValueAsString(report);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A report cannot be written.", e);
        }
    }
}
