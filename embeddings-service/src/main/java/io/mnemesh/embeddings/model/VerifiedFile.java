package io.mnemesh.embeddings.model;

import java.nio.file.Path;

/**
 * A file with exactly the bytes it was promised to have.
 *
 * @param sha256 digest of these bytes
 * @param bytes  its size
 */
public record VerifiedFile(Path path, String sha256, long bytes) {}
