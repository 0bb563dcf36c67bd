package io.mnemesh.embeddings.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.testing.ConfigDefaults;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GuessTest {

    @Test
    void shouldGuessTheModelThatTheConfigurationSaysIfNobodyElseDoes() {
        EmbeddingsConfig config = ConfigDefaults.with(EmbeddingsConfig.class, Map.of());

        assertThat(Guess.of(Map.of("MNEMESH_DATA_DIR", "/data")))
                .contains(new Guess(config.defaultModel(), Optional.empty(), Path.of("/data")));
    }

    @Test
    void shouldTakeWhatTheVariablesSay() {
        assertThat(Guess.of(Map.of(
                        "MNEMESH_DATA_DIR", "/data",
                        "MNEMESH_MODELS_DIR", "/models",
                        "MNEMESH_EMBEDDINGS_DEFAULT_MODEL", "codebert-base")))
                .contains(new Guess("codebert-base", Optional.of(Path.of("/models")), Path.of("/data")));
    }
}
