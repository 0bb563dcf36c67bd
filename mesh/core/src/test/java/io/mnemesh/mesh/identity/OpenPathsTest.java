package io.mnemesh.mesh.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Test;

class OpenPathsTest {

    @Test
    void shouldOpenOnlyWhatIsListed() {
        OpenPaths paths = new OpenPaths(config("GET /docs/*"));
        assertThat(paths.isOpen("GET", "/q/openapi")).isTrue();
        assertThat(paths.isOpen("GET", "/.well-known/jwks.json")).isTrue();
        assertThat(paths.isOpen("POST", "/api/auth/token")).isTrue();
        assertThat(paths.isOpen("GET", "/docs/index.html")).isTrue();
        assertThat(paths.isOpen("POST", "/docs/index.html")).isFalse();
        assertThat(paths.isOpen("GET", "/docs")).isFalse();
        assertThat(paths.isOpen("GET", "/api/auth/token")).isFalse();
        assertThat(paths.isOpen("POST", "/api/auth/token/more")).isFalse();
        assertThat(paths.isOpen("GET", "/qx")).isFalse();
        assertThat(paths.isOpen("GET", "/")).isFalse();
    }

    @Test
    void shouldRefuseToOpenEverything() {
        assertThatThrownBy(() -> new OpenPaths(config("/*"))).hasMessageContaining("'/*'");
        assertThatThrownBy(() -> new OpenPaths(config("docs"))).hasMessageContaining("'docs'");
    }

    private static IdentityConfig config(String alsoOpen) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withMapping(IdentityConfig.class)
                .withDefaultValue("mnemesh.identity.also-open", alsoOpen)
                .build()
                .getConfigMapping(IdentityConfig.class);
    }
}
