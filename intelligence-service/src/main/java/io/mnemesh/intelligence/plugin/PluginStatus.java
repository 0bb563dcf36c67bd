package io.mnemesh.intelligence.plugin;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a plug-in does on this instance.
 *
 * @param builtIn  whether the service brings it along; such ones are not guarded
 * @param failures calls that failed or were late
 * @param until    time until which it is left out at least; null if it is not
 * @param reason   why it is left out: the rest of a sentence that begins with its name
 */
public record PluginStatus(
        PluginKind kind,
        String name,
        boolean builtIn,
        long calls,
        long failures,
        @Nullable Instant until,
        @Nullable String reason) {

    static PluginStatus builtIn(PluginKind kind, String name) {
        return new PluginStatus(kind, name, true, 0, 0, null, null);
    }
}
