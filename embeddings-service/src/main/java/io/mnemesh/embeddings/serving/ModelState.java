package io.mnemesh.embeddings.serving;

/** Where a model is on its way into service. */
public sealed interface ModelState {

    /** Not in memory; the next request loads it. */
    record Resting() implements ModelState {}

    /** Its files are being verified and loaded. */
    record Loading() implements ModelState {}

    /**
     * It computes.
     *
     * @param how what readiness says of it
     */
    record Ready(String how) implements ModelState {}

    /**
     * It cannot be served.
     *
     * @param reason a sentence for operators that names the file
     */
    record Failed(String reason) implements ModelState {}
}
