package io.mnemesh.benchmarks;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Memories for retrieval, the same for the same size: two sentences each, a user of {@value #USERS} and a desk of
 * {@value #DESKS} to filter by, and in {@value #RARE} of them, spread evenly, a word that occurs nowhere else.
 */
final class PlantedCorpus {

    /** Planted words. */
    static final int RARE = 1000;

    private static final int USERS = 100;
    private static final int DESKS = 1000;
    private static final String[] USER = named("user-", USERS);
    private static final String[] DESK = named("desk-", DESKS);

    private final List<Planted> memories;

    PlantedCorpus(int size) {
        var corpus = new Corpus(11);
        memories = new ArrayList<>(size);
        int every = Math.max(1, size / RARE);
        for (int i = 0; i < size; i++) {
            String rare = i % every == 0 && i / every < RARE ? rare(i / every) : "";
            String content = corpus.sentence() + ". " + corpus.sentence() + "."
                    + (rare.isEmpty() ? "" : " It is filed as " + rare + ".");
            memories.add(new Planted(content, rare, user(i), desk(i)));
        }
    }

    /**
     * A memory.
     *
     * @param rare the word that only this one has; empty if it has none
     * @param user one of a hundred
     * @param desk one of a thousand
     */
    record Planted(String content, String rare, String user, String desk) {

        Map<String, Object> body() {
            return Map.of(
                    "type",
                    "fact",
                    "content",
                    content,
                    "context",
                    Map.of("user", user, "attributes", Map.of("desk", desk)));
        }

        boolean passes(Selectivity selectivity, int which) {
            return switch (selectivity) {
                case ALL -> true;
                case ONE_PERCENT -> user.equals(PlantedCorpus.user(which));
                case ONE_PER_MILLE -> desk.equals(PlantedCorpus.desk(which));
            };
        }
    }

    /** How many memories a filter lets through. */
    enum Selectivity {
        ALL(100),
        ONE_PERCENT(200),
        ONE_PER_MILLE(300);

        private final long seed;

        Selectivity(long seed) {
            this.seed = seed;
        }

        /** Questions of which no two series are alike. */
        Corpus questions(int series) {
            return new Corpus(seed + series);
        }

        /** The body of a search that is restricted to the {@code which}-th part. */
        Map<String, Object> search(String query, int which) {
            var body = new HashMap<String, Object>(Map.of("query", query));
            switch (this) {
                case ALL -> {}
                case ONE_PERCENT -> body.put("filter", Map.of("user", user(which)));
                case ONE_PER_MILLE -> body.put("filter", Map.of("attributes", Map.of("desk", desk(which))));
            }
            return body;
        }
    }

    /** The user of the {@code which}-th part. */
    static String user(int which) {
        return USER[which % USERS];
    }

    /** The desk of the {@code which}-th part. */
    static String desk(int which) {
        return DESK[which % DESKS];
    }

    private static String[] named(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(which -> prefix + which).toArray(String[]::new);
    }

    List<Planted> memories() {
        return memories;
    }

    /** A word that no analyzer splits and nobody says. */
    private static String rare(int number) {
        var word = new StringBuilder("zq");
        for (int rest = number, digit = 0; digit < 3; digit++, rest /= 10) {
            word.append("bdfgklmprt".charAt(rest % 10)).append("aeiou".charAt((rest + digit) % 5));
        }
        return word.append("xv").toString();
    }
}
