package io.mnemesh.realtime.recovery;

import io.mnemesh.realtime.backbone.Backbone;
import io.mnemesh.realtime.history.ChannelLog;
import io.mnemesh.realtime.history.HistoryConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Wires the recovery: one of each per node. */
@ApplicationScoped
class RecoveryBeans {

    @Produces
    @Singleton
    RecoveryReads reads(Backbone backbone, ChannelLog log, HistoryConfig history) {
        return new RecoveryReads(backbone.loop(), log, history.pageSize());
    }

    @Produces
    @Singleton
    SharedBytes bytes(Backbone backbone) {
        return new SharedBytes(backbone.loop());
    }
}
