package io.mnemesh.memory.index.lucene;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexFoldersTest {

    private static final String ONE = "0123456789abcdef0123456789abcdef";
    private static final String OTHER = "fedcba9876543210fedcba9876543210";

    @TempDir
    Path data;

    private IndexFolders folders;

    @BeforeEach
    void fill() throws IOException {
        folders = new IndexFolders(data.resolve("index"));
        file(data.resolve("index"));
        file(data.resolve("index-" + ONE));
        file(data.resolve("index-" + OTHER));
        file(data.resolve("index-notes"));
        Files.writeString(data.resolve("index.id"), "an id");
    }

    private static void file(Path folder) throws IOException {
        Files.createDirectory(folder);
        Files.writeString(folder.resolve("_0.cfs"), "a segment");
    }

    @Test
    void shouldKeepBuildsBesideTheConfiguredFolder() {
        assertThat(folders.of("")).isEqualTo(data.resolve("index"));
        assertThat(folders.of(ONE)).isEqualTo(data.resolve("index-" + ONE));
    }

    @Test
    void shouldRemoveOtherBuildsAndNothingElse() {
        folders.removeAllBut(Set.of("", ONE));

        assertThat(data.resolve("index-" + OTHER)).doesNotExist();
        assertThat(data.resolve("index").resolve("_0.cfs")).hasContent("a segment");
        assertThat(data.resolve("index-" + ONE).resolve("_0.cfs")).hasContent("a segment");
        assertThat(data.resolve("index-notes").resolve("_0.cfs")).hasContent("a segment");
        assertThat(data.resolve("index.id")).hasContent("an id");
    }

    @Test
    void shouldLeaveTheConfiguredFolderItselfWhereItIs() {
        folders.removeAllBut(Set.of(OTHER));

        assertThat(data.resolve("index")).isEmptyDirectory();
        assertThat(data.resolve("index-" + ONE)).doesNotExist();
        assertThat(data.resolve("index-" + OTHER).resolve("_0.cfs")).hasContent("a segment");
    }

    @Test
    void shouldFindNothingToRemoveBeforeTheFirstStart() {
        new IndexFolders(data.resolve("new").resolve("index")).removeAllBut(Set.of(""));

        assertThat(data.resolve("new")).doesNotExist();
    }
}
