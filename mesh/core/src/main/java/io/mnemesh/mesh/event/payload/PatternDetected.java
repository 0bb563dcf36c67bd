package io.mnemesh.mesh.event.payload;

import java.util.UUID;

/**
 * A recurring pattern was found.
 *
 * @param patternId id of the pattern
 * @param kind for example {@code sequence}
 * @param description in words
 * @param support how often it was seen
 * @param confidence 0 to 1
 */
public record PatternDetected(UUID patternId, String kind, String description, long support, double confidence) {}
