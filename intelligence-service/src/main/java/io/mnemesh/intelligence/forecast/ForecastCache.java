package io.mnemesh.intelligence.forecast;

import io.mnemesh.intelligence.forecast.Forecasts.Ahead;
import io.mnemesh.intelligence.performance.persistence.HourStore.Figure;
import io.mnemesh.mesh.tenancy.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The latest answers about stored series. A key names the version of its series, so an answer is never stale. Thread-safe. */
@ApplicationScoped
class ForecastCache {

    private final int most;
    private final LinkedHashMap<Key, ForecastAnswer> answers = new LinkedHashMap<>(16, 0.75f, true);

    ForecastCache(ForecastConfig config) {
        this.most = config.validated().cached();
    }

    /**
     * @param points   that came to the series
     * @param revision of the series
     */
    record Key(TenantId tenant, UUID series, long points, long revision, Figure figure, Ahead ahead) {}

    synchronized @Nullable ForecastAnswer get(Key key) {
        return answers.get(key);
    }

    synchronized void put(Key key, ForecastAnswer answer) {
        answers.put(key, answer);
        if (answers.size() > most) {
            answers.pollFirstEntry();
        }
    }

    synchronized int size() {
        return answers.size();
    }

    int capacity() {
        return most;
    }
}
