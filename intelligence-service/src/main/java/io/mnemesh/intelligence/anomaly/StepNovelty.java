package io.mnemesh.intelligence.anomaly;

/** How large the step from the value before is, in standard deviations of steps. */
public final class StepNovelty implements Detector {

    private final Spread steps = new Spread(1_000);
    private final Spread level = new Spread(1_000);
    private double before;

    @Override
    public String name() {
        return "step";
    }

    @Override
    public double score(long second, double value) {
        double step = level.seen() == 0 ? 0 : value - before;
        double score = Math.abs(step - steps.mean()) / Units.of(steps.deviation(), level.mean());
        steps.add(step);
        level.add(value);
        before = value;
        return score;
    }
}
