package io.mnemesh.embeddings.model;

import java.util.regex.Pattern;

/**
 * A file of a model and what it must be.
 *
 * @param mounted  its name in the model's folder under the models directory
 * @param resource its name on the class path
 * @param sha256   lower-case hexadecimal digest of its bytes
 */
public record ModelFile(String mounted, String resource, String sha256) {

    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    public ModelFile {
        if (!DIGEST.matcher(sha256).matches()) {
            throw new IllegalArgumentException("sha256 of " + mounted + " is not 64 lower-case hexadecimal digits.");
        }
    }
}
