package io.mnemesh.mesh.event;

import io.mnemesh.mesh.event.payload.AccessRecorded;
import io.mnemesh.mesh.event.payload.AlertRaised;
import io.mnemesh.mesh.event.payload.AnomalyDetected;
import io.mnemesh.mesh.event.payload.DecisionRecorded;
import io.mnemesh.mesh.event.payload.ErasureAcknowledged;
import io.mnemesh.mesh.event.payload.ErasureProgressed;
import io.mnemesh.mesh.event.payload.ErrorLearned;
import io.mnemesh.mesh.event.payload.MemoryClustered;
import io.mnemesh.mesh.event.payload.MemoryConsolidated;
import io.mnemesh.mesh.event.payload.MemoryCreated;
import io.mnemesh.mesh.event.payload.MemoryDeleted;
import io.mnemesh.mesh.event.payload.MemoryEmbedded;
import io.mnemesh.mesh.event.payload.MemoryErased;
import io.mnemesh.mesh.event.payload.MemoryImported;
import io.mnemesh.mesh.event.payload.MemoryRated;
import io.mnemesh.mesh.event.payload.MemoryUpdated;
import io.mnemesh.mesh.event.payload.MetricRecorded;
import io.mnemesh.mesh.event.payload.PatternDetected;
import io.mnemesh.mesh.event.payload.PerformanceInsight;
import io.mnemesh.mesh.event.payload.SessionEnded;
import io.mnemesh.mesh.event.payload.SessionHandoff;
import io.mnemesh.mesh.event.payload.SessionStarted;
import io.mnemesh.mesh.event.payload.TaskPredicted;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The catalogue of domain events: the fourteen families, those beside them, and what the mesh tells itself. */
public final class EventTypes {

    public static final EventType<MemoryCreated> MEMORY_CREATED =
            new EventType<>("io.mnemesh.memory.created.v1", "memory_created", MemoryCreated.class);
    public static final EventType<MemoryUpdated> MEMORY_UPDATED =
            new EventType<>("io.mnemesh.memory.updated.v1", "memory_updated", MemoryUpdated.class);
    public static final EventType<MemoryDeleted> MEMORY_DELETED =
            new EventType<>("io.mnemesh.memory.deleted.v1", "memory_deleted", MemoryDeleted.class);
    public static final EventType<MemoryConsolidated> MEMORY_CONSOLIDATED =
            new EventType<>("io.mnemesh.memory.consolidated.v1", "memory_consolidated", MemoryConsolidated.class);
    public static final EventType<MemoryEmbedded> MEMORY_EMBEDDED =
            new EventType<>("io.mnemesh.memory.embedded.v1", "memory_embedded", MemoryEmbedded.class);
    public static final EventType<MemoryClustered> MEMORY_CLUSTERED =
            new EventType<>("io.mnemesh.memory.clustered.v1", "memory_clustered", MemoryClustered.class);
    public static final EventType<MemoryImported> MEMORY_IMPORTED =
            new EventType<>("io.mnemesh.memory.imported.v1", "memory_imported", MemoryImported.class);
    public static final EventType<MemoryRated> MEMORY_RATED =
            new EventType<>("io.mnemesh.memory.rated.v1", "memory_rated", MemoryRated.class);
    public static final EventType<MemoryErased> MEMORY_ERASED =
            new EventType<>("io.mnemesh.memory.erased.v1", "memory_erased", MemoryErased.class);
    public static final EventType<ErasureAcknowledged> ERASURE_ACKNOWLEDGED =
            new EventType<>("io.mnemesh.erasure.acknowledged.v1", "erasure_acknowledged", ErasureAcknowledged.class);
    public static final EventType<ErasureProgressed> ERASURE_PROGRESSED =
            new EventType<>("io.mnemesh.erasure.progressed.v1", "erasure_progressed", ErasureProgressed.class);
    public static final EventType<SessionStarted> SESSION_STARTED =
            new EventType<>("io.mnemesh.session.started.v1", "session_started", SessionStarted.class);
    public static final EventType<SessionHandoff> SESSION_HANDOFF =
            new EventType<>("io.mnemesh.session.handoff.v1", "session_handoff", SessionHandoff.class);
    public static final EventType<SessionEnded> SESSION_ENDED =
            new EventType<>("io.mnemesh.session.ended.v1", "session_ended", SessionEnded.class);
    public static final EventType<ErrorLearned> ERROR_LEARNED =
            new EventType<>("io.mnemesh.error.learned.v1", "error_learned", ErrorLearned.class);
    public static final EventType<PatternDetected> PATTERN_DETECTED =
            new EventType<>("io.mnemesh.pattern.detected.v1", "pattern_detected", PatternDetected.class);
    public static final EventType<DecisionRecorded> DECISION_RECORDED =
            new EventType<>("io.mnemesh.decision.recorded.v1", "decision_recorded", DecisionRecorded.class);
    public static final EventType<TaskPredicted> TASK_PREDICTED =
            new EventType<>("io.mnemesh.task.predicted.v1", "task_predicted", TaskPredicted.class);
    public static final EventType<MetricRecorded> METRIC_RECORDED =
            new EventType<>("io.mnemesh.metric.recorded.v1", "metric_recorded", MetricRecorded.class);
    public static final EventType<PerformanceInsight> PERFORMANCE_INSIGHT =
            new EventType<>("io.mnemesh.performance.insight.v1", "performance_insight", PerformanceInsight.class);
    public static final EventType<AnomalyDetected> ANOMALY_DETECTED =
            new EventType<>("io.mnemesh.anomaly.detected.v1", "anomaly_detected", AnomalyDetected.class);
    public static final EventType<AlertRaised> ALERT_RAISED =
            new EventType<>("io.mnemesh.alert.raised.v1", "alert_raised", AlertRaised.class);
    public static final EventType<AccessRecorded> ACCESS_RECORDED =
            new EventType<>("io.mnemesh.access.recorded.v1", "access_recorded", AccessRecorded.class);

