package io.mnemesh.mesh.telemetry;

import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/**
 * A logger of structured lines: a fixed message says what happened, key-values from {@link LogKey} say to whom. On the
 * console they follow the message as {@code key=value}; in JSON each is a member of {@code mdc}. Thread-safe; an {@link
 * Entry} belongs to the statement that makes it.
 *
 * <pre>{@code
 * LOG.warn("The upstream did not answer").with(LogKey.UPSTREAM, name).with(LogKey.ATTEMPT, attempt).log();
 * }</pre>
 */
public final class MeshLog {

    /** The MDC key of the rendered key-values, which the console's format prints after the message. */
    static final String RENDERED = "keys";

    private static final Entry SILENT = new Entry(null, Logger.Level.TRACE, "");

    private final Logger logger;

    private MeshLog(Logger logger) {
        this.logger = logger;
    }

    public static MeshLog of(Class<?> owner) {
        return new MeshLog(Logger.getLogger(owner));
    }

    public Entry debug(String message) {
        return at(Logger.Level.DEBUG, message);
    }

    public Entry info(String message) {
        return at(Logger.Level.INFO, message);
    }

    public Entry warn(String message) {
        return at(Logger.Level.WARN, message);
    }

    public Entry error(String message) {
        return at(Logger.Level.ERROR, message);
    }

    private Entry at(Logger.Level level, String message) {
        return logger.isEnabled(level) ? new Entry(logger, level, message) : SILENT;
    }

    /** A line in the making; {@link #log()} writes it. */
    public static final class Entry {

        private final @Nullable Logger logger;
        private final Logger.Level level;
        private final String message;
        private final Map<LogKey, String> values = new EnumMap<>(LogKey.class);
        private @Nullable Throwable cause;

        private Entry(@Nullable Logger logger, Logger.Level level, String message) {
            this.logger = logger;
            this.level = level;
            this.message = message;
        }

        /** Adds a key-value. Line breaks and other control characters become spaces, so that a value cannot forge a line. */
        public Entry with(LogKey key, Object value) {
            if (logger != null) {
                values.put(key, String.valueOf(value).replaceAll("\\p{Cntrl}", " "));
            }
            return this;
        }

        /** Adds the failure, which is printed with its trace. */
        public Entry cause(Throwable failure) {
            if (logger != null) {
                cause = failure;
            }
            return this;
        }

        public void log() {
            if (logger == null) {
                return;
            }
            var before = new EnumMap<LogKey, Object>(LogKey.class);
            values.forEach((key, value) -> {
                Object old = MDC.get(key.key());
                if (old != null) {
                    before.put(key, old);
                }
                MDC.put(key.key(), value);
            });
            MDC.put(RENDERED, rendered());
            try {
                logger.log(MeshLog.class.getName(), level, message, null, cause);
            } finally {
                values.keySet().forEach(key -> MDC.remove(key.key()));
                MDC.remove(RENDERED);
                before.forEach((key, old) -> MDC.put(key.key(), old));
            }
        }

        private String rendered() {
            return values.entrySet().stream()
                    .map(entry -> " " + entry.getKey().key() + "=" + entry.getValue())
                    .collect(Collectors.joining());
        }
    }
}
