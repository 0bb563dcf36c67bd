package io.mnemesh.embeddings.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds a model's files and vouches for their content.
 *
 * <p>A file under {@code <models>/<model>/} is used where it lies. A class path resource is copied to
 * {@code <data>/models/<sha256>/} once, because the runtime reads a file better than a heap full of bytes. Every file's
 * SHA-256 is computed on every load, copied or not, once.
 */
public final class ModelFiles {

    private final Optional<Path> models;
    private final Path data;

    /**
     * @param models folder the operator mounted, if any
     * @param data   folder this service may write
     */
    public ModelFiles(Optional<Path> models, Path data) {
        this.models = models;
        this.data = data;
    }

    /** Whether nobody brought the model: it has no folder in the models directory and is not on the class path. */
    public boolean absent(ModelSpec spec) {
        return spec.model().resource().isEmpty() && !mounted(spec);
    }

    /** Whether the model has a folder in the models directory. */
    public boolean mounted(ModelSpec spec) {
        return models.map(folder -> folder.resolve(spec.name()))
                .filter(Files::isDirectory)
                .isPresent();
    }

    /**
     * Verifies both files.
     *
     * @throws UntrustedModelException if one is missing, altered or unreadable
     */
    public VerifiedModel verified(ModelSpec spec) {
        return new VerifiedModel(spec, verified(spec, spec.model()), verified(spec, spec.tokenizer()));
    }

    /**
     * Verifies one file.
     *
     * @throws UntrustedModelException if it is missing, altered or unreadable
     */
    public VerifiedFile verified(ModelSpec spec, ModelFile file) {
        Optional<Path> mounted = mountedFile(spec, file);
        try {
            return mounted.isPresent() ? mounted(mounted.get(), file) : copied(spec, file);
        } catch (IOException e) {
            throw new UntrustedModelException(file.mounted() + " of " + spec.name() + " cannot be read: " + e, e);
        }
    }

    /** Where the files of a model are, or will be once they are copied, if somebody brought them: those a load verifies. */
    public List<Path> places(ModelSpec spec) {
        return Stream.of(spec.model(), spec.tokenizer())
                .flatMap(file -> mountedFile(spec, file).or(() -> copy(file)).stream())
                .toList();
    }

    private Optional<Path> mountedFile(ModelSpec spec, ModelFile file) {
        return models.map(folder -> folder.resolve(spec.name()).resolve(file.mounted()))
                .filter(Files::exists);
    }

    private Optional<Path> copy(ModelFile file) {
        return file.resource()
                .map(name -> data.resolve("models")
                        .resolve(file.sha256().orElseThrow())
                        .resolve(name));
    }

    private static VerifiedFile mounted(Path path, ModelFile file) throws IOException {
        String digest = DigestsAhead.of(path).orElseThrow(() -> new NoSuchFileException(path.toString()));
        file.sha256().ifPresent(promised -> check(path.toString(), digest, promised));
        return new VerifiedFile(path, digest, Files.size(path), false);
    }

    /** The copy in the data folder; the resource is only looked at if there is none, or another one. */
    private VerifiedFile copied(ModelSpec spec, ModelFile file) throws IOException {
        Path target = copy(file)
                .orElseThrow(() -> missing(spec, file, "there is no such file in its folder of the models directory."));
        String promised = file.sha256().orElseThrow();
        if (!DigestsAhead.of(target).equals(Optional.of(promised))) {
            copy(spec, file, file.resource().orElseThrow(), promised, target);
        }
        return new VerifiedFile(target, promised, Files.size(target), true);
    }

    private static void copy(ModelSpec spec, ModelFile file, String name, String promised, Path target)
            throws IOException {
        try (InputStream resource = ModelFiles.class.getClassLoader().getResourceAsStream(name)) {
            if (resource == null) {
                throw missing(
                        spec, file, "it is neither in the models directory nor on the class path as " + name + ".");
            }
            Files.createDirectories(target.getParent());
            Sha256.copy(resource, target, digest -> check("class path resource " + name, digest, promised));
        }
    }

    private static UntrustedModelException missing(ModelSpec spec, ModelFile file, String why) {
        return new UntrustedModelException(file.mounted() + " of " + spec.name() + " is missing: " + why, null);
    }

    private static void check(String where, String actual, String promised) {
        if (!actual.equals(promised)) {
            throw new UntrustedModelException(
                    where + " was altered: its SHA-256 is " + actual + ", models.yaml says " + promised + ".", null);
        }
    }
}
