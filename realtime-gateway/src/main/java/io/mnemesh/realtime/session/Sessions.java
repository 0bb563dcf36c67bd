package io.mnemesh.realtime.session;

import io.mnemesh.mesh.id.Ids;
import io.mnemesh.mesh.identity.RevokedGrants;
import io.mnemesh.realtime.archive.EventArchive;
import io.mnemesh.realtime.centrifuge.CentrifugeEncodings;
import io.mnemesh.realtime.channel.ChannelDirectory;
import io.mnemesh.realtime.device.Devices;
import io.mnemesh.realtime.drain.Draining;
import io.mnemesh.realtime.fanout.SignalBus;
import io.mnemesh.realtime.grant.GrantMeters;
import io.mnemesh.realtime.grant.SubscriptionTokens;
import io.mnemesh.realtime.history.ChannelLog;
import io.mnemesh.realtime.history.HistoryConfig;
import io.mnemesh.realtime.hub.ChannelFeeds;
import io.mnemesh.realtime.hub.Hub;
import io.mnemesh.realtime.hub.Traffic;
import io.mnemesh.realtime.mark.Marks;
import io.mnemesh.realtime.presence.Attendance;
import io.mnemesh.realtime.presence.PresenceConfig;
import io.mnemesh.realtime.presence.PresenceStore;
import io.mnemesh.realtime.protocol.JsonProtocol;
import io.mnemesh.realtime.recovery.RecoveryReads;
import io.mnemesh.realtime.recovery.SharedBytes;
import io.mnemesh.realtime.request.Requests;
import jakarta.inject.Singleton;
import java.time.Clock;

/** What all sessions share. */
@Singleton
record Sessions(
        Hub hub,
        JsonProtocol json,
        CentrifugeEncodings centrifuge,
        SocketWires wires,
        SocketTokens verifier,
        SubscriptionTokens subscriptionTokens,
        GrantMeters grantMeters,
        RevokedGrants revoked,
        ChannelDirectory directory,
        ChannelFeeds feeds,
        ChannelLog log,
        EventArchive archive,
        RecoveryReads reads,
        SharedBytes bytes,
        PresenceStore presence,
        Attendance attendance,
        SignalBus signals,
        Requests requests,
        Marks marks,
        Devices devices,
        Traffic traffic,
        UserConnections users,
        Draining draining,
        SessionMeters meters,
        SessionConfig config,
        PublishConfig publish,
        HistoryConfig history,
        PresenceConfig presenceConfig,
        Ids ids,
        Clock clock) {

    int pageSize() {
        return history.pageSize();
    }
}
