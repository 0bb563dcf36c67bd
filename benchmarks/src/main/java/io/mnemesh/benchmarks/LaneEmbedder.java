package io.mnemesh.benchmarks;

import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.mesh.work.EmbeddingsCodec;
import io.mnemesh.mesh.work.Lane;
import io.mnemesh.mesh.work.WorkClient;
import io.mnemesh.mesh.work.WorkRequest;
import java.time.Duration;
import java.util.List;

/** The work lane of the mesh, as another service uses it. */
record LaneEmbedder(WorkClient work, Lane lane, String model) implements TextEmbedder {

    private static final Duration DEADLINE = Duration.ofSeconds(60);

    @Override
    public List<float[]> embed(List<String> texts) {
        byte[] reply = work.request(new WorkRequest(
                        EmbeddingsCodec.SERVICE,
                        EmbeddingsCodec.KIND,
                        lane,
                        new TenantId("default"),
                        DEADLINE,
                        EmbeddingsCodec.encodeRequest(texts, model)))
                .await()
                .atMost(DEADLINE);
        return EmbeddingsCodec.decodeReply(reply).vectors();
    }
}
