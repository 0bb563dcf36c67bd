package io.mnemesh.intelligence.plugin;

import org.jspecify.annotations.Nullable;

/** Says in the log which plug-in failed and how. It is never thrown. */
final class PluginFailure extends Exception {

    private static final long serialVersionUID = 1;

    PluginFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
