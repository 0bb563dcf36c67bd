package io.mnemesh.memory.index.ranking;

import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What priors look at in a question.
 *
 * @param names     its words, lower case
 * @param idf       weight of each word that is looked up; 0 where it occurs nowhere
 * @param bestBm25  best BM25 of any memory meant
 * @param asksWhen  true if it asks for a time
 * @param asksNow   true if it asks for what holds now
 * @param times     times it speaks of
 * @param askedAt   the time it is asked
 */
public record Question(
        Set<String> names,
        double[] idf,
        double bestBm25,
        boolean asksWhen,
        boolean asksNow,
        List<TimeSpan> times,
        Instant askedAt) {

    private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");

    public Question {
        names = Set.copyOf(names);
        times = List.copyOf(times);
    }

    /** The question in words. */
    public static Question of(String text, double[] idf, double bestBm25, Instant askedAt) {
        return new Question(
                words(text),
                idf,
                bestBm25,
                TimeWords.asked(text),
                TimeWords.latestAsked(text),
                TimeExpressions.in(text, askedAt),
                askedAt);
    }

    /** What BM25 of its words cannot exceed. */
    public double bound() {
        return Arrays.stream(idf).sum();
    }

    /** The words of a text, lower case; possessives count as the word itself. */
    public static Set<String> words(String text) {
        String plain = text.toLowerCase(Locale.ROOT).replace('’', '\'').replace("'s", " ");
        var words = new HashSet<>(Arrays.asList(NO_WORD.split(plain, -1)));
        words.remove("");
        return words;
    }
}
