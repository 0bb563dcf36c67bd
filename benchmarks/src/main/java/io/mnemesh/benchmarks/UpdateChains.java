package io.mnemesh.benchmarks;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Made-up facts that change, the same for the same seed: people of whom one thing at a time holds, each said in varying
 * words, half of them by the people themselves.
 */
final class UpdateChains {

    private static final Instant FIRST = Instant.parse("2024-01-01T09:00:00Z");
    private static final int FEWEST = 2;
    private static final int MOST = 6;

    private static final String[] FIRST_NAMES = {
        "Ana", "Bojan", "Chidi", "Dalia", "Emre", "Freya", "Goran", "Hana", "Ines", "Jonas", "Kaito", "Lena", "Mateo",
        "Nadia", "Oskar", "Priya", "Quentin", "Rosa", "Sami", "Tove", "Umar", "Vera", "Wanda", "Yusuf", "Zoe"
    };
    private static final String[] LAST_NAMES = {
        "Abara",
        "Brandt",
        "Castillo",
        "Dogan",
        "Eriksen",
        "Fontaine",
        "Gruber",
        "Hassan",
        "Ivanova",
        "Jensen",
        "Kowalski",
        "Lindqvist",
        "Moreau",
        "Novak",
        "Okafor",
        "Petrov",
        "Quiroga",
        "Rossi",
        "Sato",
        "Tanaka"
    };
    private static final String[] CITIES = {
        "Oslo", "Porto", "Ghent", "Turin", "Graz", "Malmo", "Leeds", "Nantes", "Krakow", "Bergen", "Utrecht", "Seville"
    };
    private static final String[] COMPANIES = {
        "Tern Logistics",
        "Oerd Energy",
        "Halden Bank",
        "Brightwater",
        "Nimbus Labs",
        "Kestrel Foods",
        "Alder and Sons",
        "Polaris Rail",
        "Vantage Health",
        "Quarry Media"
    };
    private static final String[] COLOURS = {
        "green", "teal", "crimson", "yellow", "navy blue", "orange", "violet", "white", "brown", "pink"
    };
    private static final String[] CARS = {
        "a Volvo", "a Saab", "an old Beetle", "a Fiat", "an electric Kia", "a red Mazda", "a pickup truck", "a Skoda"
    };
    private static final String[] SCHOOLS = {
        "Uppsala University",
        "the Delft institute",
        "Bocconi",
        "the evening college",
        "ETH Zurich",
        "Coimbra",
        "the music academy"
    };
    private static final String[] SEATS = {"window", "aisle", "front", "rear", "middle", "upper deck"};
    private static final String[] ROOMS = {"4-211", "1-007", "3-118", "2-340", "5-012", "6-226", "7-301", "8-145"};
    private static final String[] DIETS = {"vegan", "gluten-free", "pescatarian", "halal", "vegetarian", "low-carb"};

