package io.mnemesh.memory.index;

import io.mnemesh.memory.index.ranking.Diversity;
import io.mnemesh.memory.index.ranking.Ranked;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Fills the page a question asks for from the bands of its answer ({@link IndexPosition}), whatever engine they are from. */
public final class Bands {

    /** Candidates that are considered where hits shall be unlike each other. */
    private static final int DIVERSE = 200;

    private Bands() {}

    /**
     * Where the candidates of one question come from, band after band.
     *
     * @param <L> what the legs found in one band
     */
    public interface Source<L> {

        /** Asks both legs for as many candidates as the band takes. */
        L legs(int band) throws IOException;

        /** True if the next band may bring in more. */
        boolean more(L legs, int band);

        /** Takes note of a band that pages before this one answered. */
        void skip(L legs) throws IOException;

        /** What no band before it brought in, best first. */
        List<Ranked> rank(L legs) throws IOException;
    }

    /**
     * The hits of one page.
     *
     * @param hits best first
     * @param more true if there may be more after them
     */
    public record Page(List<IndexHits.Hit> hits, boolean more) {}

    /** The page after the question's position. */
    public static <L> Page page(IndexQuery question, Source<L> source) throws IOException {
        IndexPosition after = question.after();
        int first = after == null ? 0 : after.band();
        var hits = new ArrayList<IndexHits.Hit>();
        boolean more = true;
        for (int band = 0; more && hits.size() < question.limit(); band++) {
            L legs = source.legs(band);
            more = source.more(legs, band);
            if (band < first) {
                source.skip(legs);
            } else {
                for (Ranked ranked : source.rank(legs)) {
                    if (band > first || after == null || after.before(ranked.score(), ranked.id())) {
                        hits.add(new IndexHits.Hit(ranked, band));
                    }
                }
            }
        }
        boolean cut = hits.size() > question.limit();
        return new Page(cut ? hits.subList(0, question.limit()) : hits, more || cut);
    }

    /** The best of one band that may be picked from where hits shall be unlike each other. */
    public static List<Ranked> pickable(List<Ranked> ranked) {
        return ranked.subList(0, Math.min(DIVERSE, ranked.size()));
    }

    /** Hits of the first band that are unlike each other; there is no page after them. */
    public static Page diverse(IndexQuery question, List<Ranked> pickable, Diversity.Likeness likeness) {
        List<IndexHits.Hit> picked = Diversity.pick(
                        pickable.stream().mapToDouble(Ranked::score).toArray(),
                        likeness,
                        question.diversity(),
                        question.limit())
                .stream()
                .map(position -> new IndexHits.Hit(pickable.get(position), 0))
                .toList();
        return new Page(picked, false);
    }
}
