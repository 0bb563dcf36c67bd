package io.mnemesh.memory.index.ranking;

/**
 * The form of a text, as far as it tells whether the text states something.
 *
 * @param words          runs of letters and digits
 * @param questionShare  share of its sentences that ask, 0 to 1
 * @param endsAsQuestion true if its last character asks
 * @param tellsTime      true if it says when something happens or happened
 */
public record TextForm(int words, double questionShare, boolean endsAsQuestion, boolean tellsTime) {

    /** The form of this text. */
    public static TextForm of(String text) {
        int words = 0;
        int ends = 0;
        int marks = 0;
        boolean inWord = false;
        boolean inEnd = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean word = Character.isLetterOrDigit(c);
            boolean end = c == '.' || c == '!' || c == '?';
            words += word && !inWord ? 1 : 0;
            ends += end && !inEnd ? 1 : 0;
            marks += c == '?' ? 1 : 0;
            inWord = word;
            inEnd = end;
        }
        return new TextForm(
                words,
                Math.min(1, marks / (double) Math.max(1, ends)),
                text.stripTrailing().endsWith("?"),
                TimeWords.in(text));
    }
}
