package io.mnemesh.intelligence.performance;

import io.mnemesh.intelligence.anomaly.Ensemble;
import io.mnemesh.intelligence.anomaly.Ensemble.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What detectors say of some points.
 *
 * @param unusual  points that are anomalies, in order
 * @param gaps     points that came after a time without any
 * @param snapshot the detectors afterwards; null if it was not asked for
 */
record Judgement(List<Judged> unusual, long gaps, byte @Nullable [] snapshot) {

    /** A point with its number among those judged. */
    record Judged(MetricPoint point, Verdict verdict, long ordinal) {}

    /** Shows points to detectors, in order. */
    static Judgement of(Ensemble ensemble, List<MetricPoint> points, long judgedBefore, boolean withSnapshot) {
        var unusual = new ArrayList<Judged>();
        long ordinal = judgedBefore;
        long gaps = 0;
        for (MetricPoint point : points) {
            ordinal++;
            Verdict verdict = ensemble.judge(point.at().getEpochSecond(), point.value());
            gaps += verdict.gap() ? 1 : 0;
            if (verdict.level() != null) {
                unusual.add(new Judged(point, verdict, ordinal));
            }
        }
        return new Judgement(List.copyOf(unusual), gaps, withSnapshot ? ensemble.snapshot() : null);
    }
}
