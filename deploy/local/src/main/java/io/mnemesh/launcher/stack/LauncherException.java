package io.mnemesh.launcher.stack;

import org.jspecify.annotations.Nullable;

/** A reason not to go on, in one sentence for the person at the terminal. */
public final class LauncherException extends RuntimeException {

    public LauncherException(String sentence) {
        this(sentence, null);
    }

    public LauncherException(String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
    }
}
