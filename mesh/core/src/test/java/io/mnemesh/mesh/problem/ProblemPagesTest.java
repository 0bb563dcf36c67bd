package io.mnemesh.mesh.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProblemPagesTest {

    @Test
    void shouldHaveOnePagePerTypeAndNoOther() throws IOException {
        Path folder = pages();
        List<String> expected = Arrays.stream(ProblemType.values())
                .map(type -> type.slug() + ".md")
                .toList();
        try (var files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> !name.equals("README.md")))
                    .containsExactlyInAnyOrderElementsOf(expected);
        }
        String index = Files.readString(folder.resolve("README.md"));
        for (ProblemType type : ProblemType.values()) {
            String page = Files.readString(folder.resolve(type.slug() + ".md"));
            assertThat(page)
                    .as(type.slug())
                    .startsWith("# " + type.slug() + "\n\n**" + type.status() + "** · " + type.title() + "\n")
                    .contains("## When", "## What to do");
            assertThat(index).contains("(" + type.slug() + ".md)");
        }
    }

    /** The folder, from wherever in the repository the test runs. */
    private static Path pages() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path pages = at.resolve("docs/problems");
            if (Files.isDirectory(pages)) {
                return pages;
            }
        }
        throw new AssertionError("docs/problems is not above the working directory.");
    }
}
