package io.mnemesh.memory.memories.persistence;

import io.mnemesh.memory.memories.Lifecycle;
import io.mnemesh.memory.memories.Memory;
import io.mnemesh.memory.memories.MemoryType;
import io.mnemesh.memory.memories.Slot;
import io.mnemesh.mesh.event.payload.MemoryContext;
import io.vertx.core.json.JsonObject;
import jakarta.persistence.Column;
import jakarta.persistence.MappedSuperclass;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The columns a memory and its former versions have in common. */
@MappedSuperclass
@SuppressWarnings("NullAway.Init") // filled in by Hibernate
abstract class MemoryColumns {

    String type;
    String content;

    @Column(name = "user_id")
    @Nullable
    String user;

    @Column(name = "agent_id")
    @Nullable
    String agent;

    @Column(name = "session_id")
    @Nullable
    String session;

    @Column(name = "conversation_id")
    @Nullable
    String conversation;

    @Column(name = "workspace_id")
    @Nullable
    String workspace;

    @Column(name = "dashboard_id")
    @Nullable
    String dashboard;

    @Column(name = "task_id")
    @Nullable
    String task;

    String[] tags;
    JsonObject attributes;
    JsonObject details;
    double importance;

    @Column(name = "occurred_at")
    @Nullable
    Instant occurredAt;

    @Column(name = "happened_at")
    Instant happenedAt;

    @Column(name = "created_by")
    String createdBy;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "updated_at")
    Instant updatedAt;

    @Column(name = "slot_subject")
    @Nullable
    String slotSubject;

    @Column(name = "slot_attribute")
    @Nullable
    String slotAttribute;

    /** Takes over everything but the key, the version and whether it is embedded. */
    void take(Memory memory) {
        type = memory.type().name();
        content = memory.content();
        MemoryContext context = memory.context();
        user = context.user();
        agent = context.agent();
        session = context.session();
        conversation = context.conversation();
        workspace = context.workspace();
        dashboard = context.dashboard();
        task = context.task();
        tags = context.tags().toArray(String[]::new);
        attributes = json(context.attributes());
        details = json(memory.details());
        importance = memory.importance();
        occurredAt = memory.occurredAt();
        happenedAt = memory.happenedAt();
        createdBy = memory.createdBy();
        createdAt = memory.createdAt();
        updatedAt = memory.updatedAt();
        Slot slot = memory.slot();
        slotSubject = slot == null ? null : slot.subject();
        slotAttribute = slot == null ? null : slot.attribute();
    }

    Memory toMemory(UUID id, int version, boolean embedded) {
        return new Memory(
                id,
                new MemoryType(type),
                content,
                context(),
                map(details),
                importance,
                occurredAt,
                createdBy,
                createdAt,
                updatedAt,
                version,
                embedded,
                slotSubject == null || slotAttribute == null ? null : new Slot(slotSubject, slotAttribute),
                null,
                null,
                null,
                Lifecycle.NONE);
    }

    MemoryContext context() {
        return new MemoryContext(
                user, agent, session, conversation, workspace, dashboard, task, List.of(tags), map(attributes));
    }

    private static JsonObject json(Map<String, String> map) {
        var json = new JsonObject();
        map.forEach(json::put);
        return json;
    }

    private static Map<String, String> map(JsonObject json) {
        return json.stream().collect(Collectors.toMap(Map.Entry::getKey, entry -> (String) entry.getValue()));
    }
}
