package io.mnemesh.gateway.passwords;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class Argon2idTest {

    private static final byte[] SALT = "somesaltsomesalt".getBytes(StandardCharsets.UTF_8);

    private final Argon2id argon2 = new Argon2id(64, 2);

    @Test
    void shouldKnowThePasswordOfAHashAgain() {
        String hash = argon2.hash("pässwörd", SALT);

        assertThat(hash)
                .startsWith("$argon2id$v=19$m=64,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$")
                .hasSize(94);
        assertThat(Argon2id.matches("pässwörd", hash)).isTrue();
        assertThat(Argon2id.matches("passwörd", hash)).isFalse();
        assertThat(Argon2id.matches("", hash)).isFalse();
    }

    @Test
    void shouldReadTheParametersOfAHash() {
        String hash = argon2.hash("password", SALT);

        assertThat(Argon2id.of(hash)).isEqualTo(argon2);
        assertThat(Argon2id.matches("password", hash.replace("t=2", "t=3"))).isFalse();
    }

    @Test
    void shouldRefuseHashesOfAnotherForm() {
        for (String other : new String[] {
            "", "plain", "$argon2i$v=19$m=64,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$x", "$2a$10$abcdefghijklmnopqrstuv"
        }) {
            assertThatThrownBy(() -> Argon2id.matches("password", other))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("argon2id");
        }
    }
}
