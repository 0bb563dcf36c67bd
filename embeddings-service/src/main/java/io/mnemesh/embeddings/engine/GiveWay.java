package io.mnemesh.embeddings.engine;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.util.Locale;

/**
 * Makes the calling thread give way to others: on Linux every thread has a nice value of its own, which {@code nice(2)}
 * raises without any privilege. Where that cannot be called, on other systems or in a native image, nothing happens.
 */
final class GiveWay {

    /** Known when a native image is built, so that the call is not even compiled into it. */
    private static final boolean CALLABLE =
            System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux")
                    && System.getProperty("org.graalvm.nativeimage.imagecode") == null;

    private GiveWay() {}

    /**
     * @param more is added to the nice value, which is 19 at most; 0 for as before
     * @return whether that was done
     */
    @SuppressWarnings("restricted") // one system call; what it throws only means that it cannot be made
    static boolean by(int more) {
        if (more == 0 || !CALLABLE) {
            return more == 0;
        }
        try {
            Linker linker = Linker.nativeLinker();
            var nice = linker.downcallHandle(
                    linker.defaultLookup().findOrThrow("nice"),
                    FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
            return (int) nice.invokeExact(more) != -1;
        } catch (Throwable e) {
            return false;
        }
    }
}
