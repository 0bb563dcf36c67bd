package io.mnemesh.embeddings.token;

import ai.djl.huggingface.tokenizers.jni.LibUtils;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import java.util.concurrent.locks.ReentrantReadWriteLock;

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
     * @param json content of {@code tokenizer.json}
     * @throws IllegalArgumentException if it is none
     */
    public TextTokenizer(String json, Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
        try {
            handle = LIBRARY.createTokenizerFromString(json);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("The tokenizer file cannot be read: " + e.getMessage(), e);
        }
        LIBRARY.disableTruncation(handle);
        LIBRARY.disablePadding(handle);
    }

    public Vocabulary vocabulary() {
        return vocabulary;
    }

    /** @throws IllegalStateException after {@link #close()} */
    public Tokens tokenize(String text) {
        open.readLock().lock();
        try {
            if (handle == 0) {
                throw new IllegalStateException("The tokenizer is closed.");
            }
            long encoding = LIBRARY.encode(handle, wellFormed(text), true);
            try {
                return vocabulary.cut(LIBRARY.getTokenIds(encoding));
            } finally {
                LIBRARY.deleteEncoding(encoding);
            }
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

    /** A lone surrogate cannot be written as UTF-8; it becomes the replacement character as everywhere else. */
    private static String wellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean pair = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    return replaced(text);
                }
                i++;
            }
        }
        return text;
    }

    private static String replaced(String text) {
        return text.codePoints()
                .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static TokenizersLibrary library() {
        LibUtils.checkStatus();
        return TokenizersLibrary.LIB;
    }
}
