package io.mnemesh.intelligence.support;

import io.mnemesh.mesh.event.EventFactory;
import io.mnemesh.mesh.event.EventType;
import io.mnemesh.mesh.event.EventTypes;
import io.mnemesh.mesh.event.MeshEvent;
import io.mnemesh.mesh.event.payload.AlertRaised;
import io.mnemesh.mesh.event.payload.AnomalyDetected;
import io.mnemesh.mesh.event.payload.DecisionRecorded;
import io.mnemesh.mesh.event.payload.ErasureAcknowledged;
import io.mnemesh.mesh.event.payload.ErrorLearned;
import io.mnemesh.mesh.event.payload.MemoryContext;
import io.mnemesh.mesh.event.payload.MemoryCreated;
import io.mnemesh.mesh.event.payload.MemoryDeleted;
import io.mnemesh.mesh.event.payload.MemoryErased;
import io.mnemesh.mesh.event.payload.MemoryUpdated;
import io.mnemesh.mesh.event.payload.MetricRecorded;
import io.mnemesh.mesh.event.payload.MetricRecorded.Point;
import io.mnemesh.mesh.event.payload.PatternDetected;
import io.mnemesh.mesh.event.payload.PerformanceInsight;
import io.mnemesh.mesh.event.payload.SessionEnded;
import io.mnemesh.mesh.event.payload.TaskPredicted;
import io.mnemesh.mesh.stream.Cursor;
import io.mnemesh.mesh.stream.EventFollower;
import io.mnemesh.mesh.stream.EventLog;
import io.mnemesh.mesh.stream.EventPublisher;
import io.mnemesh.mesh.tenancy.TenantId;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The rest of the mesh as the service sees it: it tells of memories and hears what was learned. */
@ApplicationScoped
public class Mesh implements EventFollower {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final EventPublisher publisher;
    private final EventFactory events;
    private final EventLog log;
    private final List<MeshEvent<?>> heard = new CopyOnWriteArrayList<>();
    private EventLog.@Nullable Following following;

    Mesh(EventPublisher publisher, EventFactory events, EventLog log) {
        this.publisher = publisher;
        this.events = events;
        this.log = log;
    }

    void listen(@Observes StartupEvent started) {
        following = log.follow(Cursor.START, this);
    }

    @PreDestroy
    void stop() {
        if (following != null) {
            following.close();
        }
    }

    public UUID error(String tenant, String content, @Nullable String resolution) {
        return error(tenant, content, resolution, Instant.parse("2026-11-01T10:00:00Z"));
    }

    public UUID error(String tenant, String content, @Nullable String resolution, Instant at) {
        UUID id = UUID.randomUUID();
        publish(created(tenant, id, "error", content, resolution, at));
        return id;
    }

    public MeshEvent<MemoryCreated> created(
            String tenant, UUID id, String type, String content, @Nullable String resolution, Instant at) {
        return createdWith(tenant, id, type, content, details(resolution), at);
    }

    public MeshEvent<MemoryCreated> createdWith(
            String tenant, UUID id, String type, String content, Map<String, String> details, Instant at) {
        return created(
                tenant, new MemoryCreated(id, 1, type, content, MemoryContext.EMPTY, details, 0.5, at, "ana", at));
    }

    public MeshEvent<MemoryCreated> created(String tenant, MemoryCreated memory) {
        return events.create(
                EventTypes.MEMORY_CREATED,
                new TenantId(tenant),
                memory.memoryId().toString(),
                memory);
    }

    /** A step of a case. */
    public UUID step(String tenant, String caseId, String activity, Instant at, boolean ends) {
        UUID id = UUID.randomUUID();
        publish(stepEvent(tenant, id, caseId, activity, at, ends));
        return id;
    }

    public MeshEvent<MemoryCreated> stepEvent(
            String tenant, UUID id, String caseId, String activity, Instant at, boolean ends) {
        var details = Map.of("case", caseId, "activity", activity, "ends", String.valueOf(ends));
        return createdWith(tenant, id, "workflow_step", "did " + activity, details, at);
    }

    /** A session ended. */
    public void sessionEnded(String tenant, String session, Instant at) {
        publish(events.create(
                EventTypes.SESSION_ENDED, new TenantId(tenant), session, new SessionEnded(session, "completed", at)));
    }

    /** Something other than an error happened. */
    public void alert(String tenant, String title, Instant at) {
        UUID id = UUID.randomUUID();
        publish(events.create(
                EventTypes.ALERT_RAISED,
                new TenantId(tenant),
                id.toString(),
                new AlertRaised(id, "warning", title, "", at, null)));
    }

    /** Somebody decided something; the decision is a memory of this id. */
    public void decision(String tenant, UUID id, String question, Instant at) {
        publish(events.create(
                EventTypes.DECISION_RECORDED,
                new TenantId(tenant),
                id.toString(),
                new DecisionRecorded(id, question, List.of("yes", "no"), "yes", at)));
    }

    /** A batch of values of a series was measured. */
    public MeshEvent<MetricRecorded> metric(String tenant, String metric, @Nullable String better, List<Point> points) {
        return events.create(
                EventTypes.METRIC_RECORDED,
                new TenantId(tenant),
                metric,
                new MetricRecorded(metric, "api", "ms", better, points));
    }

