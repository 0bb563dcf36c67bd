package io.mnemesh.intelligence.plugin;

import io.mnemesh.intelligence.anomaly.Ensemble;
import io.mnemesh.intelligence.forecast.model.Forecaster;
import io.mnemesh.intelligence.spi.Detector;
import io.mnemesh.intelligence.spi.DetectorFactory;
import io.mnemesh.intelligence.spi.Plugin;
import io.mnemesh.intelligence.spi.Predictor;
import io.mnemesh.intelligence.spi.Recommender;
import io.mnemesh.intelligence.spi.SeriesKey;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The plug-ins that are there, each behind its guard. What they answer is asked for on workers, not on event loops. */
@Startup
@ApplicationScoped
public class Plugins {

    private static final long IDLE_SECONDS = 30;

    private final List<Guarded<DetectorFactory>> detectors;
    private final List<Guarded<Predictor>> predictors;
    private final List<Guarded<Recommender>> recommenders;
    private final ExecutorService threads;

    private record Guarded<T extends Plugin>(Guard guard, T plugin) {}

    Plugins(
            @Any Instance<DetectorFactory> detectors,
            @Any Instance<Predictor> predictors,
            @Any Instance<Recommender> recommenders,
            PluginsConfig config,
            PluginMetrics metrics,
            Clock clock) {
        PluginsConfig valid = config.validated();
        this.threads = new ThreadPoolExecutor(
                0,
                valid.threads(),
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                Thread.ofPlatform().daemon().name("plugin-", 0).factory());
        this.detectors = guarded(PluginKind.DETECTOR, detectors.stream(), valid, metrics, clock);
        this.predictors = guarded(PluginKind.PREDICTOR, predictors.stream(), valid, metrics, clock);
        this.recommenders = guarded(PluginKind.RECOMMENDER, recommenders.stream(), valid, metrics, clock);
    }

    private <T extends Plugin> List<Guarded<T>> guarded(
            PluginKind kind, Stream<T> found, PluginsConfig config, PluginMetrics metrics, Clock clock) {
        var names = new HashSet<String>();
        return found.map(plugin -> {
                    String name = plugin.name();
                    if (!PluginName.isName(name) || !names.add(name)) {
                        throw new IllegalStateException("The " + kind.text() + " plug-in '" + name
                                + "' needs a name of its own, of small letters, digits and dashes.");
                    }
                    return new Guarded<>(new Guard(kind, name, config, threads, metrics, clock), plugin);
                })
                .sorted(Comparator.comparing(one -> one.guard().name()))
                .toList();
    }

    @PreDestroy
    void stop() {
        threads.shutdownNow();
    }

    /** New detectors of plug-ins for a series. */
    public List<Detector> detectors(SeriesKey series) {
        var made = new ArrayList<Detector>();
        for (Guarded<DetectorFactory> one : detectors) {
            if (Boolean.TRUE.equals(one.guard().call(() -> one.plugin().fits(series)))) {
                Detector detector =
                        GuardedDetector.of(one.guard(), () -> one.plugin().create(series));
                if (detector != null) {
                    made.add(detector);
                }
            }
        }
        return List.copyOf(made);
    }

    /** Predictors of plug-ins that have something to say of a series. */
    public List<Predictor> predictors(SeriesKey series) {
        return predictors.stream()
                .filter(one ->
                        Boolean.TRUE.equals(one.guard().call(() -> one.plugin().fits(series))))
                .<Predictor>map(one -> new GuardedPredictor(one.guard(), one.plugin()))
                .toList();
    }

    /** Recommenders of plug-ins. */
    public List<Recommender> recommenders() {
        return recommenders.stream()
                .<Recommender>map(one -> new GuardedRecommender(one.guard(), one.plugin()))
                .toList();
    }

    /** Which plug-ins are left out now and why, in sentences for an answer that does without them. */
    public List<String> notices(PluginKind... kinds) {
        return status(List.of(kinds)).stream()
                .filter(one -> one.until() != null)
                .map(one -> "What the plug-in " + one.name() + " (" + one.kind().text() + ") says: "
                        + Objects.requireNonNull(one.reason()) + ", so it is left out until " + one.until() + ".")
                .toList();
    }

    /** All plug-ins, those first that the service brings along. */
    public List<PluginStatus> status() {
        var all = new ArrayList<PluginStatus>();
        Ensemble.names().forEach(name -> all.add(PluginStatus.builtIn(PluginKind.DETECTOR, name)));
        Forecaster.candidates().forEach(name -> all.add(PluginStatus.builtIn(PluginKind.PREDICTOR, name)));
        all.add(PluginStatus.builtIn(PluginKind.RECOMMENDER, "standard"));
        all.addAll(status(List.of(PluginKind.values())));
        return List.copyOf(all);
    }

    private List<PluginStatus> status(List<PluginKind> kinds) {
        return Stream.of(detectors, predictors, recommenders)
                .flatMap(List::stream)
                .map(one -> one.guard().status())
                .filter(one -> kinds.contains(one.kind()))
                .toList();
    }
}
