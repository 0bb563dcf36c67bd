package io.mnemesh.intelligence.anomaly;

import java.util.List;

/**
 * Several detectors on one series. Each is calibrated by the ranks of its own scores, so that "as rare as this" means the
 * same for all; the most surprised one leads, and others that agree add to it. A series that is unusual for a while is told
 * once: what comes after a report has to be more surprising than the report was, less what was forgotten since.
 *
 * <p>Points that say nothing are passed over and change nothing: values that are no finite number, and times that are not after
 * the one before. The first {@link #LEAST} points are looked at and not judged. Not safe for use by several threads.
 */
public final class Ensemble {

    /** Points before anything is judged. */
    public static final int LEAST = 50;

    private static final double AGREEMENT = 0.3;
    private static final double REMEMBERED = 200;

    /** Most surprise at a difference that is nothing beside the level: seen once in some thirty points. */
    private static final double LOW = 1.5;

    /** Larger values would overflow when squared. */
    private static final double LARGEST = 1e150;

    private final List<Detector> detectors;
    private final List<RankCalibration> calibrations;
    private final Spread level = new Spread(2_000);
    private long seen;
    private long latest = Long.MIN_VALUE;
    private double peak;

    public Ensemble(List<Detector> detectors) {
        this.detectors = List.copyOf(detectors);
        this.calibrations =
                detectors.stream().map(detector -> new RankCalibration()).toList();
    }

    /** The detectors that are used where nothing else is asked for. */
    public static Ensemble standard() {
        return new Ensemble(List.of(
                new RangeNovelty(),
                new StepNovelty(),
                new LevelShift(24),
                new SeasonalResidual(),
                new RandomCutForest(20, 256, 8, 42)));
    }

    /** What became of a point. */
    public enum Status {
        /** Judged. */
        JUDGED,
        /** Too few points so far. */
        LEARNING,
        /** No finite number, or not after the point before. */
        PASSED_OVER
    }

    /**
     * The judgement of a point.
     *
     * @param surprise decimal orders of rarity, 0 for nothing new
     * @param because  name of the detector that was most surprised; empty if none was
     */
    public record Verdict(Status status, double surprise, String because) {

        private static final Verdict PASSED_OVER = new Verdict(Status.PASSED_OVER, 0, "");

        /** Score from 0 to 1 that grows with surprise. */
        public double score() {
            return 1 - Math.pow(10, -surprise / 2);
        }
    }

    /** Takes in the next point. */
    public Verdict judge(long second, double value) {
        if (!Double.isFinite(value) || second <= latest) {
            return Verdict.PASSED_OVER;
        }
        latest = second;
        seen++;
        double bounded = Math.clamp(value, -LARGEST, LARGEST);
        double most = 0;
        double others = 0;
        String because = "";
        for (int i = 0; i < detectors.size(); i++) {
            double surprise = calibrations.get(i).surprise(detectors.get(i).score(second, bounded));
            others += surprise;
            if (surprise > most) {
                most = surprise;
                because = detectors.get(i).name();
            }
        }
        level.add(bounded);
        if (seen <= LEAST) {
            return new Verdict(Status.LEARNING, 0, "");
        }
        double surprise = most + AGREEMENT * (others - most);
        surprise = isSmall(bounded) ? Math.min(LOW, surprise) : surprise;
        double news = Math.max(0, surprise - peak);
        peak = Math.max(surprise, peak * Math.exp(-1 / REMEMBERED));
        return new Verdict(Status.JUDGED, news > 0 ? surprise : 0, news > 0 ? because : "");
    }

    /** Whether the series hardly moves, and neither does this value. */
    private boolean isSmall(double value) {
        double unit = Units.of(0, level.mean());
        return level.deviation() < unit && Math.abs(value - level.mean()) < unit;
    }
}
