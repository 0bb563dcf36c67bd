package io.mnemesh.intelligence.workflow.model;

import io.mnemesh.intelligence.workflow.model.Findings.Summary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What may come next in a case.
 *
 * @param known      whether the last activity was ever seen
 * @param candidates likeliest first; empty if nothing was ever seen after the last activity
 * @param end        probability that the case ends, 0 to 1
 * @param unseen     probability that something comes that never came after the last activity
 * @param reach      last steps of the case that agree with those that were counted
 * @param seen       how often these were seen with something after them
 * @param learned    how much was learned
 */
public record Prediction(
        boolean known, List<Candidate> candidates, double end, double unseen, int reach, long seen, Summary learned) {

    /**
     * A task that may come next.
     *
     * @param goesOn      probability if the case goes on and nothing new comes
     * @param probability probability all in all
     * @param followed    how often it came next where {@code seen} counts
     */
    public record Candidate(String task, double goesOn, double probability, long followed) {}

    static Prediction none(Summary learned, boolean known) {
        return new Prediction(known, List.of(), 0, 1, 0, 0, learned);
    }

    static Prediction of(Forecast forecast, Activities activities, Summary learned) {
        var candidates = new ArrayList<Candidate>();
        for (int i = 0; i < forecast.activities().length; i++) {
            if (forecast.activities()[i] != Activities.END) {
                double goesOn = forecast.goesOn()[i];
                candidates.add(new Candidate(
                        activities.name(forecast.activities()[i]),
                        goesOn,
                        goesOn * (1 - forecast.end()) * (1 - forecast.unseen()),
                        forecast.evidence().followed()[i]));
            }
        }
        candidates.sort(
                Comparator.comparingDouble((Candidate one) -> -one.goesOn()).thenComparing(Candidate::task));
        return new Prediction(
                true,
                List.copyOf(candidates),
                forecast.end() * (1 - forecast.unseen()),
                forecast.unseen(),
                forecast.evidence().reach(),
                forecast.evidence().seen(),
                learned);
    }
}
