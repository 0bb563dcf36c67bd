package io.mnemesh.intelligence.plugin;

import io.mnemesh.intelligence.spi.Advice;
import io.mnemesh.intelligence.spi.Observed;
import io.mnemesh.intelligence.spi.Recommender;
import java.util.List;
import java.util.Objects;

/** A recommender of a plug-in; while it is left out it advises nothing. */
record GuardedRecommender(Guard guard, Recommender recommender) implements Recommender {

    private static final int MOST = 10;
    private static final int ABOUT = 200;

    @Override
    public String name() {
        return guard.name();
    }

    @Override
    public List<Advice> recommend(Observed series, List<Observed> all) {
        List<Advice> advised = guard.call(() -> recommender.recommend(series, all).stream()
                .limit(MOST)
                .map(GuardedRecommender::checked)
                .toList());
        return advised == null ? List.of() : advised;
    }

    /** @throws IllegalArgumentException if it cannot be told */
    private static Advice checked(Advice advice) {
        Objects.requireNonNull(advice.about(), "about");
        if (!PluginName.isName(advice.kind())
                || !(advice.confidence() >= 0 && advice.confidence() <= 1)
                || (advice.effect() != null
                        && !(Double.isFinite(advice.effect().from())
                                && Double.isFinite(advice.effect().to())))) {
            throw new IllegalArgumentException("An advice has a kind, confidence or effect that is none.");
        }
        return new Advice(
                advice.kind(),
                Clipped.text(advice.about(), ABOUT),
                advice.moment(),
                Clipped.text(advice.summary()),
                Clipped.text(advice.recommendation()),
                advice.effect(),
                advice.confidence(),
                advice.evidence().stream().limit(MOST).map(Clipped::text).toList());
    }
}
