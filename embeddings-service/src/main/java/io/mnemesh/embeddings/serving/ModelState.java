package io.mnemesh.embeddings.serving;

/** Where a model is on its way into service. */
public sealed interface ModelState {

    /** Its files are being verified and loaded. */
    record Loading() implements ModelState {}

    /** It computes. */
    record Ready(ServedModel model) implements ModelState {}

    /**
     * It cannot be served.
     *
     * @param reason a sentence for operators that names the file
     */
    record Failed(String reason) implements ModelState {}
}
