package io.mnemesh.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlatformTest {

    @ParameterizedTest
    @CsvSource({
        "Linux, amd64, /postgres-linux-x86_64.txz, /redis-server-7.0.15-linux-amd64",
        "Linux, aarch64, /postgres-linux-arm_64.txz, /redis-server-7.0.15-linux-arm64",
        "Mac OS X, aarch64, /postgres-darwin-arm_64.txz, /redis-server-7.0.15-darwin-arm64",
        "Mac OS X, x86_64, /postgres-darwin-x86_64.txz, /redis-server-7.0.15-darwin-amd64"
    })
    void shouldNameBinariesOnTheClassPath(String os, String arch, String postgres, String redis) {
        // When
        var platform = Platform.of(os, arch);

        // Then
        assertThat(platform.postgresArchive()).isEqualTo(postgres);
        assertThat(platform.redisServer()).isEqualTo(redis);
        assertThat(getClass().getResource(postgres)).isNotNull();
        assertThat(getClass().getResource(redis)).isNotNull();
    }

    @Test
    void shouldSayWhatIsSupportedWhenItIsNot() {
        assertThatThrownBy(() -> Platform.of("Windows 11", "amd64"))
                .hasMessage(
                        "There are no PostgreSQL and Redis binaries for Windows 11 on amd64; use Linux or macOS on amd64 or arm64.");
    }
}
