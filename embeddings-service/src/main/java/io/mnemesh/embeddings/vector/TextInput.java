package io.mnemesh.embeddings.vector;

import io.mnemesh.embeddings.token.TextTokenizer;
import io.mnemesh.embeddings.token.Tokens;
import io.mnemesh.embeddings.token.Vocabulary;
import io.mnemesh.embeddings.token.WellFormed;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** What a caller wants the vector of. */
public sealed interface TextInput {

    /** Names this content among all contents of its kind: kind and SHA-256, 45 characters. */
    String digest();

    /** What the model reads of it. */
    Tokens tokens(TextTokenizer tokenizer);

    /** How long it is: characters of a text, or about as many as its token ids stand for. */
    int characters();

    /** False only if it surely has no more tokens than that. */
    boolean mayExceed(int maxTokens);

    /** All of it, in parts the model can read. */
    List<Tokens> windows(TextTokenizer tokenizer);

    /** What the model reads of it if its beginning is left out. */
    Tokens ending(TextTokenizer tokenizer);

    /**
     * Text.
     *
     * @param value well formed: texts that differ in what cannot be written must not be one in the caches
     */
    record Text(String value) implements TextInput {

        public Text {
            value = WellFormed.of(value);
        }

        @Override
        public String digest() {
            return "t:" + Digests.of(value.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public Tokens tokens(TextTokenizer tokenizer) {
            return tokenizer.tokenize(value);
        }

        @Override
        public int characters() {
            return value.length();
        }

        @Override
        public boolean mayExceed(int maxTokens) {
            return (long) value.length() * MOST_TOKENS_PER_CHAR + 2 > maxTokens;
        }

        @Override
        public List<Tokens> windows(TextTokenizer tokenizer) {
            return tokenizer.windows(value);
        }

        @Override
        public Tokens ending(TextTokenizer tokenizer) {
            return tokenizer.ending(value);
        }

        /** No character becomes more letters under any of Unicode's normal forms, or more bytes. */
        private static final int MOST_TOKENS_PER_CHAR = 18;
    }

    /**
     * Token ids of the model's vocabulary.
     *
     * @param valid what the model reads of them
     * @param whole all of them, valid too
     */
    record Ids(Tokens valid, int[] whole) implements TextInput {

        private static final int CHARACTERS_PER_TOKEN = 4;

        /** Ids the model reads all of. */
        Ids(Tokens valid) {
            this(valid, valid.ids());
        }

        @Override
        public String digest() {
            var bytes = ByteBuffer.allocate((valid.length() + 1) * Integer.BYTES);
            bytes.putInt(valid.total());
            Arrays.stream(valid.ids()).forEach(bytes::putInt);
            return "i:" + Digests.of(bytes.array());
        }

        @Override
        public Tokens tokens(TextTokenizer tokenizer) {
            return valid;
        }

        @Override
        public int characters() {
            return whole.length * CHARACTERS_PER_TOKEN;
        }

        @Override
        public boolean mayExceed(int maxTokens) {
            return whole.length > maxTokens;
        }

        @Override
        public List<Tokens> windows(TextTokenizer tokenizer) {
            return tokenizer.vocabulary().windows(whole);
        }

        @Override
        public Tokens ending(TextTokenizer tokenizer) {
            return tokenizer.vocabulary().ending(whole);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Ids ids && Arrays.equals(whole, ids.whole);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(whole);
        }

        @Override
        public String toString() {
            return "Ids[" + whole.length + "]";
        }
    }

    /** @throws IllegalArgumentException with a sentence for the caller */
    static TextInput ids(int[] ids, Vocabulary vocabulary) {
        int[] whole = vocabulary.complete(ids);
        return new Ids(vocabulary.cut(whole), whole);
    }

    /** SHA-256 as URL-safe Base64. */
    final class Digests {

        private Digests() {}

        static String of(byte[] bytes) {
            try {
                return Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(MessageDigest.getInstance("SHA-256").digest(bytes));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("Every Java platform has SHA-256.", e);
            }
        }
    }
}