    /** Every type. */
    public static final List<EventType<?>> ALL = List.of(
            MEMORY_CREATED,
            MEMORY_UPDATED,
            MEMORY_DELETED,
            MEMORY_CONSOLIDATED,
            MEMORY_EMBEDDED,
            MEMORY_CLUSTERED,
            MEMORY_IMPORTED,
            MEMORY_RATED,
            MEMORY_ERASED,
            ERASURE_ACKNOWLEDGED,
            ERASURE_PROGRESSED,
            SESSION_STARTED,
            SESSION_HANDOFF,
            SESSION_ENDED,
            ERROR_LEARNED,
            PATTERN_DETECTED,
            DECISION_RECORDED,
            TASK_PREDICTED,
            METRIC_RECORDED,
            PERFORMANCE_INSIGHT,
            ANOMALY_DETECTED,
            ALERT_RAISED,
            ACCESS_RECORDED);

    private static final Set<EventType<?>> INTERNAL =
            Set.of(MEMORY_EMBEDDED, MEMORY_RATED, MEMORY_ERASED, ERASURE_ACKNOWLEDGED, ACCESS_RECORDED);

    /** The types that browsers may see, by their short names: all but the internal ones. */
    public static final List<EventType<?>> FAMILIES =
            ALL.stream().filter(type -> !INTERNAL.contains(type)).toList();

    /** The types that tell of memories without anything of what these say; they may stay when a memory is erased. */
    public static final Set<EventType<?>> WITHOUT_CONTENT =
            Set.of(MEMORY_DELETED, MEMORY_CONSOLIDATED, MEMORY_ERASED, ERASURE_ACKNOWLEDGED, ERASURE_PROGRESSED);

    private static final Map<String, EventType<?>> BY_NAME =
            ALL.stream().collect(Collectors.toUnmodifiableMap(EventType::name, Function.identity()));

    private EventTypes() {}

    /** The type with this CloudEvents type name. */
    public static Optional<EventType<?>> byName(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }
}
