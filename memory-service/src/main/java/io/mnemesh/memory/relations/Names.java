package io.mnemesh.memory.relations;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names in a text: words written with a capital, also at the beginning of a sentence unless they are common ones.
 * Days and months name nothing.
 */
final class Names {

    private static final Pattern CAPITAL = Pattern.compile("(?<![\\p{L}\\p{N}])\\p{Lu}[\\p{L}\\p{N}-]+");

    private static final Set<String> COMMON = Set.of(
            "the",
            "an",
            "this",
            "that",
            "these",
            "those",
            "it",
            "its",
            "he",
            "she",
            "we",
            "they",
            "you",
            "his",
            "her",
            "my",
            "our",
            "their",
            "your",
            "in",
            "on",
            "at",
            "by",
            "to",
            "of",
            "for",
            "from",
            "with",
            "without",
            "after",
            "before",
            "as",
            "if",
            "when",
            "while",
            "where",
            "what",
            "who",
            "why",
            "how",
            "which",
            "and",
            "or",
            "but",
            "not",
            "no",
            "yes",
            "is",
            "are",
            "was",
            "were",
            "be",
            "do",
            "does",
            "did",
            "has",
            "have",
            "had",
            "can",
            "could",
            "will",
            "would",
            "should",
            "may",
            "might",
            "must",
            "please",
            "note",
            "remember",
            "also",
            "all",
            "some",
            "any",
            "every",
            "each",
            "there",
            "here",
            "then",
            "now",
            "today",
            "yesterday",
            "tomorrow",
            "so",
            "because",
            "since",
            "until",
            "one",
            "two",
            "three",
            "new",
            "ok",
            "okay",
            "hi",
            "hello",
            "thanks",
            "let",
            "just",
            "only",
            "more",
            "most",
            "many",
            "much",
            "first",
            "last",
            "next",
            "user",
            "order",
            "room",
            "error",
            "monday",
            "tuesday",
            "wednesday",
            "thursday",
            "friday",
            "saturday",
            "sunday",
            "january",
            "february",
            "march",
            "april",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december");

    private Names() {}

    /** Lower case, in the order they occur. */
    static Set<String> in(String text) {
        var names = new LinkedHashSet<String>();
        Matcher word = CAPITAL.matcher(text);
        while (word.find()) {
            String name = word.group().toLowerCase(Locale.ROOT);
            if (!COMMON.contains(name)) {
                names.add(name);
            }
        }
        return names;
    }
}
