package io.mnemesh.launcher.stack;

import io.mnemesh.embedded.EmbeddedServer;
import io.mnemesh.embedded.EmbeddedServerException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A server of the stack that comes with it. A start returns when it answers. */
abstract class EmbeddedProcess<S extends EmbeddedServer> implements ManagedProcess {

    private final String name;
    private final Supplier<S> first;
    private volatile @Nullable S server;
    private volatile @Nullable Instant startedAt;

    /** @param first starts the server for the first time; later it is the same one again */
    EmbeddedProcess(String name, Supplier<S> first) {
        this.name = name;
        this.first = first;
    }

    /** The server, or null before the first start. */
    final @Nullable S server() {
        return server;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final void start() {
        startedAt = Instant.now();
        try {
            S current = server;
            if (current == null) {
                S started = first.get();
                started.stoppedByCaller();
                server = started;
            } else {
                current.restart();
            }
        } catch (EmbeddedServerException e) {
            throw new LauncherException(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public final boolean ready() {
        return alive();
    }

    @Override
    public final @Nullable ProcessHandle handle() {
        S current = server;
        return current == null ? null : ProcessHandle.of(current.pid()).orElse(null);
    }

    @Override
    public final @Nullable Instant startedAt() {
        return startedAt;
    }

    @Override
    public final int exitCode() {
        S current = server;
        return current == null ? 0 : current.onExit().getNow(0);
    }

    @Override
    public final String report() {
        return "see its log";
    }

    @Override
    public final void stop(Duration grace) {
        S current = server;
        if (current != null) {
            current.close();
        }
    }
}
