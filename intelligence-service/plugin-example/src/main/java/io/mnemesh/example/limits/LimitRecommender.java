package io.mnemesh.example.limits;

import io.mnemesh.intelligence.spi.Advice;
import io.mnemesh.intelligence.spi.Advice.Effect;
import io.mnemesh.intelligence.spi.Observed;
import io.mnemesh.intelligence.spi.Recommender;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Advises to relieve a queue that holds more than it can. */
@ApplicationScoped
public class LimitRecommender implements Recommender {

    @Override
    public String name() {
        return "relieve";
    }

    @Override
    public List<Advice> recommend(Observed series, List<Observed> all) {
        int points = series.values().length;
        if (!Limits.areKnownOf(series.key()) || points == 0 || series.values()[points - 1] <= Limits.CAPACITY) {
            return List.of();
        }
        double last = series.values()[points - 1];
        return List.of(new Advice(
                "relieve-queue",
                "above " + Limits.CAPACITY,
                null,
                series.key().text() + " is at " + last + "; the queue holds " + Limits.CAPACITY + ".",
                "Add a consumer of the queue, or have its producers wait.",
                new Effect(last, Limits.CAPACITY),
                1,
                List.of("The latest of " + points + " points.")));
    }
}
