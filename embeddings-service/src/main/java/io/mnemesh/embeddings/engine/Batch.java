package io.mnemesh.embeddings.engine;

import io.mnemesh.mesh.work.Lane;
import java.util.List;

/** Texts of one lane that are computed together; at least one. */
record Batch(Lane lane, List<Waiting> texts) {

    List<int[]> sequences() {
        return texts.stream().map(text -> text.ids).toList();
    }

    /** Real tokens. */
    int tokens() {
        return texts.stream().mapToInt(Waiting::length).sum();
    }

    /** Rows × width. */
    int padded() {
        return texts.size() * texts.stream().mapToInt(Waiting::length).max().orElse(0);
    }

    /** Each text by itself. */
    List<Batch> split() {
        return texts.stream().map(text -> new Batch(lane, List.of(text))).toList();
    }
}
