package io.mnemesh.embeddings.model;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.util.Locale;

/**
 * ONNX Runtime 1.29 keeps an account of its use in the home folder and reports it to its maker, unless the environment says
 * {@code ORT_DISABLE_TELEMETRY=1} when its library is loaded. The same code ends the process where there is no shell and where the
 * command line is longer than some thousand bytes. Images and launcher set the variable; this is for those who start the service
 * by other means. In a native image nothing can be done from inside.
 */
final class RuntimeTelemetry {

    private static final String VARIABLE = "ORT_DISABLE_TELEMETRY";

    /** Known when a native image is built, so that the call is not even compiled into it. */
    private static final boolean CALLABLE =
            !System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("windows")
                    && System.getProperty("org.graalvm.nativeimage.imagecode") == null;

    private RuntimeTelemetry() {}

    /**
     * Puts the variable into this process's environment, where native libraries see it, unless it is there.
     *
     * @return whether it is there now
     */
    @SuppressWarnings("restricted") // one call of the C library; what it throws only means that it cannot be made
    static boolean disable() {
        if (System.getenv(VARIABLE) != null || !CALLABLE) {
            return System.getenv(VARIABLE) != null;
        }
        try (Arena arena = Arena.ofConfined()) {
            Linker linker = Linker.nativeLinker();
            var setenv = linker.downcallHandle(
                    linker.defaultLookup().findOrThrow("setenv"),
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
            return (int) setenv.invokeExact(arena.allocateFrom(VARIABLE), arena.allocateFrom("1"), 0) == 0;
        } catch (Throwable e) {
            return false;
        }
    }
}
