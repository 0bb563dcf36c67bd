package io.mnemesh.memory.consolidation.wording;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The words of a text that carry what it says, in their order and in one form: lower case without accents, contractions
 * in full, one spelling, numbers as digits, without introductions and words that add nothing. Numbers, signs, negations,
 * prepositions and everything unknown stay.
 *
 * @param words what is compared
 */
public record Wording(List<Word> words) {

    private static final int SHORTEST_PLURAL = 4;

    private static final Pattern TOKEN =
            Pattern.compile("(?<![\\p{L}\\p{N}])[-\u2212](?=\\p{N})|[\\p{L}\\p{N}]+(?:[.,:/'-][\\p{L}\\p{N}]+)*"
                    + "|[<>=+*^%$\u20ac\u00a3\u00a5]");
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern THOUSANDS = Pattern.compile("(?<=\\d),(?=\\d{3}(?!\\d))");
    private static final Pattern HOUR = Pattern.compile("(?i)\\b(\\d{1,2})(?::00)?\\s*([ap])\\.?m\\b\\.?");
    private static final Pattern LETTERS = Pattern.compile("\\p{L}+(?:-\\p{L}+)+");
    private static final Set<String> CONTRACTED_IS =
            Set.of("it", "that", "he", "she", "there", "what", "who", "where", "here", "how", "when", "this");

    public Wording {
        words = List.copyOf(words);
    }

    /**
     * One word.
     *
     * @param text    in its one form
     * @param meaning the same for words that mean the same
     * @param name    true if it is written with a capital, as names are
     */
    public record Word(String text, String meaning, boolean name) {

        boolean hasDigit() {
            return text.chars().anyMatch(Character::isDigit);
        }
    }

    public static Wording of(String text) {
        List<Word> read = withoutOpenings(read(text));
        var words = new ArrayList<Word>(read.size());
        for (Word word : read) {
            String plain = Vocabulary.plain(word.text());
            if (Vocabulary.EMPTY.contains(plain)) {
                continue;
            }
            String one = singular(plain);
            if (words.isEmpty() || !words.getLast().text().equals(one)) {
                words.add(new Word(one, Vocabulary.meaning(one), word.name()));
            }
        }
        return new Wording(words);
    }

    private static List<Word> read(String text) {
        String even = MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD))
                .replaceAll("")
                .replace('\u2019', '\'')
                .replace('\u2018', '\'')
                .replace('\u2010', '-')
                .replace('\u2011', '-');
        even = HOUR.matcher(THOUSANDS.matcher(even).replaceAll("")).replaceAll("$1$2m");
        var words = new ArrayList<Word>();
        Matcher token = TOKEN.matcher(even);
        String sign = "";
        while (token.find()) {
            String found = token.group();
            if (found.equals("-") || found.equals("\u2212")) {
                sign = "-";
                continue;
            }
            boolean name = Character.isUpperCase(found.codePointAt(0));
            for (String part : parts(sign + found.toLowerCase(Locale.ROOT))) {
                words.add(new Word(part, part, name));
            }
            sign = "";
        }
        return words;
    }

    /** One token as words: contractions in full, compounds of letters apart. */
    private static List<String> parts(String token) {
        if (LETTERS.matcher(token).matches()) {
            return token.equals("e-mail") ? List.of("email") : List.of(token.split("-"));
        }
        int mark = token.lastIndexOf('\'');
        if (mark < 0) {
            return List.of(token);
        }
        String stem = token.substring(0, mark);
        return switch (token.substring(mark + 1)) {
            case "t" -> stem.endsWith("n") ? List.of(negated(stem), "not") : List.of(token);
            case "m" -> List.of(stem, "am");
            case "re" -> List.of(stem, "are");
            case "ve" -> List.of(stem, "have");
            case "ll" -> List.of(stem, "will");
            case "s" -> CONTRACTED_IS.contains(stem) ? List.of(stem, "is") : List.of(token);
            default -> List.of(token);
        };
    }

    private static String negated(String stem) {
        return switch (stem) {
            case "can" -> "can";
            case "won" -> "will";
            case "shan" -> "shall";
            default -> stem.substring(0, stem.length() - 1);
        };
    }

    private static List<Word> withoutOpenings(List<Word> words) {
        List<Word> left = words;
        for (List<Word> next = withoutOne(left); next.size() < left.size(); next = withoutOne(left)) {
            left = next;
        }
        return left;
    }

    /** Without one phrase that only introduces, at the front or at the end, or one empty word there. */
    private static List<Word> withoutOne(List<Word> words) {
        int all = words.size();
        for (List<String> opening : Vocabulary.OPENINGS) {
            int size = opening.size();
            if (all > size && texts(words.subList(0, size)).equals(opening)) {
                return words.subList(size, all);
            }
            if (all > size && texts(words.subList(all - size, all)).equals(opening)) {
                return words.subList(0, all - size);
            }
        }
        if (all > 1 && Vocabulary.EMPTY.contains(words.getFirst().text())) {
            return words.subList(1, all);
        }
        return all > 1 && Vocabulary.EMPTY.contains(words.getLast().text()) ? words.subList(0, all - 1) : words;
    }

    private static List<String> texts(List<Word> words) {
        return words.stream().map(Word::text).toList();
    }

    private static String singular(String word) {
        if (word.length() < SHORTEST_PLURAL
                || !word.endsWith("s")
                || word.endsWith("ss")
                || word.endsWith("us")
                || word.endsWith("is")
                || word.endsWith("'s")) {
            return word;
        }
        return word.endsWith("ies") ? word.substring(0, word.length() - 3) + "y" : word.substring(0, word.length() - 1);
    }

    /** What they mean, in order. */
    List<String> meanings() {
        return words.stream().map(Word::meaning).toList();
    }
}
