package io.mnemesh.memory.memories.persistence;

import io.mnemesh.memory.memories.Memory;
import io.mnemesh.memory.memories.MemoryType;
import io.mnemesh.mesh.event.payload.MemoryContext;
import io.mnemesh.mesh.tenancy.TenantId;
import io.vertx.core.json.JsonObject;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Row of {@code memory}. */
@Entity
@Table(name = "memory")
@SuppressWarnings("NullAway.Init") // filled in by Hibernate
class MemoryEntity {

    @Id
    UUID id;

    String tenant;
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

    int version;
    boolean embedded;

    static MemoryEntity of(TenantId tenant, Memory memory) {
        var row = new MemoryEntity();
        row.id = memory.id();
        row.tenant = tenant.value();
        row.type = memory.type().name();
        row.content = memory.content();
        MemoryContext context = memory.context();
        row.user = context.user();
        row.agent = context.agent();
        row.session = context.session();
        row.conversation = context.conversation();
        row.workspace = context.workspace();
        row.dashboard = context.dashboard();
        row.task = context.task();
        row.tags = context.tags().toArray(String[]::new);
        row.attributes = json(context.attributes());
        row.details = json(memory.details());
        row.importance = memory.importance();
        row.occurredAt = memory.occurredAt();
        row.happenedAt = memory.happenedAt();
        row.createdBy = memory.createdBy();
        row.createdAt = memory.createdAt();
        row.updatedAt = memory.updatedAt();
        row.version = memory.version();
        row.embedded = memory.embedded();
        return row;
    }

    Memory toMemory() {
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
                embedded);
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
