package io.mnemesh.intelligence.workflow.rest;

import io.mnemesh.intelligence.workflow.TaskForecast.PastStep;
import io.mnemesh.intelligence.workflow.TaskForecast.Question;
import io.mnemesh.mesh.problem.ProblemException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A question for what comes next.
 *
 * @param caseId  a case whose steps were learned
 * @param history or else the steps of a case in their order; they are not stored
 * @param top     most tasks in the answer, 1 to 20
 * @param goesOn  true if it is known that the case does not end yet
 */
@Schema(name = "PredictTasksRequest")
public record PredictTasksRequest(
        @Schema(examples = "ticket-4711") @Nullable String caseId,
        @Nullable List<@Nullable StepView> history,

        @Schema(defaultValue = "5", minimum = "1", maximum = "20") @Nullable
        Integer top,

        @Schema(defaultValue = "false") @Nullable Boolean goesOn) {

    private static final int STANDARD = 5;
    private static final int MOST_TASKS = 20;
    private static final int MOST_STEPS = 1000;

    /** Times beyond these are no times of steps. */
    private static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    /**
     * A step of a case.
     *
     * @param at when; without it, when the step before was
     */
    @Schema(name = "WorkflowStep")
    public record StepView(
            @Schema(required = true, examples = "Assign seriousness") @Nullable
            String activity,

            @Schema(examples = "2026-11-01T10:00:00Z") @Nullable
            String at) {}

    /** @throws ProblemException {@code invalid-value}, with the field */
    Question question() {
        boolean hasCase = caseId != null && !caseId.isBlank();
        boolean hasHistory = history != null && !history.isEmpty();
        if (hasCase == hasHistory) {
            throw ProblemException.invalid(
                    "caseId", "Either the id of a case or a history of at least one step is needed, and not both.");
        }
        int most = top == null ? STANDARD : top;
        if (most < 1 || most > MOST_TASKS) {
            throw ProblemException.invalid("top", "Top must be a number from 1 to " + MOST_TASKS + ".");
        }
        return new Question(hasCase ? caseId : null, steps(), most, Boolean.TRUE.equals(goesOn));
    }

    private List<PastStep> steps() {
        var steps = new ArrayList<PastStep>();
        if (history != null) {
            if (history.size() > MOST_STEPS) {
                throw ProblemException.invalid("history", "The history may have at most " + MOST_STEPS + " steps.");
            }
            for (StepView step : history) {
                if (step == null || step.activity() == null || step.activity().isBlank()) {
                    throw ProblemException.invalid("history", "Every step needs an activity.");
                }
                steps.add(new PastStep(step.activity(), time(step.at())));
            }
        }
        return steps;
    }

    private static @Nullable Instant time(@Nullable String at) {
        if (at == null) {
            return null;
        }
        try {
            Instant time = Instant.parse(at);
            if (time.isAfter(EARLIEST) && time.isBefore(LATEST)) {
                return time;
            }
        } catch (DateTimeException e) {
            throw badTime();
        }
        throw badTime();
    }

    private static ProblemException badTime() {
        return ProblemException.invalid(
                "history", "The time of a step must be like 2026-11-01T10:00:00Z, between 1900 and 2200.");
    }
}
