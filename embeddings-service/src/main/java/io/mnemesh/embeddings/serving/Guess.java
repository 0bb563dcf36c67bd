package io.mnemesh.embeddings.serving;

import io.mnemesh.embeddings.model.ModelCatalogue;
import io.mnemesh.embeddings.model.ModelFiles;
import io.mnemesh.embeddings.model.ModelSpec;
import io.mnemesh.embeddings.model.NativeLibraries;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the configuration is going to say of the files to be loaded, by the environment variables that images, chart and launcher
 * set: there is no configuration yet.
 *
 * @param model  the default model
 * @param models folder the operator mounted, if any
 * @param data   folder of this service
 */
record Guess(String model, Optional<Path> models, Path data) {

    /** What {@link EmbeddingsConfig#defaultModel()} is if nobody says so. */
    private static final String DEFAULT_MODEL = "all-MiniLM-L6-v2";

    /** @return nothing if the variables do not say where the files are */
    static Optional<Guess> of(Map<String, String> environment) {
        String model = environment.getOrDefault("MNEMESH_EMBEDDINGS_DEFAULT_MODEL", DEFAULT_MODEL);
        return path(environment, "MNEMESH_DATA_DIR")
                .map(data -> new Guess(model, path(environment, "MNEMESH_MODELS_DIR"), data));
    }

    private static Optional<Path> path(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name))
                .filter(said -> !said.isBlank())
                .map(Path::of);
    }

    ModelFiles files() {
        return new ModelFiles(models, data);
    }

    /** @return nothing if there is no such model, or what describes it is wrong: the load that follows finds the same, and says it */
    Optional<ModelSpec> spec() {
        try {
            return ModelCatalogue.load(models).find(model);
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    /** Where the libraries are or will be. */
    List<Path> libraries() {
        return NativeLibraries.places(data);
    }

    /** Where the files of the model are or will be. */
    List<Path> modelFiles() {
        return spec().map(files()::places).orElse(List.of());
    }
}
