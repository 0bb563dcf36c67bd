package io.mnemesh.embeddings.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mnemesh.embeddings.RealModel;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ModelCatalogueTest {

    @Test
    void shouldNameEverythingAVectorDependsOnInTheFingerprint() {
        assertThat(RealModel.spec().fingerprint()).isEqualTo("all-MiniLM-L6-v2@1.0:fp32:mean:256:759c3cd2da0e7993");
    }

    @Test
    void shouldNameTheMemberThatIsMissing() {
        assertThatThrownBy(() -> ModelCatalogue.read(yaml("models: [{ revision: '1' }]")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("models.yaml.models.")
                .hasMessageEndingWith(" must be given.");
        assertThatThrownBy(() -> ModelCatalogue.read(yaml("models: 3")))
                .hasMessage("models.yaml.models must be a list.");
    }

    private static InputStream yaml(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
