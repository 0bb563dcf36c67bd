package io.mnemesh.launcher.stack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/**
 * What runs now, written by the launcher that runs it and read by the other commands.
 *
 * @param phase     {@code starting}, {@code ready} or {@code stopping}
 * @param data      data directory
 * @param launcher  the launcher itself
 * @param processes what it started
 */
public record RunState(String phase, String data, Member launcher, List<Member> processes) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * A process that can be recognised again: a pid alone may have gone to another program.
     *
     * @param name  PostgreSQL, Redis, a service or the launcher
     * @param pid   process id
     * @param start start of the process, milliseconds since the epoch, as the operating system tells it; 0 if unknown
     * @param management management port, 0 if it has none
     */
    public record Member(String name, long pid, long start, int management) {

        static Member of(String name, ProcessHandle handle, int management) {
            return new Member(name, handle.pid(), startOf(handle), management);
        }

        /** The process, if it is still the same one. */
        public Optional<ProcessHandle> handle() {
            return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(found -> startOf(found) == start);
        }

        /** True if the process lives and, where it can be asked, says that it is ready. */
        public boolean ready() {
            return handle().isPresent() && (management == 0 || new HealthProbe().ready(management));
        }

        private static long startOf(ProcessHandle handle) {
            return handle.info()
                    .startInstant()
                    .map(java.time.Instant::toEpochMilli)
                    .orElse(0L);
        }
    }

    /** The state of a stack that this JVM runs. */
    public static RunState of(String phase, Path data, Stack stack) {
        var processes = stack.processes().stream()
                .flatMap(process -> Optional.ofNullable(process.handle()).stream()
                        .map(handle -> Member.of(
                                process.name(),
                                handle,
                                Service.byName(process.name())
                                        .map(service -> stack.ports().management(service))
                                        .orElse(0))))
                .toList();
        return new RunState(phase, data.toString(), Member.of("launcher", ProcessHandle.current(), 0), processes);
    }

    public static Optional<RunState> read(Path file) {
        try {
            return Files.exists(file)
                    ? Optional.of(JSON.readValue(Files.readString(file), RunState.class))
                    : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void write(Path file) {
        try {
            Path fresh = file.resolveSibling(file.getFileName() + ".new");
            Files.writeString(fresh, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