    /** What was told of a tenant's anomalies. */
    public List<AnomalyDetected> anomalies(String tenant) {
        return told(tenant, EventTypes.ANOMALY_DETECTED, AnomalyDetected.class);
    }

    /** Tasks that were predicted for a tenant without being asked for. */
    public List<TaskPredicted> predictedTasks(String tenant) {
        return told(tenant, EventTypes.TASK_PREDICTED, TaskPredicted.class);
    }

    /** Alerts that were raised for a tenant. */
    public List<AlertRaised> alerts(String tenant) {
        return told(tenant, EventTypes.ALERT_RAISED, AlertRaised.class);
    }

    /** What was told of a tenant's performance. */
    public List<PerformanceInsight> insights(String tenant) {
        return told(tenant, EventTypes.PERFORMANCE_INSIGHT, PerformanceInsight.class);
    }

    private <T extends Record> List<T> told(String tenant, EventType<T> type, Class<T> payload) {
        return heard.stream()
                .filter(event -> event.tenant().value().equals(tenant))
                .filter(event -> event.type().equals(type))
                .map(event -> payload.cast(event.data()))
                .toList();
    }

    public MeshEvent<MemoryUpdated> updated(
            String tenant, UUID id, int version, String type, String content, @Nullable String resolution) {
        Instant at = Instant.parse("2026-11-01T10:00:00Z");
        var memory = new MemoryUpdated(
                id, version, type, content, MemoryContext.EMPTY, details(resolution), 0.5, at, "ana", at, at);
        return events.create(EventTypes.MEMORY_UPDATED, new TenantId(tenant), id.toString(), memory);
    }

    public MeshEvent<MemoryDeleted> deleted(String tenant, UUID id) {
        return deleted(tenant, id, "error");
    }

    public MeshEvent<MemoryDeleted> deleted(String tenant, UUID id, String type) {
        var memory = new MemoryDeleted(id, type, Instant.parse("2026-11-02T10:00:00Z"));
        return events.create(EventTypes.MEMORY_DELETED, new TenantId(tenant), id.toString(), memory);
    }

    public MeshEvent<MemoryErased> erased(String tenant, int round, UUID id) {
        UUID erasure = UUID.nameUUIDFromBytes(tenant.getBytes(StandardCharsets.UTF_8));
        var request = new MemoryErased(
                erasure, round, 1, 1, null, false, false, List.of(id), Instant.parse("2026-11-02T10:00:00Z"));
        return events.create(EventTypes.MEMORY_ERASED, new TenantId(tenant), erasure.toString(), request);
    }

    /** A user is to be erased, with what they stored. */
    public MeshEvent<MemoryErased> userErased(String tenant, int round, String user) {
        UUID erasure = UUID.nameUUIDFromBytes((tenant + user).getBytes(StandardCharsets.UTF_8));
        var request = new MemoryErased(
                erasure, round, 1, 1, user, true, true, List.of(), Instant.parse("2026-11-02T10:00:00Z"));
        return events.create(EventTypes.MEMORY_ERASED, new TenantId(tenant), erasure.toString(), request);
    }

    /** What was answered to erasures of a tenant. */
    public List<ErasureAcknowledged> answers(String tenant) {
        return heard.stream()
                .filter(event -> event.tenant().value().equals(tenant))
                .filter(event -> event.type().equals(EventTypes.ERASURE_ACKNOWLEDGED))
                .map(event -> (ErasureAcknowledged) event.data())
                .toList();
    }

    /** What every part of the service says that it removed, where only these parts had something to remove. */
    public static Map<String, Long> removed(Map<String, Long> some) {
        var all = new HashMap<String, Long>();
        for (String part : List.of("associations", "decisions", "errors", "events", "metrics", "steps")) {
            all.put(part, some.getOrDefault(part, 0L));
        }
        return all;
    }

    public void publish(MeshEvent<?>... told) {
        publisher.publish(List.of(told)).await().atMost(PATIENCE);
    }

    /** What was learned for a tenant, in the order heard, each event once. */
    public List<ErrorLearned> learned(String tenant) {
        return heard.stream()
                .filter(event -> event.tenant().value().equals(tenant))
                .filter(event -> event.type().equals(EventTypes.ERROR_LEARNED))
                .map(event -> (ErrorLearned) event.data())
                .toList();
    }

    /** Patterns of a kind that were found for a tenant. */
    public List<PatternDetected> patterns(String tenant, String kind) {
        return heard.stream()
                .filter(event -> event.tenant().value().equals(tenant))
                .filter(event -> event.type().equals(EventTypes.PATTERN_DETECTED))
                .map(event -> (PatternDetected) event.data())
                .filter(pattern -> pattern.kind().equals(kind))
                .toList();
    }

    @Override
    public String name() {
        return "test-listener";
    }

    @Override
    public Uni<Void> onEvents(List<FollowedEvent> followed) {
        followed.forEach(one -> {
            if (heard.stream().noneMatch(event -> event.id().equals(one.event().id()))) {
                heard.add(one.event());
            }
        });
        return Uni.createFrom().voidItem();
    }

    @Override
    public Uni<Void> onGap(Cursor resumeAt) {
        return Uni.createFrom().voidItem();
    }

    private static Map<String, String> details(@Nullable String resolution) {
        return resolution == null ? Map.of() : Map.of("resolution", resolution);
    }
}
