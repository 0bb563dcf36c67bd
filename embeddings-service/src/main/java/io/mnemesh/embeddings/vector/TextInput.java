package io.mnemesh.embeddings.vector;

import io.mnemesh.embeddings.token.TextTokenizer;
import io.mnemesh.embeddings.token.Tokens;
import io.mnemesh.embeddings.token.Vocabulary;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/** What a caller wants the vector of. */
public sealed interface TextInput {

    /** Names this content among all contents of its kind: kind and SHA-256, 45 characters. */
    String digest();

    Tokens tokens(TextTokenizer tokenizer);

    /** Text. */
    record Text(String value) implements TextInput {

        @Override
        public String digest() {
            return "t:" + Digests.of(value.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public Tokens tokens(TextTokenizer tokenizer) {
            return tokenizer.tokenize(value);
        }
    }

    /** Token ids of the model's vocabulary, see {@link Vocabulary#of}. Made by {@link #ids}, so they are valid. */
    record Ids(Tokens valid) implements TextInput {

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
    }

    /** @throws IllegalArgumentException with a sentence for the caller */
    static TextInput ids(int[] ids, Vocabulary vocabulary) {
        return new Ids(vocabulary.of(ids));
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
