package io.mnemesh.embeddings.token;

import ai.djl.huggingface.tokenizers.jni.CharSpan;
import ai.djl.huggingface.tokenizers.jni.LibUtils;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * A Hugging Face tokeniser made from a {@code tokenizer.json}. It counts every token of a text and keeps as many as the
 * model reads, so that a cut can be told to the caller; what the file says about truncation and padding is switched off.
 *
 * <p>Safe for concurrent use: encoding only reads the native tokeniser. It goes below DJL's own tokeniser class because
 * that one makes a string and an offset object per token, which costs more than the tokenising.
 */
public final class TextTokenizer implements AutoCloseable {

    private static final TokenizersLibrary LIBRARY = library();

    private final ReentrantReadWriteLock open = new ReentrantReadWriteLock();
    private final Vocabulary vocabulary;
    private long handle;

    /**
     * @param json      content of {@code tokenizer.json}
     * @param size      token ids the model has vectors for, see {@link Vocabulary#size()}
     * @param maxTokens longest sequence, see {@link Vocabulary#maxTokens()}
     * @throws IllegalArgumentException if it is none, or does not put one token before and one after a text
     */
    public TextTokenizer(String json, int size, int maxTokens) {
        try {
            handle = LIBRARY.createTokenizerFromString(json);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("The tokenizer file cannot be read: " + e.getMessage(), e);
        }
        LIBRARY.disableTruncation(handle);
        LIBRARY.disablePadding(handle);
        try {
            vocabulary = vocabulary(encode(""), size, maxTokens);
        } catch (IllegalArgumentException e) {
            close();
            throw e;
        }
    }

    public Vocabulary vocabulary() {
        return vocabulary;
    }

    /** Loads the native library, which the first tokeniser would do otherwise. */
    public static void loadLibrary() {
        LibUtils.checkStatus();
    }

    /** @throws IllegalStateException after {@link #close()} */
    public Tokens tokenize(String text) {
        return whileOpen(() -> vocabulary.cut(encode(WellFormed.of(text))));
    }

    /**
     * The tokens of the whole text in parts the model can read, see {@link Vocabulary#windows}.
     *
     * @throws IllegalStateException after {@link #close()}
     */
    public List<Tokens> windows(String text) {
        return vocabulary.windows(ids(text));
    }

    /**
     * What the model reads of the text if its beginning is left out, see {@link Vocabulary#ending}.
     *
     * @throws IllegalStateException after {@link #close()}
     */
    public Tokens ending(String text) {
        return vocabulary.ending(ids(text));
    }

    /**
     * The tokens of the whole text with their places in it.
     *
     * @param special whether the tokens around the text are wanted too
     * @throws IllegalStateException after {@link #close()}
     */
    public List<TextToken> explain(String text, boolean special) {
        return whileOpen(() -> {
            String read = WellFormed.of(text);
            long encoding = LIBRARY.encode(handle, read, special);
            try {
                long[] ids = LIBRARY.getTokenIds(encoding);
                String[] names = LIBRARY.getTokens(encoding);
                long[] specials = LIBRARY.getSpecialTokenMask(encoding);
                CharSpan[] spans = LIBRARY.getTokenCharSpans(encoding);
                var tokens = new ArrayList<TextToken>(ids.length);
                for (int i = 0; i < ids.length; i++) {
                    tokens.add(TextToken.of((int) ids[i], names[i], specials[i] != 0, spans[i], read));
                }
                return tokens;
            } finally {
                LIBRARY.deleteEncoding(encoding);
            }
        });
    }

    private int[] ids(String text) {
        long[] ids = whileOpen(() -> encode(WellFormed.of(text)));
        return Arrays.stream(ids).mapToInt(Math::toIntExact).toArray();
    }

    private <T> T whileOpen(Supplier<T> task) {
        open.readLock().lock();
        try {
            if (handle == 0) {
                throw new IllegalStateException("The tokenizer is closed.");
            }
            return task.get();
        } finally {
            open.readLock().unlock();
        }
    }

    @Override
    public void close() {
        open.writeLock().lock();
        try {
            if (handle != 0) {
                LIBRARY.deleteTokenizer(handle);
                handle = 0;
            }
        } finally {
            open.writeLock().unlock();
        }
    }

    private long[] encode(String text) {
        long encoding = LIBRARY.encode(handle, text, true);
        try {
            return LIBRARY.getTokenIds(encoding);
        } finally {
            LIBRARY.deleteEncoding(encoding);
        }
    }

    /** What surrounds a text is seen on one that has no tokens of its own. */
    private static Vocabulary vocabulary(long[] empty, int size, int maxTokens) {
        if (empty.length != 2) {
            throw new IllegalArgumentException(
                    "The tokenizer puts " + empty.length + " tokens around a text, not a start and an end token.");
        }
        return new Vocabulary(size, (int) empty[0], (int) empty[1], maxTokens);
    }

    private static TokenizersLibrary library() {
        loadLibrary();
        return TokenizersLibrary.LIB;
    }
}
