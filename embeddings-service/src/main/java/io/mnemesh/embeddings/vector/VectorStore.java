package io.mnemesh.embeddings.vector;

import io.mnemesh.mesh.tenancy.TenantId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Where vectors are kept, shared by the instances of this service. */
interface VectorStore {

    /** The vector if this process has it: no wait. */
    @Nullable
    Embedded peek(TenantId tenant, String key);

    /**
     * Looks for many keys at once and keeps what had to be computed.
     *
     * @param brief   whether the texts are so short that computing now and then costs less than looking everywhere
     * @param compute called at most once with the keys nobody has; never fails, leaves out what could not be computed.
     *     When it is called the other keys can be had with {@link #peek}, save those that another process computes now
     * @return all that was found or computed; fails only if looking for them did
     */
    CompletionStage<Map<String, Embedded>> search(
            TenantId tenant,
            List<String> keys,
            boolean brief,
            Function<List<String>, CompletionStage<Map<String, Embedded>>> compute);
}
