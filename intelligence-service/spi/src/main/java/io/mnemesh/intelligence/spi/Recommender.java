package io.mnemesh.intelligence.spi;

import java.util.List;

/** Says what is worth doing about a series. What it says must rest on evidence, and say on which. */
public interface Recommender extends Plugin {

    /**
     * Advice about one series.
     *
     * @param series what is known of it
     * @param all    what is known of all that are looked at together, this one too
     * @return at most ten; the same is told once, as long as kind and about are the same
     */
    List<Advice> recommend(Observed series, List<Observed> all);
}
