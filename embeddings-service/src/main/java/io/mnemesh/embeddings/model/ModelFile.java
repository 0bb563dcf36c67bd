package io.mnemesh.embeddings.model;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A file of a model and what it must be.
 *
 * @param mounted  its name in the model's folder under the models directory
 * @param resource its name on the class path, if this service brings it along
 * @param sha256   lower-case hexadecimal digest of its bytes, if it is said
 */
public record ModelFile(String mounted, Optional<String> resource, Optional<String> sha256) {

    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    public ModelFile {
        if (sha256.isPresent() && !DIGEST.matcher(sha256.get()).matches()) {
            throw new IllegalArgumentException("sha256 of " + mounted + " is not 64 lower-case hexadecimal digits.");
        }
        if (resource.isPresent() && sha256.isEmpty()) {
            throw new IllegalArgumentException(mounted + " is on the class path, so its sha256 must be given.");
        }
    }
}
