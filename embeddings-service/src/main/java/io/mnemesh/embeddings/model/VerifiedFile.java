package io.mnemesh.embeddings.model;

import java.nio.file.Path;

/**
 * A file with exactly the bytes it was promised to have.
 *
 * @param sha256 digest of these bytes
 * @param bytes  its size
 * @param own    whether it is a copy of this service, which nobody changes but by putting another file in its place; what
 *               an operator mounted may be written over
 */
public record VerifiedFile(Path path, String sha256, long bytes, boolean own) {}
