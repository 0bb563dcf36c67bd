package io.mnemesh.intelligence.workflow.rest;

import io.mnemesh.intelligence.workflow.TaskForecast;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What may come next in a case, as it is shown.
 *
 * @param tasks             likeliest first; empty if there is nothing to go by
 * @param endProbability    that the case ends
 * @param unseenProbability that something comes that never came after the last activity
 * @param confidence        least probability of the first task at 95 %, by what was counted
 * @param missing           what would be needed to say more
 * @param model             name of the model and the last step it learned
 */
@Schema(name = "TaskForecast")
public record ForecastView(
        @Nullable String caseId,
        List<TaskView> tasks,
        double endProbability,
        double unseenProbability,
        double confidence,
        EvidenceView evidence,
        List<String> missing,
        @Nullable String notice,
        String model) {

    /**
     * A task that may come next.
     *
     * @param probability calibrated, 0 to 1
     * @param followed    how often it came next in the same situation
     */
    @Schema(name = "PredictedTask")
    public record TaskView(String task, double probability, long followed) {}

    /**
     * What it rests on.
     *
     * @param steps   last steps of the case that agree with the situation that was counted
     * @param seen    how often the situation was seen with something after it
     * @param cases   cases that were learned
     * @param learned steps that were learned
     */
    @Schema(name = "TaskEvidence")
    public record EvidenceView(int steps, long seen, long cases, long learned) {}

    static ForecastView of(TaskForecast forecast) {
        return new ForecastView(
                forecast.caseId(),
                forecast.tasks().stream()
                        .map(task -> new TaskView(task.task(), Rounding.of(task.probability()), task.followed()))
                        .toList(),
                Rounding.of(forecast.end()),
                Rounding.of(forecast.unseen()),
                Rounding.of(forecast.confidence()),
                new EvidenceView(
                        forecast.reach(),
                        forecast.seen(),
                        forecast.learned().cases(),
                        forecast.learned().steps()),
                forecast.missing(),
                forecast.notice(),
                forecast.model());
    }
}
