package io.mnemesh.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;

/**
 * Made-up statements of which some say the same, the same for the same seed. The statements themselves are hard to tell
 * apart: many differ from others in one name, number, day or negation only, or in who does something to whom.
 */
final class NearDuplicates {

    private static final String[] PEOPLE = {
        "Ana", "Bojan", "Chidi", "Dalia", "Emre", "Freya", "Goran", "Hana", "Ines", "Jonas", "Kaito", "Lena", "Maria",
        "Marta", "Nadia", "Oskar", "Priya", "Rosa", "Sami", "Tove"
    };
    private static final String[] PLACES = {
        "Oslo", "Porto", "Ghent", "Turin", "Graz", "Malmo", "Leeds", "Nantes", "Krakow", "Bergen", "Utrecht", "Seville"
    };
    private static final String[] DAYS = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};
    private static final String[] THINGS = {
        "the quarterly report", "the garden fence", "the coffee machine", "the travel budget", "the backup server",
                "the old bicycle",
        "the kitchen table", "the pricing page", "the login screen", "the guest list", "the heating system",
                "the meeting room",
        "the delivery van", "the library card", "the insurance contract"
    };
    private static final String[] DONE = {
        "repaired",
        "replaced",
        "cancelled",
        "reviewed",
        "cleaned",
        "measured",
        "photographed",
        "ordered",
        "inspected",
        "forgotten"
    };
    private static final String[] LIKED = {
        "window seats on trains", "aisle seats on trains", "green tea", "black tea", "strong coffee", "jazz music",
                "classical music",
        "spicy food", "long walks", "short meetings", "written answers", "phone calls", "early flights", "late flights"
    };
    private static final String[] COLOURS = {"green", "red", "navy blue", "yellow", "violet", "white", "black", "grey"};
    private static final String[] ALLERGIES = {
        "peanuts", "shellfish", "gluten", "lactose", "pollen", "cats", "strawberries", "penicillin"
    };

    private static final String[] OPENINGS = {
        "By the way, ",
        "Please note that ",
        "Just a reminder that ",
        "Note: ",
        "For the record, ",
        "FYI, ",
        "Remember: ",
        "As mentioned before, ",
        "Also, ",
        "Keep in mind that "
    };
    private static final String[] CLOSINGS = {", you know", ", by the way", ", as mentioned", ", thanks", ", okay"};
    private static final String[] FILLERS = {"really", "actually", "just", "definitely", "certainly", "indeed"};

    /** Pairs that mean the same here, whichever is replaced. */
    private static final String[][] SYNONYMS = {
        {"bought", "purchased"},
        {"likes", "enjoys"},
        {"car", "automobile"},
        {"begins", "starts"},
        {"big", "large"},
        {"fixed", "repaired"},
        {"doctor", "physician"},
        {"favourite", "favorite"},
        {"colour", "color"},
        {"cancelled", "canceled"},
        {"children", "kids"},
        {"trip", "journey"},
        {"flat", "apartment"},
        {"film", "movie"}
    };

    private final Random random;

    NearDuplicates(long seed) {
        random = new Random(seed);
    }

    /**
     * One text to add.
     *
     * @param meaning equal for texts that say the same
     * @param change  what was done to the words; "original" for none
     */
    record Text(int meaning, String content, String change) {}

    /** Texts in random order: statements that differ, and other wordings of some of them. */
    List<Text> texts(int statements, int others) {
        Set<String> different = new LinkedHashSet<>();
        while (different.size() < statements) {
            different.add(statement());
        }
        List<String> all = new ArrayList<>(different);
        List<Text> texts = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            texts.add(new Text(i, all.get(i), "original"));
        }
        Set<String> used = new HashSet<>(all);
        while (texts.size() < statements + others) {
            int meaning = random.nextInt(statements);
            Text other = reworded(meaning, all.get(meaning));
            if (used.add(other.content())) {
                texts.add(other);
            }
        }
        Collections.shuffle(texts, random);
        return texts;
    }

    private String statement() {
        String who = pick(PEOPLE);
        String whom = pick(PEOPLE);
        return switch (random.nextInt(14)) {
            case 0 -> who + (random.nextBoolean() ? " likes " : " does not like ") + pick(LIKED) + ".";
            case 1 -> who + " prefers " + pick(LIKED) + " to " + pick(LIKED) + ".";
            case 2 -> capital(pick(THINGS)) + " in " + pick(PLACES) + " was " + pick(DONE) + " by " + who + ".";
            case 3 -> "On " + pick(DAYS) + " " + who + " travels to " + pick(PLACES) + " with " + whom + ".";
            case 4 -> who + " told " + whom + " that " + pick(THINGS) + " is" + maybeNot() + " ready.";
            case 5 ->
                "The meeting about " + pick(THINGS) + " begins at " + (1 + random.nextInt(11)) + " pm on " + pick(DAYS)
                        + ".";
            case 6 -> who + "'s favourite colour is " + pick(COLOURS) + " and " + whom + "'s is " + pick(COLOURS) + ".";
            case 7 ->
                who + " bought " + (2 + random.nextInt(8)) + " tickets for the trip from " + pick(PLACES) + " to "
                        + pick(PLACES) + ".";
            case 8 ->
                who + " is" + maybeNot() + " allergic to " + pick(ALLERGIES) + ", says the doctor of " + whom + ".";
            case 9 ->
                "Order " + (10_000 + random.nextInt(90_000)) + " of " + who + " was " + pick(DONE) + " on " + pick(DAYS)
                        + ".";
            case 10 ->
                "The flat of " + who + " in " + pick(PLACES) + " has " + (2 + random.nextInt(7)) + " rooms and a "
                        + pick(COLOURS) + " door.";
            case 11 -> who + " reports to " + whom + " since the office in " + pick(PLACES) + " was opened.";
            case 12 ->
                "It's" + maybeNot() + " allowed to park the " + pick(COLOURS) + " car of " + who + " near "
                        + pick(THINGS) + ".";
            default ->
                whom + "'s children watched a film about " + pick(PLACES) + " with " + who + " on " + pick(DAYS) + ".";
        };
    }

    private String maybeNot() {
        return random.nextBoolean() ? "" : " not";
    }

    private Text reworded(int meaning, String statement) {
        String once = "";
        String text = statement;
        for (int changes = 1 + random.nextInt(2); changes > 0 || text.equals(statement); changes--) {
            Change change = Change.values()[random.nextInt(Change.values().length)];
            text = changed(text, change);
            once = once.isEmpty() ? change.name().toLowerCase(Locale.ROOT) : "several";
        }
        return new Text(meaning, text, once);
    }

    private String changed(String text, Change change) {
        return switch (change) {
            case CASE -> random.nextBoolean() ? text.toLowerCase(Locale.ROOT) : text.toUpperCase(Locale.ROOT);
            case PUNCTUATION -> open(text) + pick(new String[] {"", "!", "...", " .", "!!"});
            case SPACES -> "  " + text.replace(" ", random.nextBoolean() ? "  " : "\n") + " ";
            case OPENING -> pick(OPENINGS) + text;
            case CLOSING -> open(text) + pick(CLOSINGS) + ".";
            case FILLER -> filled(text);
            case CONTRACTION ->
                text.replace("does not", "doesn't")
                        .replace("is not", "isn't")
                        .replace("It's not", "It is not")
                        .replace("It's allowed", "It is allowed");
            case SYNONYM -> withSynonym(text);
            case SLIP -> withSlip(text);
            case MOVED -> moved(text);
        };
    }

    /** Puts a filler after the first verb-like place: after the second word. */
    private String filled(String text) {
        for (String verb : new String[] {" likes ", " prefers ", " was ", " is ", " told ", " has ", " bought "}) {
            int at = text.indexOf(verb);
            if (at >= 0) {
                return text.substring(0, at) + " " + pick(FILLERS) + text.substring(at);
            }
        }
        return text;
    }

    private String withSynonym(String text) {
        for (String[] pair : SYNONYMS) {
            for (int i = 0; i < 2; i++) {
                String padded = " " + text;
                if (padded.contains(" " + pair[i] + " ")) {
                    return padded.replace(" " + pair[i] + " ", " " + pair[1 - i] + " ")
                            .substring(1);
                }
            }
        }
        return text;
    }

    /** A slip of the pen in a long word that is no name: two letters swapped, one doubled or one lost. */
    private String withSlip(String text) {
        String[] words = text.split(" ", -1);
        List<Integer> candidates = new ArrayList<>();
        for (int i = 1; i < words.length; i++) {
            if (words[i].length() >= 7 && words[i].chars().allMatch(Character::isLowerCase)) {
                candidates.add(i);
            }
        }
        if (candidates.isEmpty()) {
            return text;
        }
        int at = candidates.get(random.nextInt(candidates.size()));
        String word = words[at];
        int letter = 2 + random.nextInt(word.length() - 4);
        words[at] = switch (random.nextInt(3)) {
            case 0 ->
                word.substring(0, letter) + word.charAt(letter + 1) + word.charAt(letter) + word.substring(letter + 2);
            case 1 -> word.substring(0, letter) + word.charAt(letter) + word.substring(letter);
            default -> word.substring(0, letter) + word.substring(letter + 1);
        };
        return String.join(" ", words);
    }

    /** Moves a day from the front to the end or the other way round. */
    private static String moved(String text) {
        for (String day : DAYS) {
            String front = "On " + day + " ";
            String end = " on " + day + ".";
            if (text.startsWith(front)) {
                return text.substring(front.length(), text.length() - 1) + end;
            }
            if (text.endsWith(end)) {
                String rest = text.substring(0, text.length() - end.length()) + ".";
                return front + (rest.startsWith("The ") || rest.startsWith("Order ") ? lower(rest) : rest);
            }
        }
        return text;
    }

    /** Without the end of the sentence. */
    private static String open(String text) {
        return text.replaceFirst("[\\s.!]+$", "");
    }

    private static String lower(String text) {
        return Character.toLowerCase(text.charAt(0)) + text.substring(1);
    }

    private static String capital(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    private String pick(String[] of) {
        return of[random.nextInt(of.length)];
    }

    /** What can be done to the words of a statement without changing what it says. */
    private enum Change {
        CASE,
        PUNCTUATION,
        SPACES,
        OPENING,
        CLOSING,
        FILLER,
        CONTRACTION,
        SYNONYM,
        SLIP,
        MOVED
    }
}
