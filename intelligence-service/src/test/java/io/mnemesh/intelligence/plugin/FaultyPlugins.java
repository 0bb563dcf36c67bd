package io.mnemesh.intelligence.plugin;

import io.mnemesh.intelligence.spi.Advice;
import io.mnemesh.intelligence.spi.Observed;
import io.mnemesh.intelligence.spi.Recommender;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** A plug-in that fails at one metric and is well at all others. */
@ApplicationScoped
public class FaultyPlugins implements Recommender {

    static final String NAME = "faulty";
    static final String METRIC = "example_faulty";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Advice> recommend(Observed series, List<Observed> all) {
        if (series.key().metric().equals(METRIC)) {
            throw new LinkageError("on purpose");
        }
        return List.of();
    }
}
