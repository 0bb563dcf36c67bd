package io.mnemesh.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The commands of the performance guide that take minutes: they name benchmarks and options that there are. */
class PerformancePageTest {

    private static final Pattern FENCE = Pattern.compile("```sh bench\\n(.*?)```", Pattern.DOTALL);
    private static final String COMMAND = "./mnemesh bench ";

    @Test
    void shouldNameBenchmarksAndOptionsThatThereAre() throws IOException {
        var fence = FENCE.matcher(Files.readString(Path.of("../docs/operations/performance.md")));
        assertThat(fence.find()).isTrue();

        List<String> lines = fence.group(1).lines().toList();

        assertThat(lines).hasSizeGreaterThan(5).allSatisfy(line -> {
            assertThat(line).startsWith(COMMAND);
            String name = Main.nameIn(line.substring(COMMAND.length()).split(" "));
            assertThat(Main.named(name)).as(name).isPresent();
        });
    }
}
