package io.mnemesh.memory.context;

/**
 * An estimate of the tokens of a text that needs no tokenizer and is the same everywhere: one per four letters of a word
 * begun, one per three digits of a number begun, one per other character but spaces. For English it is rather more than
 * byte-pair encodings need.
 */
final class Tokens {

    private static final int LETTERS = 4;
    private static final int DIGITS = 3;

    private Tokens() {}

    static int in(String text) {
        int tokens = 0;
        int letters = 0;
        int digits = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            letters = Character.isLetter(c) ? letters + 1 : 0;
            digits = Character.isDigit(c) ? digits + 1 : 0;
            boolean starts = letters % LETTERS == 1 || digits % DIGITS == 1;
            boolean other = letters == 0 && digits == 0 && !Character.isWhitespace(c);
            tokens += starts || other ? 1 : 0;
        }
        return tokens;
    }
}