    private static final List<Kind> KINDS = List.of(
            new Kind(
                    "employer",
                    COMPANIES,
                    List.of("%s works at %s.", "%s now works for %s.", "%s joined %s."),
                    List.of("I work at %s.", "I now work for %s.", "I started at %s."),
                    "Where does %s work?",
                    "Where do I work?"),
            new Kind(
                    "home",
                    CITIES,
                    List.of("%s lives in %s.", "%s moved to %s.", "%s has relocated to %s."),
                    List.of("I live in %s.", "I moved to %s.", "I am now living in %s."),
                    "Where does %s live?",
                    "Where do I live?"),
            new Kind(
                    "manager",
                    FIRST_NAMES,
                    List.of("%s reports to %s.", "%s's manager is %s.", "%s's new manager is %s."),
                    List.of("I report to %s.", "My manager is %s.", "My new manager is %s."),
                    "Who is %s's manager?",
                    "Who is my manager?"),
            new Kind(
                    "favourite colour",
                    COLOURS,
                    List.of(
                            "%s's favourite colour is %s.",
                            "The favourite colour of %s is %s.", "%s's favorite colour is now %s."),
                    List.of(
                            "My favourite colour is %s.",
                            "My favorite colour is %s now.", "My favourite colour changed to %s."),
                    "What is the favourite colour of %s?",
                    "What is my favourite colour?"),
            new Kind(
                    "car",
                    CARS,
                    List.of("%s drives %s.", "%s now drives %s.", "%s's car is %s."),
                    List.of("I drive %s.", "I now drive %s.", "My car is %s."),
                    "Which car does %s drive?",
                    "Which car do I drive?"),
            new Kind(
                    "school",
                    SCHOOLS,
                    List.of("%s studies at %s.", "%s enrolled at %s.", "%s now studies at %s."),
                    List.of("I study at %s.", "I enrolled at %s.", "I now study at %s."),
                    "Where does %s study?",
                    "Where do I study?"),
            new Kind(
                    "seats",
                    SEATS,
                    List.of("%s prefers %s seats.", "%s now prefers %s seats.", "%s prefers %s seats these days."),
                    List.of("I prefer %s seats.", "I now prefer %s seats.", "I prefer %s seats these days."),
                    "Which seats does %s prefer?",
                    "Which seats do I prefer?"),
            new Kind(
                    "room",
                    ROOMS,
                    List.of(
                            "The office of %s is room %s.",
                            "%s's office is room %s.", "The office of %s is now room %s."),
                    List.of("My office is room %s.", "My new office is room %s.", "My office is now room %s."),
                    "Which room is the office of %s?",
                    "Which room is my office?"),
            new Kind(
                    "diet",
                    DIETS,
                    List.of("%s's diet is %s.", "%s's diet is now %s.", "The diet of %s changed to %s."),
                    List.of("My diet is %s.", "My diet is %s now.", "My diet changed to %s."),
                    "What is the diet of %s?",
                    "What is my diet?"));

    private final Random random;

    UpdateChains(long seed) {
        random = new Random(seed);
    }

    /**
     * One thing about one person.
     *
     * @param subject   the person
     * @param attribute what it is
     * @param ownWords  true if the person says so
     * @param question  what its current value answers
     * @param values    first happened first
     */
    record Chain(String subject, String attribute, boolean ownWords, String question, List<Value> values) {

        Value current() {
            return values.getLast();
        }
    }

    /**
     * One value, in words.
     *
     * @param at    when it began to hold
     * @param until when the next one did; half a year after {@code at} for the last one
     */
    record Value(String content, Instant at, Instant until) {

        Instant middle() {
            return at.plus(Duration.between(at, until).dividedBy(2));
        }
    }

    /** As many chains, each about another person. */
    List<Chain> chains(int count) {
        var people = new ArrayList<String>();
        for (String first : FIRST_NAMES) {
            for (String last : LAST_NAMES) {
                people.add(first + " " + last);
            }
        }
        if (count > people.size()) {
            throw new IllegalArgumentException("There are " + people.size() + " people.");
        }
        Collections.shuffle(people, random);
        return people.subList(0, count).stream().map(this::chain).toList();
    }

    private Chain chain(String person) {
        Kind kind = KINDS.get(random.nextInt(KINDS.size()));
        boolean ownWords = random.nextBoolean();
        List<String> values = some(kind.values(), FEWEST + random.nextInt(MOST - FEWEST + 1));
        var chain = new ArrayList<Value>();
        Instant at = FIRST.plus(Duration.ofHours(random.nextInt(24 * 100)));
        for (int i = 0; i < values.size(); i++) {
            Instant until = at.plus(
                    i == values.size() - 1
                            ? Duration.ofDays(180)
                            : Duration.ofDays(5 + random.nextInt(60)).plusMinutes(random.nextInt(1440)));
            chain.add(new Value(words(kind, person, ownWords, values.get(i)), at, until));
            at = until;
        }
        String question = ownWords ? kind.ownQuestion() : kind.question().formatted(person);
        return new Chain(person, kind.attribute(), ownWords, question, List.copyOf(chain));
    }

    private String words(Kind kind, String person, boolean ownWords, String value) {
        return ownWords
                ? pick(kind.ownWords()).formatted(value)
                : pick(kind.words()).formatted(person, value);
    }

    private List<String> some(String[] of, int count) {
        var all = new ArrayList<>(List.of(of));
        Collections.shuffle(all, random);
        return all.subList(0, Math.min(count, all.size()));
    }

    private String pick(List<String> of) {
        return of.get(random.nextInt(of.size()));
    }

    /** What a chain can be about. */
    private record Kind(
            String attribute,
            String[] values,
            List<String> words,
            List<String> ownWords,
            String question,
            String ownQuestion) {}
}
