package io.mnemesh.embeddings.serving;

import io.mnemesh.embeddings.model.DigestsAhead;
import io.mnemesh.embeddings.model.ModelCatalogue;
import io.mnemesh.embeddings.model.ModelFiles;
import io.mnemesh.embeddings.model.NativeLibraries;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Guesses, before there is a configuration, which files the load of the default model is going to verify, and begins with them. The guess
 * goes by the environment variables that images, chart and launcher set; if the configuration says something else, the work was in vain,
 * and that is all.
 */
public final class FilesAhead {

    private FilesAhead() {}

    /**
     * Begins, each on a thread of its own, with the libraries and with the model.
     *
     * @param environment the variables of this process
     * @return the threads
     */
    public static List<Thread> begin(Map<String, String> environment) {
        Optional<Path> data = path(environment, "MNEMESH_DATA_DIR");
        if (data.isEmpty()) {
            return List.of();
        }
        Thread libraries = DigestsAhead.begin(NativeLibraries.places(data.get()));
        return model(environment, data.get())
                .map(model -> List.of(libraries, DigestsAhead.begin(model)))
                .orElse(List.of(libraries));
    }

    private static Optional<List<Path>> model(Map<String, String> environment, Path data) {
        Optional<Path> models = path(environment, "MNEMESH_MODELS_DIR");
        String model = environment.getOrDefault("MNEMESH_EMBEDDINGS_DEFAULT_MODEL", EmbeddingsConfig.DEFAULT_MODEL);
        try {
            return ModelCatalogue.load(models).find(model).map(new ModelFiles(models, data)::places);
        } catch (IOException | RuntimeException e) {
            return Optional.empty(); // the load that follows finds the same, and says it
        }
    }

    private static Optional<Path> path(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name))
                .filter(said -> !said.isBlank())
                .map(Path::of);
    }
}
