package io.mnemesh.intelligence.erasure;

import io.mnemesh.mesh.erasure.ErasureAnswers;
import io.mnemesh.mesh.erasure.ErasureSubscription;
import io.mnemesh.mesh.erasure.TableRewrites;
import io.mnemesh.mesh.event.payload.MemoryErased;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;

/** Forgets what was learned from erased memories, and answers when nothing of it is left. */
@Singleton
class ErasureConsumer extends ErasureSubscription {

    private final MemoryErasures erasures;

    ErasureConsumer(MemoryErasures erasures, TableRewrites rewrites, ErasureAnswers answers) {
        super(rewrites, answers);
        this.erasures = erasures;
    }

    @Override
    public String group() {
        return "intelligence-erasure";
    }

    @Override
    protected Uni<Map<String, Long>> remove(TenantId tenant, MemoryErased asked) {
        return erasures.erase(tenant, asked);
    }

    @Override
    protected List<String> tables() {
        return erasures.tables();
    }
}
