package io.mnemesh.intelligence.orchestrator;

import io.mnemesh.intelligence.orchestrator.policy.LoadForecaster;
import io.mnemesh.intelligence.orchestrator.policy.Planner;
import io.mnemesh.intelligence.orchestrator.policy.ServiceMinute;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A planner that knows the minutes of the past. */
final class Watched {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private Watched() {}

    /** @param minutes the latest last; gaps are filled with the minute before, so that times of the day stay where they are */
    static Planner planner(OrchestratorConfig config, String service, List<ServiceMinute> minutes) {
        var planner = new Planner(
                config.rule(service), config.patience(), new LoadForecaster(config.horizon(), config.quantile()));
        Instant next = null;
        double load = 0;
        for (ServiceMinute minute : minutes) {
            while (next != null && next.isBefore(minute.at())) {
                planner.learn(load);
                next = next.plus(MINUTE);
            }
            load = minute.load();
            planner.learn(load);
            next = minute.at().plus(MINUTE);
        }
        return planner;
    }
}
