package io.mnemesh.memory.search;

import io.mnemesh.memory.index.ranking.PriorKind;
import io.mnemesh.memory.index.ranking.Priors;
import io.mnemesh.memory.search.SearchConfig.PriorsConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumMap;

/** The priors of searches that do not name their own, as configured; refused at start if a factor is out of bounds. */
@ApplicationScoped
class ConfiguredPriors {

    static final double MAX_FACTOR = 2;

    private final Priors priors;

    ConfiguredPriors(SearchConfig config) {
        this.priors = read(config.priors());
    }

    Priors priors() {
        return priors;
    }

    private static Priors read(PriorsConfig config) {
        var factors = new EnumMap<PriorKind, Double>(PriorKind.class);
        for (PriorKind kind : PriorKind.values()) {
            double factor =
                    switch (kind) {
                        case WINDOW -> config.window();
                        case SESSION -> config.session();
                        case SPEAKER -> config.speaker();
                        case FORM -> config.form();
                        case TIME -> config.time();
                        case RECENCY -> config.recency();
                        case IMPORTANCE -> config.importance();
                        case UPDATE -> config.update();
                        case LEARNED -> config.learned();
                        case BIAS -> config.bias();
                    };
            if (!(factor >= 0 && factor <= MAX_FACTOR)) {
                throw new IllegalArgumentException("mnemesh.memory.search.priors." + kind.key() + " is " + factor
                        + "; it must be a number from 0 to " + MAX_FACTOR + ".");
            }
            factors.put(kind, factor);
        }
        return new Priors(factors);
    }
}
