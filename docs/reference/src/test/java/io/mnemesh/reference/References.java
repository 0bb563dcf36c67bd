package io.mnemesh.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The pages as they lie in {@code docs}. */
final class References {

    /** What writes them anew. */
    static final String REFRESH = "./mvnw -pl docs/reference -am test -Dtest=ConfigurationPageTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Drefresh";

    private References() {}

    /** Fails if a page is not what the sources say; writes it instead if that is asked for. */
    static void assertFresh(String name, String content) throws IOException {
        Path page = Module.home().resolve("docs").resolve(name);
        if (System.getProperty("refresh") != null) {
            Files.writeString(page, content);
        }
        assertThat(Files.exists(page) ? Files.readString(page) : "")
                .as("docs/%s is stale. Refresh it with: %s", name, REFRESH)
                .isEqualTo(content);
    }
}
