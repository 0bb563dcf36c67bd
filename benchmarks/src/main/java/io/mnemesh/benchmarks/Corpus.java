package io.mnemesh.benchmarks;

import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Made-up memories of about 25 words, the same for the same seed. */
final class Corpus {

    private static final String[] PEOPLE = {
        "Ana", "Bojan", "Chidi", "Dalia", "Emre", "Freya", "Goran", "Hana", "Ines", "Jonas", "Kaito", "Lena", "Mateo",
        "Nadia"
    };
    private static final String[] VERBS = {
        "asked for",
        "rejected",
        "postponed",
        "finished",
        "reviewed",
        "measured",
        "bought",
        "lost",
        "praised",
        "translated"
    };
    private static final String[] THINGS = {
        "the quarterly forecast", "a set of oak shelves", "the checkout redesign", "two train tickets",
                "the backup policy",
        "a sourdough recipe", "the incident report", "the onboarding video", "a hiking map", "the latency dashboard",
        "a vintage camera", "the pricing page", "the garden fence", "an old violin", "the migration plan"
    };
    private static final String[] PLACES = {
        "in Porto",
        "at the lake house",
        "on the third floor",
        "during the stand-up",
        "before the audit",
        "after lunch",
        "near the old mill",
        "in the staging cluster",
        "at the airport",
        "on a rainy Sunday",
        "in the Oslo office"
    };
    private static final String[] REASONS = {
        "because the budget was cut",
        "since nobody had tested it",
        "to please a new customer",
        "although it was late",
        "because the numbers looked wrong",
        "to make room for guests",
        "as the supplier went bankrupt",
        "so that the team could rest",
        "because the doctor insisted",
        "to win a small bet"
    };
    private static final String[] TYPES = {"fact", "preference", "insight", "decision"};

    private final RandomGenerator random;

    Corpus(long seed) {
        random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    /** A sentence and a question that it answers. */
    record Fact(String sentence, String question) {}

    Fact fact() {
        String what = "%s %s %s".formatted(pick(VERBS), pick(THINGS), pick(PLACES));
        return new Fact(
                "%s %s %s, reference %06d".formatted(pick(PEOPLE), what, pick(REASONS), random.nextInt(1_000_000)),
                "who " + what + "?");
    }

    String sentence() {
        return fact().sentence();
    }

    Map<String, Object> memory() {
        return Map.of(
                "type", pick(TYPES),
                "content", sentence() + ". " + sentence() + ".",
                "context", Map.of("user", user(), "tags", new String[] {"tag-" + random.nextInt(20)}));
    }

    String question() {
        return fact().question();
    }

    String user() {
        return "user-" + random.nextInt(100);
    }

    private String pick(String[] words) {
        return words[random.nextInt(words.length)];
    }
}
