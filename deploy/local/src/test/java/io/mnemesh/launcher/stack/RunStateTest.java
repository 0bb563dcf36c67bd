package io.mnemesh.launcher.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunStateTest {

    @TempDir
    Path folder;

    @Test
    void shouldReadWhatWasWritten() {
        Path file = folder.resolve("run.json");
        var self = RunState.Member.of("launcher", ProcessHandle.current(), 0);
        var state = new RunState("ready", "/data", self, List.of(new RunState.Member("redis", 1, 2, 3)));

        state.write(file);

        assertThat(RunState.read(file)).contains(state);
    }

    @Test
    void shouldFindAProcessThatIsStillTheSame() {
        var self = RunState.Member.of("launcher", ProcessHandle.current(), 0);

        assertThat(self.handle()).contains(ProcessHandle.current());
    }

    @Test
    void shouldNotTakeAnotherProcessForItsOwnWhenThePidWasReused() {
        var self = RunState.Member.of("launcher", ProcessHandle.current(), 0);
        var earlier = new RunState.Member("launcher", self.pid(), self.start() - 1000, 0);

        assertThat(earlier.handle()).isEmpty();
    }

    @Test
    void shouldReadNothingWhenTheFileIsTornOrMissing() throws IOException {
        Path file = folder.resolve("run.json");
        assertThat(RunState.read(file)).isEmpty();
        Files.writeString(file, "{\"phase\":\"rea");
        assertThat(RunState.read(file)).isEmpty();
    }
}
