package io.mnemesh.realtime.erasure;

import io.mnemesh.mesh.erasure.ErasureAnswers;
import io.mnemesh.mesh.erasure.ErasureSubscription;
import io.mnemesh.mesh.erasure.TableRewrites;
import io.mnemesh.mesh.event.payload.MemoryErased;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.realtime.archive.ErasedEvents;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;

/**
 * Removes events that tell of erased memories, from the channels and from the archive. Channels come first: an archive that
 * is free of them is the proof, and repeating all of it changes nothing.
 */
@Singleton
class ErasureConsumer extends ErasureSubscription {

    private static final List<String> TABLES = List.of("event");

    private final ErasedChannels channels;
    private final ErasedEvents archive;

    ErasureConsumer(ErasedChannels channels, ErasedEvents archive, TableRewrites rewrites, ErasureAnswers answers) {
        super(rewrites, answers);
        this.channels = channels;
        this.archive = archive;
    }

    @Override
    public String group() {
        return "realtime-erasure";
    }

    @Override
    protected Uni<Map<String, Long>> remove(TenantId tenant, MemoryErased asked) {
        return channels.end(tenant, asked).chain(ended -> archive.erase(tenant, asked, ended));
    }

    @Override
    protected List<String> tables() {
        return TABLES;
    }
}
