package io.mnemesh.embeddings.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class GiveWayTest {

    private static final Executor OWN_THREAD = task -> Thread.ofPlatform().start(task);

    @Test
    @EnabledOnOs(OS.LINUX)
    void shouldChangeTheNiceValueOfTheCallingThreadOnly() throws Exception {
        int before = nice();

        int changed = CompletableFuture.supplyAsync(
                        () -> {
                            assertThat(GiveWay.by(2)).isTrue();
                            return nice();
                        },
                        OWN_THREAD)
                .get();

        assertThat(changed).isEqualTo(Math.min(19, before + 2));
        assertThat(nice()).isEqualTo(before);
    }

    @Test
    void shouldLeaveAThreadAsItIs() {
        assertThat(GiveWay.by(0)).isTrue();
    }

    /** Of the calling thread, as the kernel tells it; the fields after the name begin with the third. */
    private static int nice() {
        try {
            String stat = Files.readString(Path.of("/proc/thread-self/stat"));
            return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[16]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
