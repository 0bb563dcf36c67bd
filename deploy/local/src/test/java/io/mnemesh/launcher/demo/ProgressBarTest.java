package io.mnemesh.launcher.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class ProgressBarTest {

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    @Test
    void aTerminalSeesOneLineThatFills() {
        fill(true, 2);

        assertThat(written.toString(UTF_8))
                .isEqualTo("\rStoring [####################....................] 1/2"
                        + "\rStoring [########################################] 2/2" + System.lineSeparator());
    }

    @Test
    void aFileGetsALineForEachQuarterOnly() {
        fill(false, 379);

        assertThat(written.toString(UTF_8).lines())
                .containsExactly(
                        "Storing [##########..............................] 95/379",
                        "Storing [####################....................] 190/379",
                        "Storing [##############################..........] 285/379",
                        "Storing [########################################] 379/379");
    }

    private void fill(boolean terminal, int total) {
        var bar = new ProgressBar(new PrintStream(written, true, UTF_8), terminal, "Storing", total);
        for (int i = 0; i < total; i++) {
            bar.step();
        }
    }
}
