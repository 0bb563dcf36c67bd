package io.mnemesh.intelligence.workflow;

import io.mnemesh.intelligence.workflow.TaskForecast.Question;
import io.mnemesh.intelligence.workflow.model.Findings.Activity;
import io.mnemesh.intelligence.workflow.model.Findings.Edge;
import io.mnemesh.intelligence.workflow.model.Findings.Patterns;
import io.mnemesh.intelligence.workflow.model.Findings.Summary;
import io.mnemesh.intelligence.workflow.model.Findings.Variant;
import io.mnemesh.intelligence.workflow.model.Prediction;
import io.mnemesh.intelligence.workflow.model.Step;
import io.mnemesh.intelligence.workflow.model.WorkflowModel;
import io.mnemesh.intelligence.workflow.persistence.StepStore;
import io.mnemesh.intelligence.workflow.persistence.ToldPatternStore;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Answers how work is done, and what comes next. */
@ApplicationScoped
public class Workflows {

    private static final int REMEMBERED = 64;

    private final TenantTransactions transactions;
    private final WorkflowReplicas replicas;
    private final StepStore steps;
    private final ToldPatternStore told;
    private final Clock clock;
    private final WorkflowsConfig config;
    private final WorkflowMetrics metrics;

    Workflows(
            TenantTransactions transactions,
            WorkflowReplicas replicas,
            StepStore steps,
            ToldPatternStore told,
            Clock clock,
            WorkflowsConfig config,
            WorkflowMetrics metrics) {
        this.transactions = transactions;
        this.replicas = replicas;
        this.steps = steps;
        this.told = told;
        this.clock = clock;
        this.config = config;
        this.metrics = metrics;
    }

    /**
     * Predicts what comes next, in a case that is known or after steps that are told.
     *
     * @throws ProblemException {@code not-found} if there is no such case
     */
    public Uni<TaskForecast> predict(TenantId tenant, Question question) {
        long began = System.nanoTime();
        String caseId = question.caseId();
        return replicas.upToDate(tenant)
                .flatMap(replica -> caseId == null
                        ? Uni.createFrom().item(forecast(replica, question, told(question.history()), false))
                        : ofCase(tenant, replica, question, StepReport.name(caseId)))
                .invoke(() -> metrics.predicted(Duration.ofNanos(System.nanoTime() - began)));
    }

    private Uni<TaskForecast> ofCase(TenantId tenant, WorkflowReplica replica, Question question, String caseId) {
        Prediction open = replica.ask(model -> model.predict(caseId));
        if (open != null) {
            return Uni.createFrom().item(TaskForecast.of(question, open, replica.version(), false));
        }
        return transactions
                .inTenant(tenant, connection -> steps.ofCase(connection, caseId, REMEMBERED))
                .map(known -> {
                    if (known.isEmpty()) {
                        throw ProblemException.notFound("There is no case of this id.");
                    }
                    return forecast(replica, question, known, replica.ask(model -> model.isClosed(caseId)));
                });
    }

    private static TaskForecast forecast(WorkflowReplica replica, Question question, List<Step> past, boolean closed) {
        return TaskForecast.of(question, replica.ask(model -> model.predict(past)), replica.version(), closed);
    }

    /** The last steps as they were told; one without a time happened when the one before it did, else now. */
    private List<Step> told(List<TaskForecast.PastStep> history) {
        long now = clock.millis();
        var past = new ArrayList<Step>();
        for (TaskForecast.PastStep step : history) {
            long before = past.isEmpty() ? now : past.getLast().at();
            long at = step.at() == null ? before : step.at().toEpochMilli();
            past.add(new Step("", StepReport.name(step.activity()), at, false));
        }
        return past;
    }

    public Uni<Summary> summary(TenantId tenant) {
        return ask(tenant, WorkflowModel::summary);
    }

    /** Activities, the most frequent first. */
    public Uni<List<Activity>> activities(TenantId tenant) {
        return ask(tenant, WorkflowModel::activities);
    }

    /** @throws ProblemException {@code not-found} */
    public Uni<Activity> activity(TenantId tenant, String name) {
        return replicas.upToDate(tenant).map(replica -> {
            Activity found = replica.ask(model -> model.activity(StepReport.name(name)));
            if (found == null) {
                throw ProblemException.notFound("There is no activity of this name.");
            }
            return found;
        });
    }

    /** What follows what, the most frequent first. */
    public Uni<List<Edge>> edges(TenantId tenant) {
        return ask(tenant, WorkflowModel::edges);
    }

    /** The ways that cases took, the most frequent first. */
    public Uni<List<Variant>> variants(TenantId tenant) {
        return ask(tenant, WorkflowModel::variants);
    }

    /**
     * Patterns that many cases have.
     *
     * @param share least share of the cases, 0 to 1; at least two cases it is
     */
    public Uni<PatternsFound> patterns(TenantId tenant, double share) {
        return replicas.upToDate(tenant).flatMap(replica -> {
            long cases = replica.ask(model -> model.summary().cases());
            long least = Math.max(2, (long) Math.ceil(cases * share));
            Patterns found = replica.patterns(least, config.patternWork());
            return transactions.inTenant(tenant, told::ids).map(ids -> new PatternsFound(found, cases, ids));
        });
    }

    /**
     * Patterns.
     *
     * @param cases all cases
     * @param told  ids of those that {@code pattern_detected} told of
     */
    public record PatternsFound(Patterns patterns, long cases, Map<List<String>, UUID> told) {

        public @Nullable UUID id(List<String> activities) {
            return told.get(activities);
        }
    }

    private <T> Uni<T> ask(TenantId tenant, Function<WorkflowModel, T> question) {
        return replicas.upToDate(tenant).map(replica -> replica.ask(question));
    }
}
