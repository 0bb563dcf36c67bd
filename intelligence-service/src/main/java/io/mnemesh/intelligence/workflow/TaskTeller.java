package io.mnemesh.intelligence.workflow;

import io.mnemesh.intelligence.events.ExactlyOnce;
import io.mnemesh.intelligence.workflow.TaskForecast.Question;
import io.mnemesh.intelligence.workflow.model.Prediction;
import io.mnemesh.intelligence.workflow.model.Step;
import io.mnemesh.intelligence.workflow.persistence.StepStore;
import io.mnemesh.mesh.event.EventFactory;
import io.mnemesh.mesh.event.EventTypes;
import io.mnemesh.mesh.event.MeshEvent;
import io.mnemesh.mesh.event.payload.TaskPredicted;
import io.mnemesh.mesh.outbox.Outbox;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.telemetry.MeshLog;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Tells with {@code task_predicted} what comes next in a case that goes on now, if that is sure enough: once for each step. The event is about
 * the memory that told of the step, and goes with it.
 */
@ApplicationScoped
class TaskTeller {

    private static final MeshLog LOG = MeshLog.of(TaskTeller.class);
    private static final String MARK = "intelligence-task-predictions";
    private static final int MOST = 3;

    private final WorkflowReplicas replicas;
    private final StepStore steps;
    private final ExactlyOnce once;
    private final TenantTransactions transactions;
    private final Outbox outbox;
    private final EventFactory events;
    private final WorkflowsConfig config;
    private final WorkflowMetrics metrics;
    private final Clock clock;

    TaskTeller(
            WorkflowReplicas replicas,
            StepStore steps,
            ExactlyOnce once,
            TenantTransactions transactions,
            Outbox outbox,
            EventFactory events,
            WorkflowsConfig config,
            WorkflowMetrics metrics,
            Clock clock) {
        this.replicas = replicas;
        this.steps = steps;
        this.once = once;
        this.transactions = transactions;
        this.outbox = outbox;
        this.events = events;
        this.config = config;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** What comes after a step, if it is news and sure enough. If that fails nothing is told. */
    Uni<Void> tell(MeshEvent<?> cause, UUID memory, Step step) {
        long age = clock.millis() - step.at();
        if (step.ends() || age > config.toldWithin().toMillis()) {
            return Uni.createFrom().voidItem();
        }
        return forecast(cause.tenant(), step.caseId())
                .flatMap(forecast -> forecast == null || !isSure(forecast)
                        ? Uni.createFrom().voidItem()
                        : once.run(MARK, cause, connection -> tell(connection, cause.tenant(), memory, step, forecast)))
                .onFailure()
                .recoverWithUni(failure -> {
                    LOG.debug("The next task was not told").cause(failure).log();
                    return Uni.createFrom().voidItem();
                });
    }

    /** Nothing is told of a memory that is gone meanwhile. */
    private Uni<Void> tell(SqlConnection connection, TenantId tenant, UUID memory, Step step, TaskForecast forecast) {
        return steps.ofMemory(connection, memory)
                .flatMap(kept -> kept == null
                        ? Uni.createFrom().voidItem()
                        : outbox.append(
                                        transactions.statements(connection),
                                        List.of(event(tenant, memory, step.caseId(), forecast)))
                                .invoke(metrics::told));
    }

    /** @return null if the case is not followed any more */
    private Uni<@Nullable TaskForecast> forecast(TenantId tenant, String caseId) {
        return replicas.upToDate(tenant).map(replica -> {
            Prediction open = replica.ask(model -> model.predict(caseId));
            return open == null
                    ? null
                    : TaskForecast.of(new Question(caseId, List.of(), MOST, false), open, replica.version(), false);
        });
    }

    private boolean isSure(TaskForecast forecast) {
        return forecast.seen() >= TaskForecast.ENOUGH
                && !forecast.tasks().isEmpty()
                && forecast.confidence() >= config.toldConfidence();
    }

    private MeshEvent<TaskPredicted> event(TenantId tenant, UUID memory, String caseId, TaskForecast forecast) {
        List<TaskPredicted.Candidate> candidates = forecast.tasks().stream()
                .map(task -> new TaskPredicted.Candidate(task.task(), task.probability()))
                .toList();
        return events.create(
                EventTypes.TASK_PREDICTED,
                tenant,
                memory.toString(),
                new TaskPredicted(caseId, candidates, forecast.model()));
    }
}
