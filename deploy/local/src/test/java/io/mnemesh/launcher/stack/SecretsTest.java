package io.mnemesh.launcher.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {

    @TempDir
    Path data;

    @Test
    void shouldKeepWhatItMadeOnce() {
        Secrets first = Secrets.in(data);
        Secrets second = Secrets.in(data);

        assertThat(second).isEqualTo(first);
        assertThat(Base64.getDecoder().decode(first.masterKey())).hasSize(32);
        assertThat(Base64.getDecoder().decode(first.ordersKey())).hasSize(32);
        assertThat(first.ordersKey()).isNotEqualTo(first.masterKey());
        assertThat(first.ownerPassword()).hasSize(36).isNotEqualTo(first.appPassword());
    }

    @Test
    void shouldBeReadableByTheOwnerOnly() throws IOException {
        Secrets.in(data);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("secrets.properties"))))
                .isEqualTo("rw-------");
    }

    @Test
    void shouldSayWhatIsMissingWhenTheFileIsDamaged() throws IOException {
        Files.writeString(data.resolve("secrets.properties"), "superuser-password=x\nowner-password=x\n");

        assertThatThrownBy(() -> Secrets.in(data))
                .isInstanceOf(LauncherException.class)
                .hasMessageContaining("app-password");
    }
}
