package io.mnemesh.intelligence.workflow;

import io.mnemesh.intelligence.errors.evidence.Wilson;
import io.mnemesh.intelligence.workflow.model.Findings.Summary;
import io.mnemesh.intelligence.workflow.model.Prediction;
import io.mnemesh.intelligence.workflow.model.Prediction.Candidate;
import io.mnemesh.intelligence.workflow.model.WorkflowModel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What may come next in a case, and what that rests on.
 *
 * @param tasks      likeliest first
 * @param end        probability that the case ends; 0 if it is known to go on
 * @param unseen     probability of something that never came after the last activity
 * @param confidence least probability of the first task at 95 %, by what was counted; 0 without tasks
 * @param reach      last steps of the case that agree with what was counted
 * @param seen       how often these were seen with something after them
 * @param missing    what would be needed to say more
 * @param notice     what else is to be known; null for nothing
 * @param model      name of the model and the last step it learned
 */
public record TaskForecast(
        @Nullable String caseId,
        List<Task> tasks,
        double end,
        double unseen,
        double confidence,
        int reach,
        long seen,
        Summary learned,
        List<String> missing,
        @Nullable String notice,
        String model) {

    /** How often something must have followed before it is no guess any more. */
    static final long ENOUGH = 10;

    /** @param followed how often it came next where {@code seen} counts */
    public record Task(String task, double probability, long followed) {}

    /** @param at null if it is not known */
    public record PastStep(String activity, @Nullable Instant at) {}

    /**
     * What is asked.
     *
     * @param caseId  the case; null if its steps are told
     * @param history its steps in their order; empty if the case is known
     * @param most    most tasks in the answer
     * @param goesOn  whether it is known that the case does not end yet
     */
    public record Question(@Nullable String caseId, List<PastStep> history, int most, boolean goesOn) {}

    static TaskForecast of(Question question, Prediction prediction, long version, boolean closed) {
        double going = question.goesOn() ? 1 - prediction.unseen() : 1;
        List<Task> tasks = prediction.candidates().stream()
                .map(one -> new Task(one.task(), probability(question, one, going), one.followed()))
                .limit(question.most())
                .toList();
        double first = tasks.isEmpty() ? 0 : tasks.getFirst().probability();
        return new TaskForecast(
                question.caseId(),
                tasks,
                question.goesOn() ? 0 : prediction.end(),
                prediction.unseen(),
                Wilson.lower(first * prediction.seen(), (double) prediction.seen()),
                prediction.reach(),
                prediction.seen(),
                prediction.learned(),
                missing(prediction),
                closed ? "The case has ended." : null,
                "workflow-" + WorkflowModel.FORMAT + "@" + version);
    }

    private static double probability(Question question, Candidate candidate, double going) {
        return question.goesOn() ? candidate.goesOn() * going : candidate.probability();
    }

    private static List<String> missing(Prediction prediction) {
        var missing = new ArrayList<String>();
        Summary learned = prediction.learned();
        if (learned.steps() == 0) {
            missing.add("Not enough evidence: steps of cases, stored as memories of type " + StepReport.TYPE
                    + " with details.case and details.activity; none was learned yet.");
        } else if (!prediction.known()) {
            missing.add("Not enough evidence: a case with the last activity; it was not seen yet.");
        } else if (prediction.candidates().isEmpty()) {
            missing.add("Not enough evidence: a case that went on after the last activity; none did yet.");
        } else if (prediction.seen() < ENOUGH) {
            missing.add("Weak evidence: " + ENOUGH + " times that something came after the last activity; there were "
                    + prediction.seen() + ".");
        }
        if (learned.steps() > 0 && learned.ended() == 0) {
            missing.add("For the end of a case, cases that ended (details.ends, or the end of a session with the id of "
                    + "the case).");
        }
        return List.copyOf(missing);
    }
}
