package io.mnemesh.embeddings.engine;

import io.mnemesh.mesh.work.Lane;
import java.util.Map;

/**
 * What the engine holds at a moment.
 *
 * @param lanes           waiting work per lane
 * @param running         batches that are being computed
 * @param tokensPerSecond what it computed lately, 0 before the first batch
 */
public record EngineState(Map<Lane, Depth> lanes, int running, double tokensPerSecond) {

    public EngineState {
        lanes = Map.copyOf(lanes);
    }

    /** Texts and tokens that wait in a lane. */
    public record Depth(int texts, long tokens) {}
}
