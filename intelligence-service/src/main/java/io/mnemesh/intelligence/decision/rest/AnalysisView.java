package io.mnemesh.intelligence.decision.rest;

import io.mnemesh.intelligence.decision.Analysis;
import io.mnemesh.intelligence.decision.ModelVersion;
import io.mnemesh.intelligence.outcome.Comparison;
import io.mnemesh.intelligence.outcome.Hint;
import io.mnemesh.intelligence.outcome.Outlook;
import io.mnemesh.intelligence.outcome.Outlook.Chance;
import io.mnemesh.intelligence.outcome.Scores;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * How a decision may end.
 *
 * @param predicted     the likeliest outcome; null without enough evidence
 * @param outcomes      every outcome with its calibrated probability and interval at 95 %
 * @param base          calibrated log-odds of the predicted outcome when nothing is known
 * @param score         calibrated log-odds; base and all contributions together
 * @param contributions what each feature adds, the weightiest first
 * @param similarBy     what decisions are compared by
 * @param changes       what would change it towards {@code wanted}, by the model; values that past decisions had
 * @param hints         what goes together with the predicted outcome
 */
@Schema(name = "DecisionAnalysis")
public record AnalysisView(
        @Nullable String predicted,
        List<OutcomeView> outcomes,
        @Nullable Double base,
        @Nullable Double score,
        List<ContributionView> contributions,
        List<SimilarView> similar,
        String similarBy,
        @Nullable String wanted,
        List<ChangeView> changes,
        List<HintView> hints,
        Evidence evidence,
        List<String> missing,
        @Nullable String model) {

    /** An outcome. */
    @Schema(name = "OutcomeChance")
    public record OutcomeView(String outcome, double probability, double atLeast, double atMost) {
        static OutcomeView of(Chance chance) {
            return new OutcomeView(
                    chance.outcome(),
                    Rounded.of(chance.probability()),
                    Rounded.of(chance.low()),
                    Rounded.of(chance.high()));
        }
    }

    /** What a feature adds to the score. Not rounded, so that the sum holds. */
    @Schema(name = "FeatureContribution")
    public record ContributionView(String feature, double addition) {}

    /** A past decision. */
    @Schema(name = "SimilarDecision")
    public record SimilarView(
            UUID id,
            double likeness,
            String question,
            @Nullable String chosen,
            String outcome,
            Instant decidedAt) {}

    /** @param flips whether the wanted outcome becomes the likeliest */
    @Schema(name = "DecisionChange")
    public record ChangeView(Map<String, Object> set, double probability, boolean flips) {}

    /** @param basis {@code correlation}, or {@code intervention} where the feature was set deliberately or at random */
    @Schema(name = "OutcomeHint")
    public record HintView(
            String feature,
            String when,
            String outcome,
            double rateWith,
            double rateWithout,
            double difference,
            double atLeast,
            double atMost,
            int decisions,
            String basis) {
        static HintView of(Hint hint) {
            return new HintView(
                    hint.feature(),
                    (hint.atLeast() ? ">= " : "= ") + hint.value(),
                    hint.outcome(),
                    Rounded.of(hint.rateWith()),
                    Rounded.of(hint.rateWithout()),
                    Rounded.of(hint.difference()),
                    Rounded.of(hint.low()),
                    Rounded.of(hint.high()),
                    hint.with() + hint.without(),
                    hint.intervention() ? "intervention" : "correlation");
        }
    }

    /**
     * What it rests on.
     *
     * @param decisions decisions that were learned from, or have ended where there is no model
     * @param tested    decisions of about this probability that the model was tested on
     * @param served    which model answers, {@code logistic} or {@code boosted-trees}
     * @param reached   by cross-validation
     */
    @Schema(name = "DecisionEvidence")
    public record Evidence(
            int decisions,
            int tested,
            @Nullable String served,
            @Nullable ScoresView reached) {}

    /** How good predictions were in cross-validation. */
    @Schema(name = "OutcomeScores")
    public record ScoresView(double accuracy, double auc, double brier, double calibrationError, double logLoss) {
        static ScoresView of(Scores scores) {
            return new ScoresView(
                    Rounded.of(scores.accuracy()),
                    Rounded.of(scores.auc()),
                    Rounded.of(scores.brier()),
                    Rounded.of(scores.ece()),
                    Rounded.of(scores.logLoss()));
        }
    }

    /** A model and where it comes from. */
    @Schema(name = "OutcomeModel")
    public record ModelView(
            String model,
            String kind,
            long version,
            int decisions,
            List<String> outcomes,
            String served,
            ScoresView champion,
            ScoresView challenger,
            String fingerprint,
            Instant learnedAt) {
        static ModelView of(ModelVersion version) {
            return new ModelView(
                    version.name(),
                    version.kind(),
                    version.version(),
                    version.examples(),
                    version.outcomes(),
                    version.served(),
                    ScoresView.of(version.champion()),
                    ScoresView.of(version.challenger()),
                    version.fingerprint(),
                    version.learnedAt());
        }
    }

    static AnalysisView of(Analysis analysis) {
        Outlook outlook = analysis.outlook();
        Comparison reached = analysis.reached();
        return new AnalysisView(
                outlook == null ? null : outlook.likeliest().outcome(),
                outlook == null
                        ? List.of()
                        : outlook.chances().stream().map(OutcomeView::of).toList(),
                outlook == null ? null : outlook.base(),
                outlook == null ? null : outlook.score(),
                outlook == null
                        ? List.of()
                        : outlook.contributions().stream()
                                .map(one -> new ContributionView(one.feature(), one.addition()))
                                .toList(),
                analysis.similar().stream()
                        .map(past -> new SimilarView(
                                past.similar().id(),
                                Rounded.of(past.similar().likeness()),
                                past.decision().question(),
                                past.decision().chosen().isEmpty()
                                        ? null
                                        : past.decision().chosen(),
                                past.similar().outcome(),
                                past.decision().decidedAt()))
                        .toList(),
                "features and words of the question, not by meaning",
                analysis.wanted(),
                analysis.changes().stream()
                        .map(change -> {
                            var set = new TreeMap<String, Object>();
                            change.changes().forEach((name, value) -> set.put(name, DecisionView.plain(value)));
                            return new ChangeView(set, Rounded.of(change.probability()), change.flips());
                        })
                        .toList(),
                analysis.hints().stream().map(HintView::of).toList(),
                new Evidence(
                        analysis.examples(),
                        outlook == null ? 0 : outlook.likeliest().tested(),
                        reached == null ? null : reached.served(),
                        reached == null ? null : ScoresView.of(reached.reached())),
                analysis.missing(),
                analysis.model());
    }
}
