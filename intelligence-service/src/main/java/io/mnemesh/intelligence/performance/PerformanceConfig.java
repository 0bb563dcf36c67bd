package io.mnemesh.intelligence.performance;

import io.mnemesh.mesh.redis.Rules;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How metrics are watched. */
@ConfigMapping(prefix = "mnemesh.intelligence.performance")
public interface PerformanceConfig {

    /** Wait between a point and its judgement: points of one series that arrive out of order within it are put in order. */
    @WithDefault("1s")
    Duration settle();

    /** How often series are looked for whose points are to be judged. */
    @WithDefault("1s")
    Duration judgeEvery();

    /** How far a point may be dated in the future before it is refused. */
    @WithDefault("5m")
    Duration skew();

    /** Most series of a tenant; points of further ones are refused. */
    @WithDefault("2000")
    int maxSeries();

    /** Series whose detectors are kept in memory, at about 1.5 MB each; others are read when they are needed. */
    @WithDefault("48")
    int seriesInMemory();

    /** Points between two snapshots of the detectors of a series; those since are judged again after a restart. */
    @WithDefault("256")
    int snapshotEvery();

    /** Latest points that are kept of each series. */
    @WithDefault("5000")
    int keptPoints();

    /** Latest hours that are kept of each series, for forecasts. */
    @WithDefault("2000")
    int keptHours();

    /** Points between two looks at what changed in a series. */
    @WithDefault("64")
    int examineEvery();

    /** Most series, the latest first, that are compared in one answer. */
    @WithDefault("12")
    int comparedSeries();

    /** Latest points of a series that are looked at for changes and correlation. */
    @WithDefault("1000")
    int comparedPoints();

    /**
     * Rejects values that cannot work.
     *
     * @throws IllegalArgumentException with a sentence naming key, value and rule
     */
    default PerformanceConfig validated() {
        String prefix = "mnemesh.intelligence.performance.";
        Rules.atLeast(prefix + "settle", settle(), Duration.ZERO);
        Rules.atLeast(prefix + "judge-every", judgeEvery(), Duration.ofSeconds(1));
        Rules.atLeast(prefix + "skew", skew(), Duration.ZERO);
        Rules.between(prefix + "max-series", maxSeries(), 1, 1_000_000);
        Rules.between(prefix + "series-in-memory", seriesInMemory(), 1, 100_000);
        Rules.between(prefix + "snapshot-every", snapshotEvery(), 1, 5_000);
        Rules.between(prefix + "kept-points", keptPoints(), 2L * snapshotEvery(), 100_000);
        Rules.between(prefix + "kept-hours", keptHours(), 24, 20_000);
        Rules.between(prefix + "examine-every", examineEvery(), 1, 100_000);
        Rules.between(prefix + "compared-series", comparedSeries(), 1, 50);
        Rules.between(prefix + "compared-points", comparedPoints(), 40, 5_000);
        return this;
    }
}
