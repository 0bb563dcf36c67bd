package io.mnemesh.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mnemesh.launcher.stack.LauncherException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {

    @TempDir
    Path folder;

    @Test
    void shouldClearWhatItClaimed() throws IOException {
        Path data = folder.resolve("data");
        var directory = new DataDirectory(data);
        directory.claim();
        Files.createDirectories(data.resolve("memory/index"));
        Files.writeString(data.resolve("memory/index/segment"), "x");

        directory.clear();

        assertThat(data).doesNotExist();
    }

    @Test
    void shouldNeitherUseNorClearAForeignFolder() throws IOException {
        Path letter = Files.writeString(folder.resolve("letter.txt"), "Dear Ana");
        var directory = new DataDirectory(folder);

        assertThatThrownBy(directory::claim)
                .isInstanceOf(LauncherException.class)
                .hasMessageContaining("not Mnemesh data");
        assertThatThrownBy(directory::clear)
                .isInstanceOf(LauncherException.class)
                .hasMessageContaining("leaves it alone");
        assertThat(letter).hasContent("Dear Ana");
    }
}
