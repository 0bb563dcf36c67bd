package io.mnemesh.intelligence.forecast;

import io.mnemesh.intelligence.forecast.Forecasts.Ahead;
import io.mnemesh.intelligence.performance.Computing;
import io.mnemesh.intelligence.plugin.PluginKind;
import io.mnemesh.intelligence.plugin.Plugins;
import io.mnemesh.intelligence.spi.SeriesKey;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Computes forecasts off the event loop, with the plug-ins that have a say. */
@ApplicationScoped
class ForecastComputation {

    private final Plugins plugins;
    private final Computing computing;
    private final ForecastMetrics metrics;
    private final ForecastConfig config;

    ForecastComputation(Plugins plugins, Computing computing, ForecastMetrics metrics, ForecastConfig config) {
        this.plugins = plugins;
        this.computing = computing;
        this.metrics = metrics;
        this.config = config.validated();
    }

    /**
     * @param key of the series, for plug-ins
     * @return fails with {@code deadline-exceeded} if it takes too long
     */
    Uni<ForecastAnswer> of(SeriesKey key, long[] seconds, double[] values, Ahead ahead) {
        long began = System.nanoTime();
        return computing
                .run(() -> ForecastAnswer.of(
                        seconds,
                        values,
                        ahead.step(),
                        ahead.steps(),
                        ahead.levels(),
                        plugins.predictors(key),
                        () -> plugins.notices(PluginKind.PREDICTOR)))
                .ifNoItem()
                .after(config.deadline())
                .fail()
                .onFailure(TimeoutException.class)
                .transform(late -> new ProblemException(
                        ProblemType.DEADLINE_EXCEEDED, "The forecast was not computed in time; try again later."))
                .invoke(answer -> metrics.computed(Duration.ofNanos(System.nanoTime() - began)));
    }
}
